// needs hold
// "delay" as a rate limit: sends one message at once, and those that come before its time is over one after the other.
function paced(kept, msg, gap, onward) {
  const waiting = kept.waiting ??= []
  const next = () => {
    kept.timer = waiting.length > 0 ? setTimeout(next, kept.gap ?? gap) : undefined
    waiting.shift()?.()
  }
  const isReset = Object.hasOwn(msg, "reset"), flush = Object.hasOwn(msg, "flush") ? flushed(msg) : 0
  if (!isReset && !isOrder(msg)) {
    delete msg.flush
    if (kept.timer !== undefined && waiting.length >= 1000) throw new Error("delay: 1000 messages of this device wait already; let fewer come, or drop those in between")
    if (kept.timer !== undefined) waiting[msg.toFront === true ? "unshift" : "push"](() => onward(msg))
    else {
      kept.timer = setTimeout(next, kept.gap ?? gap)
      onward(msg)
    }
  }
  if (flush !== 0) {
    const sent = waiting.splice(0, flush ?? waiting.length)
    clearTimeout(kept.timer)
    kept.timer = sent.length > 0 ? setTimeout(next, kept.gap ?? gap) : undefined
    sent.forEach(go => go())
  }
  if (!isReset) return
  if (flush === 0) {
    clearTimeout(kept.timer)
    delete kept.timer
  }
  waiting.length = 0
  delete kept.gap
}
