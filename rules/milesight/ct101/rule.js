import { above, base64, max, tlv } from "busroot"

const tags = {
  "0397": 4, // 0.01 Ah
  "0498": { name: "amps", type: "u16", order: "le", scale: 0.01, not: 0xffff },
  "ff0b": 1,
  "ff01": 1,
  "ff16": 8,
  "ff09": 2,
  "ff0a": 2,
  "ff0f": 1,
}

export default function (reading, device) {
  const uplink = reading.payload.uplink_message
  const { amps } = tlv(base64(uplink?.frm_payload), tags, { tagBytes: 2, lengthBytes: 0 }) ?? {}
  return { productive: above(amps, device.variables.onAmps), rssi: max(uplink?.rx_metadata, "rssi") }
}
