// Whether a text, an array, bytes or an object has nothing in it; undefined when it is none of them.
function isEmpty(value) {
  if (typeof value === "string" || Array.isArray(value) || ArrayBuffer.isView(value)) return value.length === 0
  return typeof value === "object" && value !== null ? Object.keys(value).length === 0 : undefined
}
