import { bool01, hex, ignore, num, u8, utf8, xor8 } from "busroot"

//  $PMACH,04,001234,000007,1*61     checksum: exclusive or of what stands between $ and *
export default function (reading) {
  const [, body, checksum] = /^\$([^*]*)\*([0-9A-Fa-f]{2})\s*$/.exec(reading.payload) ?? []
  if (body === undefined || xor8(utf8(body)) !== u8(hex(checksum))) {
    return ignore("the checksum is wrong")
  }

  const [, , good, bad, run] = body.split(",")
  return { production_count_good: num(good), production_count_bad: num(bad), productive: bool01(run) }
}
