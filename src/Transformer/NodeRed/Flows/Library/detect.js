// A payload as "auto-detect" has it: JSON where it is JSON, otherwise as it stands.
function detect(text) {
  if (typeof text !== "string") return text
  try { return JSON.parse(text) } catch { return text }
}
