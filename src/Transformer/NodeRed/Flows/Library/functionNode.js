// needs scopedContext
// Runs the body of a function node with its own node and context, and sends on what it gives.
async function functionNode(body, msg, { id, name, outputs, environment, node, context, send, run }) {
  const deliver = (result, copy) => {
    let isFirst = true
    const ports = Array.isArray(result) ? result : [result]
    ports.forEach((entry, port) => {
      for (const one of Array.isArray(entry) ? entry : [entry || undefined]) {
        if (one === null || one === undefined || port >= outputs.length) continue
        if (typeof one !== "object" || Buffer.isBuffer(one)) {
          node.error(`Function tried to send a message of type ${Buffer.isBuffer(one) ? "Buffer" : typeof one}`)
          continue
        }
        const sent = copy && isFirst ? RED.util.cloneMessage(one) : one
        isFirst = false
        sent._msgid = msg._msgid
        send(sent, outputs[port])
      }
    })
  }
  const own = Object.create(node)
  const override = (key, value) => Object.defineProperty(own, key, { value, writable: true, configurable: true, enumerable: true })
  override("id", id)
  override("name", name)
  override("outputCount", outputs.length)
  override("send", (result, copy = true) => { deliver(result, copy); run() })
  const variables = environment && { ...env, get: key => Object.hasOwn(environment, key) ? environment[key] : env.get(key) }
  deliver(await body(msg, own, scopedContext(context, id), variables ?? env), false)
}
