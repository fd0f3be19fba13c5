// needs scopedContext scopedEnv scopedNode
// Runs the body of a function node with its own node and context, and sends on what it gives. What it reports with a message goes to the catch nodes over it.
function functionNode(make, msg, { id, key, name, outputs, environment, node, context, env, send, run, caught = () => false, timers }) {
  const messageId = msg._msgid
  const deliver = (result, copy) => {
    let isFirst = true
    const ports = Array.isArray(result) ? result : [result]
    ports.forEach((entry, port) => {
      for (const one of Array.isArray(entry) ? entry : [entry || undefined]) {
        if (one === null || one === undefined || port >= outputs.length) continue
        if (typeof one !== "object" || Array.isArray(one) || Buffer.isBuffer(one)) {
          node.error(`Function tried to send a message of type ${Buffer.isBuffer(one) ? "Buffer" : Array.isArray(one) ? "Array" : typeof one}`)
          continue
        }
        const sent = copy && isFirst ? RED.util.cloneMessage(one) : one
        isFirst = false
        sent._msgid = messageId
        send(sent, outputs[port])
      }
    })
  }
  const isCaught = (error, about) => {
    const taken = caught(about, error)
    if (taken) run()
    return taken
  }
  const own = scopedNode(node, {
    id, name, outputCount: outputs.length,
    send: (result, copy = true) => { deliver(result, copy); run() },
    error: (error, about) => { if (typeof about !== "object" || about === null || !isCaught(error, about)) node.error(error, about) },
    done: error => node.done(error && isCaught(error, msg) ? undefined : error),
  })
  const guarded = timers?.(own, error => own.error(error, {})) ?? []
  const result = make(own, scopedContext(context, key), scopedEnv(env, environment), ...guarded)(msg)
  return result instanceof Promise ? result.then(value => deliver(value, false)) : deliver(result, false)
}
