import { base64, max, tlv } from "busroot"

const tags = {
  "03c8": { name: "good", type: "u32", order: "le" },
  "04c8": { name: "bad", type: "u32", order: "le" },
}

export default function (reading) {
  const { data, rxInfo } = reading.payload
  const { good, bad } = tlv(base64(data), tags, { tagBytes: 2, lengthBytes: 0 }) ?? {}
  return { production_count_good: good, production_count_bad: bad, rssi: max(rxInfo, "rssi") }
}
