const RELATIVE = 2 ** 28 // RFC 8428 §4.5.3: smaller times count from now

export default function (reading, device) {
  const newest = {}
  const base = { time: 0, value: 0 }
  for (const record of reading.payload) {
    base.time = record.bt ?? base.time
    base.value = record.bv ?? base.value
    const name = record.n ?? ""
    const given = base.time + (record.t ?? 0)
    const time = given < RELATIVE ? reading.at.getTime() / 1000 + given : given
    if (!(newest[name]?.time > time)) {
      newest[name] = { time, value: record.vb ?? (record.v === undefined ? undefined : base.value + record.v) }
    }
  }

  const { goodName, kwhName, runName } = device.variables
  return {
    production_count_good: newest[goodName]?.value,
    electrical_kwh: newest[kwhName]?.value,
    productive: newest[runName]?.value,
  }
}
