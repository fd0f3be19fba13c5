// needs hold
// "delay" by topic: keeps the latest message of each topic, and sends the oldest of them, or all, when the time is over.
function gathered(kept, msg, gap, all, onward, dropped) {
  const waiting = kept.waiting ??= new Map()
  const topic = msg.topic ??= "_none_"
  const next = () => {
    const going = [...waiting].slice(0, all ? undefined : 1)
    for (const [key] of going) waiting.delete(key)
    kept.timer = waiting.size > 0 ? setTimeout(next, kept.gap ?? gap) : undefined
    for (const [, go] of going) go()
  }
  if (Object.hasOwn(msg, "reset")) {
    waiting.clear()
    delete kept.gap
    return
  }
  if (waiting.has(topic)) dropped(waiting.get(topic).msg)
  waiting.set(topic, Object.assign(() => onward(msg), { msg }))
  if (Object.hasOwn(msg, "flush"))
    for (const [key, go] of [...waiting].slice(0, flushed(msg))) {
      waiting.delete(key)
      delete go.msg.flush
      go()
    }
  kept.timer ??= setTimeout(next, kept.gap ?? gap)
}
