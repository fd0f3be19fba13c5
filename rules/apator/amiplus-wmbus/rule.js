import { mbus } from "busroot"

export default function (reading) {
  const energy = mbus(reading.bytes)?.find(record =>
    record.unit === "Wh" && record.modifier === "" && record.storage === 0 && record.tariff === 0 && record.function === "instantaneous")
  return { electrical_kwh: energy?.value == null ? null : energy.value / 1000 }
}
