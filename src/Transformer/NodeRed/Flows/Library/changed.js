// needs same clone
// "filter": whether a value is let through. What it compares with is kept in previous, by topic.
function changed(previous, key, value, { quietStart }) {
  const isFirst = !Object.hasOwn(previous, key)
  if (isFirst ? typeof value === "object" && same(value, {}) : same(value, previous[key])) return false
  previous[key] = clone(value)
  return !(quietStart && isFirst)
}
