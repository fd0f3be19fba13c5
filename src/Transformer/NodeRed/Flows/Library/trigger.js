// needs clone
// "trigger": sends something at once, and something else when the time is over without msg.reset. What is under way is kept by topic.
// second gives what to send then, of the first message; late: asked for only then. latest: the last message itself is sent.
function trigger(underWay, msg, { topic, wait, isReset, extend, loop, first, second, late, latest, onFirst, onSecond }) {
  const key = ":" + topic
  let entry = underWay[key]
  const fire = () => {
    delete underWay[key]
    if (latest) onSecond(entry.latest)
    else if (second) onSecond({ ...entry.about, payload: late ? second(entry.about) : entry.value })
  }
  if (isReset) {
    clearTimeout(entry?.timer)
    delete underWay[key]
    return
  }
  if (entry !== undefined && !loop) {
    entry.latest = clone(msg)
    if (!extend || wait === 0) return
    clearTimeout(entry.timer)
    entry.about = entry.latest
    entry.timer = setTimeout(fire, wait)
    return
  }
  clearTimeout(entry?.timer)
  entry = underWay[key] = { about: clone(msg), latest: clone(msg), value: late || latest || !second ? undefined : clone(second(msg)) }
  if (first) msg.payload = first(msg)
  if (wait > 0 && !loop) entry.timer = setTimeout(fire, wait)
  if (wait > 0 && loop && onFirst) {
    const sent = clone(msg)
    entry.timer = setInterval(() => onFirst(clone(sent)), wait)
  }
  onFirst?.(clone(msg))
}
