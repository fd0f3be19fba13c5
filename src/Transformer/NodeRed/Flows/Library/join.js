// needs clone set
// "join": keeps the parts of each group until it is whole; returns the message then, otherwise undefined.
function join(groups, msg, options) {
  const { id, build, count, key, index, value } = options
  if (Object.hasOwn(msg, "reset")) {
    delete groups[id]
    return undefined
  }
  const isLast = Object.hasOwn(msg, "complete")
  const isMap = build === "object" || build === "merged"
  if (build === "object" && (key === undefined || key === null || key === "")) {
    if (!isLast || groups[id] === undefined) return undefined
    groups[id].msg.complete = msg.complete
    return joined(groups, options)
  }
  const group = groups[id] ??= { parts: isMap ? {} : [], size: 0, count, msg: {} }
  if (build === "object") group.parts[key] = value
  else if (build === "merged") {
    if (typeof value === "object" && !Array.isArray(value)) for (const name of Object.keys(value ?? {})) if (name !== "_msgid") group.parts[name] = value[name]
  }
  else if (index === undefined) {
    if (value !== undefined) group.size = group.parts.push(value)
  }
  else {
    if (group.parts[index] === undefined || group.parts[index] === null) group.size++
    group.parts[index] = value
  }
  if (isMap) group.size = Object.keys(group.parts).length
  group.msg = { ...group.msg, ...clone(msg) }
  group.count ||= msg.parts?.count
  return (group.count > 0 && group.size >= group.count) || isLast ? joined(groups, options) : undefined
}

// What a group has so far, as one message.
function joined(groups, { id, build, joiner, whole, path, keep }) {
  const group = groups[id]
  if (group === undefined) return undefined
  if (!keep || Object.hasOwn(group.msg, "complete")) delete groups[id]
  const msg = clone(group.msg)
  set(msg, path, build === "string" ? group.parts.join(joiner) : whole ? group.parts.flat() : clone(group.parts))
  if (msg.parts?.parts) msg.parts = msg.parts.parts
  else delete msg.parts
  delete msg.complete
  return msg
}
