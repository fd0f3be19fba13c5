function clone(value) {
  if (value === null || typeof value !== "object") return value
  if (value instanceof Date) return new Date(value.getTime())
  if (ArrayBuffer.isView(value)) return value.constructor.from(value) // slice of a Buffer is no copy
  if (Array.isArray(value)) return value.map(item => clone(item))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clone(item)]))
}
