// needs join
// "join" with a timeout: what there is of a group is sent when its time is over. A group that is kept after that has no timer again before msg.restartTimeout.
function joinInTime(timers, groups, msg, options, wait, onward) {
  const { id } = options
  if (Object.hasOwn(msg, "restartTimeout")) forget()
  const whole = join(groups, msg, options)
  if (groups[id] === undefined) forget()
  else if (whole !== undefined) {
    clearTimeout(timers[id])
    timers[id] = undefined
  }
  else if (!(id in timers)) timers[id] = setTimeout(() => {
    timers[id] = undefined
    const part = joined(groups, options)
    if (groups[id] === undefined) forget()
    if (part !== undefined) onward(part)
  }, wait)
  return whole

  function forget() {
    clearTimeout(timers[id])
    delete timers[id]
  }
}
