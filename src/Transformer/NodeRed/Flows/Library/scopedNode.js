// The node of one function within the rule's.
function scopedNode(node, members) {
  const own = Object.create(node)
  for (const [name, value] of Object.entries(members)) Object.defineProperty(own, name, { value, writable: true, configurable: true, enumerable: true })
  return own
}
