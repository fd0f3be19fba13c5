import { above, base64, max, tlv } from "busroot"

// Channel and type, then the value, least significant byte first.
const tags = {
  "0683": { name: "wh", type: "u32", order: "le" },
  "0480": { name: "watts", type: "u32", order: "le" },
  "07c9": 2, // mA
  "0374": 2, // 0.1 V
  "0581": 1, // power factor
  "0870": 1, // socket state
}

export default function (reading, device) {
  const values = tlv(base64(reading.payload.data), tags, { tagBytes: 2, lengthBytes: 0 }) ?? {}
  const { onWatts } = device.variables
  return {
    electrical_kwh: values.wh === undefined ? null : values.wh / 1000,
    productive: onWatts === null ? null : above(values.watts, onWatts),
    rssi: max(reading.payload.rxInfo, "rssi"),
  }
}
