// The timers of a function node, for one whose errors are caught: what a callback throws is reported.
function guardedTimers(node, report) {
  const guarded = callback => typeof callback !== "function" ? callback : function (...given) {
    try { callback.apply(node, given) } catch (error) { report(error) }
  }
  const later = (callback, ...more) => setTimeout(guarded(callback), ...more)
  const every = (callback, ...more) => setInterval(guarded(callback), ...more)
  const promised = work => promisify(work === later ? setTimeout : work)
  return [later, every, promised, { ...util, promisify: promised }]
}
