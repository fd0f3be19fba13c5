// "delay": sends a message on later. msg.reset forgets those that wait, msg.flush sends them at once, or so many of them.
function hold(held, msg, wait, onward) {
  const waiting = held.waiting ??= []
  const entry = { go: () => { waiting.splice(waiting.indexOf(entry), 1); onward(msg) } }
  if (Object.hasOwn(msg, "reset")) {
    for (const other of waiting.splice(0)) clearTimeout(other.timer)
    return
  }
  if (!isOrder(msg)) {
    entry.timer = setTimeout(entry.go, wait)
    waiting.push(entry)
  }
  if (!Object.hasOwn(msg, "flush")) return
  for (const other of waiting.slice(0, flushed(msg))) {
    clearTimeout(other.timer)
    other.go()
  }
}

// Whether a message has nothing in it but the order to send others.
function isOrder(msg) {
  return Object.hasOwn(msg, "flush") && Object.keys(msg).every(key => key === "flush" || key === "_msgid")
}

function flushed(msg) {
  return typeof msg.flush === "number" ? Math.max(0, Math.floor(msg.flush)) : undefined
}
