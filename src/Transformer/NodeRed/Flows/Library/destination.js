// The station a topic names; undefined for the device itself, whose raw topic is busroot/v1/dau/<account>/<device>.
function destination(topic, rawTopic) {
  const [, , , account, device] = rawTopic.split("/")
  const stations = `busroot/v2/${account}/signals/`
  if (!topic || topic === rawTopic || topic === `busroot/v1/${account}/${device}`) return undefined
  if (topic.startsWith(stations)) return topic.slice(stations.length)
  throw new Error(`mqtt out: ${topic} is neither the device's own busroot/v1/${account}/${device} nor a station, ${stations}<station>`)
}
