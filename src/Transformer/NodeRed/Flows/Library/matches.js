// Whether an MQTT topic fits a filter.
function matches(topic, filter) {
  const levels = topic.split("/"), wanted = filter.split("/")
  return wanted.every((level, i) => level === "#" || (level === "+" && i < levels.length) || level === levels[i])
    && (wanted.at(-1) === "#" ? levels.length >= wanted.length - 1 : levels.length === wanted.length)
}
