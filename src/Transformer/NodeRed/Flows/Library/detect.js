// A payload as "auto-detect" has it: JSON where it is JSON, otherwise text.
function detect(text) {
  try { return JSON.parse(text) } catch { return text }
}
