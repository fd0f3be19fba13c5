import { monotonic } from "busroot"

export default function (reading) {
  return { electrical_kwh: monotonic("kwh", reading.payload.kwh) }
}
