// "filter" with a band: whether a number is let through. What it compares with is kept in previous, by topic.
function beyond(previous, key, value, { gap, percent, narrow, equal, start, input }) {
  const number = parseFloat(value)
  if (isNaN(number)) return false
  if (narrow && previous[key] === undefined) previous[key] = start ?? number
  const band = percent ? Math.abs(previous[key] * gap / 100) || 0 : gap
  if (previous[key] === undefined) previous[key] = number - band - 1
  const step = Math.abs(number - previous[key])
  const passes = step === band ? equal : narrow ? step < band : step > band
  if (passes || input) previous[key] = number
  return passes
}
