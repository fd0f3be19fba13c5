// needs clone
// "join": keeps the parts of each group until it is whole; returns the message then, otherwise undefined.
function join(groups, msg, { id, build, count, joiner, key, index, value, whole, keep }) {
  const group = groups[id] ??= { parts: [], keys: {}, size: 0, count }
  if (count > 0) group.count = count
  if (build === "object") {
    if (key !== undefined && key !== null) {
      group.size += Object.hasOwn(group.keys, key) ? 0 : 1
      group.keys[key] = value
    }
  }
  else if (build === "merged") {
    Object.assign(group.keys, value)
    group.size = Object.keys(group.keys).length
  }
  else {
    if (index === undefined) group.parts.push(value)
    else group.parts[index] = value
    group.size++
  }
  if (!(group.count > 0 && group.size >= group.count) && !Object.hasOwn(msg, "complete")) return undefined
  if (!keep) delete groups[id]
  const joined = clone(msg)
  joined.payload = build === "object" || build === "merged" ? clone(group.keys)
    : build === "string" ? group.parts.join(joiner)
    : whole ? group.parts.flat() : group.parts
  if (joined.parts?.parts) joined.parts = joined.parts.parts
  else delete joined.parts
  delete joined.complete
  return joined
}
