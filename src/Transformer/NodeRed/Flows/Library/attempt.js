// A step that is skipped when what it reads is not there.
function attempt(step) {
  try { step() } catch { }
}
