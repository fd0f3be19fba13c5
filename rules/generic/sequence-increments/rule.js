import { dedupe, ignore } from "busroot"

export default function (reading) {
  const { seq, n } = reading.payload
  return dedupe("seq", seq) === false ? ignore("this sequence number came before") : { production_complete_good: n }
}
