// What of a payload is signals; the rest stays here, with a warning.
function signalsOf(payload, warn) {
  const given = typeof payload === "string" ? JSON.parse(payload) : payload
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw new Error("mqtt out: the payload is no object of signals")
  const known = Object.keys(given).filter(key => /^(production_(complete|count)(_good|_bad)?|productive|electrical_kwh(_interval)?|rssi)$/.test(key))
  const others = Object.keys(given).filter(key => !known.includes(key))
  if (known.length === 0 || others.length === 0) return given
  warn(`not published, since they are no signals: ${others.join(", ")}`)
  return Object.fromEntries(known.map(key => [key, given[key]]))
}
