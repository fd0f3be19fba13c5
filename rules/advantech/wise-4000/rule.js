import { bool01, rising } from "busroot"

const GOOD_QUALITY = 192

export default function (reading, device) {
  const { payload } = reading
  if (payload.q !== GOOD_QUALITY) {
    return null
  }

  const { partInput, runInput } = device.variables
  return {
    production_complete_good: rising("part", payload[partInput]),
    productive: bool01(payload[runInput]),
  }
}
