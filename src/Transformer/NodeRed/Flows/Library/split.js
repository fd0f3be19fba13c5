// needs clone
// "split": one message for each part, with msg.parts by which "join" puts them together.
function split(msg, id, { separator, length, arrayLength, name }) {
  const outer = msg.parts
  const payload = msg.payload
  const whole = { ...msg }
  delete whole._msgid
  const part = (value, index, more) => ({
    ...clone({ ...whole, payload: undefined }), payload: value, parts: { ...(outer ? { parts: outer } : {}), id, index, ...more },
  })
  const slices = (list, size) => Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size))
  if (typeof payload === "string") {
    const pieces = separator === undefined ? slices(payload, length) : payload.split(separator)
    const form = separator === undefined ? { ch: "", len: length } : { ch: separator }
    return pieces.map((piece, i) => part(piece, i, { type: "string", ...form, count: pieces.length }))
  }
  if (Array.isArray(payload)) {
    const pieces = slices(payload, arrayLength)
    return pieces.map((piece, i) => part(clone(arrayLength === 1 ? piece[0] : piece), i, { type: "array", count: pieces.length, len: arrayLength }))
  }
  if (typeof payload !== "object" || payload === null || ArrayBuffer.isView(payload)) return []
  return Object.entries(payload).map(([key, value], i, all) => ({
    ...part(clone(value), i, { type: "object", key, count: all.length }), ...(name ? { [name]: key } : {}),
  }))
}
