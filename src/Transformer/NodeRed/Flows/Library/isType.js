function isType(value, type) {
  if (type === "array") return Array.isArray(value)
  if (type === "buffer") return ArrayBuffer.isView(value)
  if (type === "null") return value === null
  if (type === "number") return typeof value === "number" && !isNaN(value)
  if (type === "json") {
    try { JSON.parse(value); return true } catch { return false }
  }
  return typeof value === type && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)
}
