// What a rule of kind "script" gets and may import. For editors; the service does not read it.

/** A JSON value. */
type BusrootJson = null | boolean | number | string | BusrootJson[] | { [key: string]: BusrootJson }

/** The message a rule runs on. A new object for every run. */
interface BusrootReading {
  /** The payload, decoded as rule.json says under "payload". */
  payload: any
  /** The payload as text (UTF-8). */
  text: string
  /** The payload as bytes. */
  bytes: Uint8Array
  /** The topic it was published to. */
  topic: string
  /** A level of the topic: 0 is the first, -1 the last; undefined when there is none. */
  level(n: number): string | undefined
  /** When it arrived; `new Date()` is the same moment. */
  at: Date
  /** It came from the retained store or was published to be retained: its increments are left out. */
  retain: boolean
  /** The sender says it sent this before. */
  dup: boolean
  /** Quality of service, 0 to 2. */
  qos: 0 | 1 | 2
  /** It came out of the device's backlog, much closer to the one before than the device usually sends: the counts are right, the moment is not. */
  backlog: boolean
}

/** The device that sent the reading. */
interface BusrootDevice {
  /** Device ID, `account/device`. */
  id: string
  /** The part of the Device ID before the slash. */
  account: string
  /** What people call it. */
  name: string | null
  /** Site values: the defaults of rule.json, overridden by the device's record. */
  variables: Record<string, string | number | boolean | null>
  /** What the rule remembers about this device: JSON values, at most 64 KiB, saved after a run that succeeds. `$busroot` belongs to delta() and the other stateful helpers. */
  state: { [key: string]: any }
}

/** Signals of one publication. null and undefined leave a signal out. */
interface BusrootSignals {
  /** New good units since the last message. */
  production_complete_good?: number | null
  /** Another name for production_complete_good. */
  production_complete?: number | null
  /** Running count of good units. */
  production_count_good?: number | null
  /** Another name for production_count_good. */
  production_count?: number | null
  /** New rejects since the last message. */
  production_complete_bad?: number | null
  /** Running count of rejects. */
  production_count_bad?: number | null
  /** Is the station producing. */
  productive?: 0 | 1 | boolean | null
  /** Cumulative meter reading, kWh. */
  electrical_kwh?: number | null
  /** kWh since the last data point. */
  electrical_kwh_interval?: number | null
  /** Signal strength, -200 to 20 dBm. */
  rssi?: number | null
}

/** Signals for one station, or for the device itself when no station is named. */
interface BusrootPublication {
  /** 1 to 64 letters, digits, _ - . or : */
  station?: string | null
  signals: BusrootSignals
}

type BusrootResult = BusrootSignals | BusrootPublication[] | null | undefined | void

/** What rule.js exports as default. */
type BusrootRule = (reading: BusrootReading, device: BusrootDevice) => BusrootResult | Promise<BusrootResult>

declare module "busroot" {
  /** Bytes: a Uint8Array, or an array of numbers from 0 to 255. */
  type Bytes = Uint8Array | number[]

  /** Order of bytes; the letters are those of a 32-bit value, A the most significant byte. "be" is ABCD, "le" is DCBA. */
  type Order = "ABCD" | "CDAB" | "BADC" | "DCBA" | "be" | "le"

  // Values. Bad input gives null, and null leaves its signal out.

  /**
   * x when it is a finite number, none of `not`, and within `min` and `max`; otherwise null.
   * @example valid(5) // 5
   */
  export function valid(x: unknown, options?: { not?: number | number[]; min?: number; max?: number }): number | null
  /**
   * x when it is a finite number, otherwise null.
   * @example finite(5) // 5
   */
  export function finite(x: unknown): number | null
  /**
   * The first argument that is not null, undefined or NaN; null when there is none.
   * @example coalesce(undefined, null, NaN, 0, 1) // 0
   */
  export function coalesce<T>(...values: T[]): NonNullable<T> | null
  /**
   * The number that a text holds. comma: 15774,45; base 16: hexadecimal digits, also with 0x; unit: 12.5 kWh.
   * @example num('15774,45', { comma: true }) // 15774.45
   */
  export function num(x: unknown, options?: { comma?: boolean; base?: 16; unit?: boolean }): number | null
  /**
   * 1 or 0 for true, 1, "1", "true", "on", "yes", "t" and their opposites, in any case.
   * @example bool01('ON') // 1
   */
  export function bool01(x: unknown): 0 | 1 | null
  /**
   * x with so many decimal places, 0 by default; halves are rounded away from zero.
   * @example round(2.345, 2) // 2.35
   */
  export function round(x: unknown, places?: number): number | null
  /**
   * The value of `table` at x, or `fallback`.
   * @example lookup('RUN', { RUN: 1 }, 0) // 1
   */
  export function lookup<T, F = null>(x: unknown, table: Record<string, T>, fallback?: F): T | F
  /**
   * One bit of a number, 0 the least significant; beyond 32 bits too.
   * @example bit(4294967296, 32) // 1
   */
  export function bit(x: unknown, n: number): 0 | 1 | null

  /**
   * x times k.
   * @example scale(5, 0.1) // 0.5
   */
  export function scale(x: unknown, k: number): number | null
  /**
   * Energy in kWh.
   * @example kwh(1234560, 'Wmin') // 20.576
   */
  export function kwh(x: unknown, unit: "Wh" | "kWh" | "MWh" | "Wmin" | "Ws" | "J" | "kJ" | "MJ"): number | null
  /**
   * The energy that pulses stand for, by the meter's constant.
   * @example pulsesToKwh(37, 1000) // 0.037
   */
  export function pulsesToKwh(pulses: unknown, pulsesPerKwh: number): number | null
  /**
   * 1 when x is at least the limit, otherwise 0.
   * @example above(5, 5) // 1
   */
  export function above(x: unknown, limit: number): 0 | 1 | null
  /**
   * dBm of a signal quality from 0 to 100 %: half of it, less 100.
   * @example rssiPct(76) // -62
   */
  export function rssiPct(percent: unknown): number | null
  /**
   * dBm of a cellular modem's CSQ, 0 to 31; 99 is unknown.
   * @example rssiCsq(17) // -79
   */
  export function rssiCsq(csq: unknown): number | null

  // Bytes. Offsets below 0 count from the end; the order is "ABCD" when none is named.

  /**
   * The bytes that hexadecimal digits stand for; blanks, colons and hyphens may stand between them.
   * @example [...hex('01 aF:02')] // [1,175,2]
   */
  export function hex(text: unknown): Uint8Array | null
  /**
   * The bytes that a Base64 text stands for.
   * @example [...base64('AQI=')] // [1,2]
   */
  export function base64(text: unknown): Uint8Array | null
  /**
   * The bytes of a text in UTF-8.
   * @example xor8(utf8('PMACH,04')) // 127
   */
  export function utf8(text: unknown): Uint8Array | null
  /**
   * Unsigned, 1 byte.
   * @example u8([1, 255], 1) // 255
   */
  export function u8(bytes: Bytes, offset?: number): number | null
  /**
   * Signed, 1 byte.
   * @example i8([1, 255], -1) // -1
   */
  export function i8(bytes: Bytes, offset?: number): number | null
  /**
   * Unsigned, 2 bytes.
   * @example u16([1, 2]) // 258
   */
  export function u16(bytes: Bytes, offset?: number, order?: Order): number | null
  /**
   * Signed, 2 bytes.
   * @example i16([255, 254]) // -2
   */
  export function i16(bytes: Bytes, offset?: number, order?: Order): number | null
  /**
   * Unsigned, 4 bytes.
   * @example u32([0, 0, 1, 0]) // 256
   */
  export function u32(bytes: Bytes, offset?: number, order?: Order): number | null
  /**
   * Signed, 4 bytes.
   * @example i32([255, 255, 255, 255]) // -1
   */
  export function i32(bytes: Bytes, offset?: number, order?: Order): number | null
  /**
   * Unsigned, 8 bytes; exact up to 2^53.
   * @example u64([0, 31, 255, 255, 255, 255, 255, 255], 0, 'be') // 9007199254740991
   */
  export function u64(bytes: Bytes, offset?: number, order?: Order): number | null
  /**
   * Signed, 8 bytes; exact up to 2^53.
   * @example i64([255, 255, 255, 255, 255, 255, 255, 254]) // -2
   */
  export function i64(bytes: Bytes, offset?: number, order?: Order): number | null
  /**
   * IEEE 754, 4 bytes: the shortest decimal that is the same float, 1234.56 and not 1234.56005859375.
   * @example f32(hex('449A51EC')) // 1234.56
   */
  export function f32(bytes: Bytes, offset?: number, order?: Order): number | null
  /**
   * IEEE 754, 8 bytes.
   * @example f64(hex('3FF8000000000000')) // 1.5
   */
  export function f64(bytes: Bytes, offset?: number, order?: Order): number | null
  /**
   * Two decimal digits a byte, 1 to 8 bytes.
   * @example bcd([0x12, 0x34], 0, 2) // 1234
   */
  export function bcd(bytes: Bytes, offset: number, length: number, order?: Order): number | null

  // Registers of 16 bits, as Modbus gives them: "ABCD" has the high register first, "CDAB" the low one.

  /**
   * IEEE 754, two registers; the shortest decimal that is the same float.
   * @example f32regs([0x51EC, 0x449A], 0, 'CDAB') // 1234.56
   */
  export function f32regs(registers: number[], index?: number, order?: Order): number | null
  /**
   * Unsigned, two registers.
   * @example u32regs([1, 34464]) // 100000
   */
  export function u32regs(registers: number[], index?: number, order?: Order): number | null
  /**
   * Signed, two registers.
   * @example i32regs([-1, -2]) // -2
   */
  export function i32regs(registers: number[], index?: number, order?: Order): number | null
  /**
   * Signed, four registers; exact up to 2^53.
   * @example i64regs([0, 1, 0, 0]) // 4294967296
   */
  export function i64regs(registers: number[], index?: number, order?: Order): number | null
  /**
   * Four decimal digits a register, the lowest first; up to 4 registers.
   * @example mod10([9999, 9999]) // 99999999
   */
  export function mod10(registers: number[], index?: number, count?: number): number | null

  // Checksums over all the bytes given.

  /**
   * CRC-16 of Modbus RTU.
   * @example crc16modbus(hex('010404449A51EC')) // 18163
   */
  export function crc16modbus(bytes: Bytes): number | null
  /**
   * CRC-16/ARC.
   * @example crc16arc(utf8('123456789')) // 47933
   */
  export function crc16arc(bytes: Bytes): number | null
  /**
   * All bytes, exclusive or.
   * @example xor8([1, 2, 4]) // 7
   */
  export function xor8(bytes: Bytes): number | null

  // Framing.

  /** An answer of a Modbus device; registers are its data two bytes at a time. */
  interface ModbusAnswer {
    unit: number
    function: number
    data: Uint8Array
    registers: number[]
    /** Why there is no answer: damaged, cut off, or an exception. The other members are then missing. */
    error?: undefined
  }

  /**
   * The Modbus RTU answer at the start of the bytes, its CRC checked.
   * @example f32regs(modbusRtu(hex('010404449A51ECF346')).registers) // 1234.56
   */
  export function modbusRtu(bytes: Bytes): ModbusAnswer | { error: string; unit?: undefined; function?: undefined; data?: undefined; registers?: undefined } | null
  /**
   * Every good Modbus RTU answer, when a gateway put several into one message.
   * @example modbusRtuAll(hex('010404449A51ECF346018402C2C101040C40C333333ECCCCCD3F0000006952')).map(a => a.registers.length) // [2,6]
   */
  export function modbusRtuAll(bytes: Bytes): ModbusAnswer[] | null
  /**
   * The Modbus TCP answer in the bytes, its header included.
   * @example modbusTcp(hex('000100000007010304449A51EC')).registers // [17562,20972]
   */
  export function modbusTcp(bytes: Bytes): ModbusAnswer | { error: string; unit?: undefined; function?: undefined; data?: undefined; registers?: undefined } | null
  /**
   * Values marked by tags. `table` names the tags in hexadecimal: what the value is, or only its length in bytes. Where no lengths are written (lengthBytes 0)
   * the walk ends at a tag that is not in the table. tagBytes and lengthBytes are 1 by default.
   * @example tlv(hex('03740930068309660000'), { '0683': { name: 'wh', type: 'u32', order: 'le' }, '0374': 2 }, { tagBytes: 2, lengthBytes: 0 }) // {"wh":26121}
   */
  export function tlv(
    bytes: Bytes,
    table: Record<string, number | { name: string; type: "u8" | "u16" | "u32" | "u64" | "i8" | "i16" | "i32" | "i64" | "f32" | "f64"; order?: Order; scale?: number; not?: number | number[] }>,
    options?: { tagBytes?: number; lengthBytes?: number }
  ): Record<string, number | null> | null
  /**
   * Cayenne LPP with its extended types, in V, A, W, kWh, Hz, m, °C, %, hPa; ends at a type that is not known.
   * @example cayenneLpp(hex('03670110056700FF')) // [{"channel":3,"name":"temperature","value":27.2},{"channel":5,"name":"temperature","value":25.5}]
   */
  export function cayenneLpp(bytes: Bytes): { channel: number; name: string; value: number }[] | null
  /**
   * The records of an M-Bus telegram, wired or wireless, not encrypted or decrypted by the gateway.
   * @example mbus(hex('68090968080178040310270000bf16')).map(r => [r.quantity, r.value, r.unit]) // [["energy",10000,"Wh"]]
   */
  export function mbus(bytes: Bytes): {
    /** "energy", "power", "volume", "current" ... */
    quantity: string
    /** "Wh", "W", "m3", "A" ...; empty for a date or a text. */
    unit: string
    value: number | null
    function: "instantaneous" | "maximum" | "minimum" | "error"
    /** 0 is the present. */
    storage: number
    /** 0 is the sum. */
    tariff: number
    subunit: number
    /** What qualifies the quantity, in hexadecimal: "3c" is backward flow; empty when nothing does. */
    modifier: string
  }[] | null
  /**
   * A Sparkplug B message; remembers the names that a birth gave to aliases. The topic may have levels before spBv1.0.
   * @example sparkplug('spBv1.0/g/DDATA/n/d', hex('0801120A0A04476F6F64200750071800')).metrics // {"Good":7}
   */
  export function sparkplug(topic: string, bytes: Bytes): {
    type: string
    group: string
    node: string
    device: string | null
    timestamp: number | null
    seq: number | null
    metrics: Record<string, number | boolean | string | null>
  } | null

  // Texts, read as the payload formats of the same names.

  /**
   * A JSON text, for instance one inside a JSON payload. lenient: also nan, inf, comments, trailing commas.
   * @example json('{"a":[1]}').a // [1]
   */
  export function json(text: unknown, options?: { lenient?: boolean }): any
  /**
   * All rows: objects of texts by column name with a header, otherwise arrays of texts.
   * @example csv('a;b\n1;2', { separator: ';', header: true }) // [{"a":"1","b":"2"}]
   */
  export function csv(text: unknown, options?: { separator?: string; header?: boolean }): any[] | null
  /**
   * Pairs as an object of texts; by default pairs are separated by blanks, commas, semicolons, ampersands and line ends.
   * @example keyValue('a=1 b=2').b // "2"
   */
  export function keyValue(text: unknown, options?: { separator?: string; equals?: string }): Record<string, string> | null
  /**
   * InfluxDB points, one a line.
   * @example lineProtocol('m,s=1 v=2i 5')[0].fields.v // 2
   */
  export function lineProtocol(text: unknown): { measurement: string; tags: Record<string, string>; fields: Record<string, number | boolean | string>; time?: number }[] | null
  /**
   * XML: attributes as "@name", text beside them as "#text", an array where a name occurs more than once; without prefixes.
   * @example xml('<a b="1"><c>2</c></a>') // {"a":{"@b":"1","c":"2"}}
   */
  export function xml(text: unknown): any
  /**
   * The text of the first element at a path such as //PartCount[@subType='ALL'], or of an attribute such as /m/@id; null when there is none. An element that occurs
   * once is found as one of several is. A path has steps /name, //name (anywhere below) or with * for any name, each with conditions [@name] or [@name='value'].
   * @example xfind(xml('<m><n k="a">1</n><n k="b">2</n></m>'), "//n[@k='b']") // "2"
   */
  export function xfind(document: unknown, path: string): string | null
  /**
   * The first match of a regular expression and its groups, null for a group that took no part; null when there is none. The pattern is a text as JavaScript
   * writes it, without look-around and back-references: the time it takes grows with the text only, however it is written.
   * @example match('OK=000123;NG=4', 'OK=([0-9]+)')[1] // "000123"
   */
  export function match(text: unknown, pattern: string): (string | null)[] | null
  /**
   * The levels that {name} stands for in a pattern such as "+/emeter/{channel}/total"; null when the topic does not fit. # at the end fits any levels.
   * @example matchTopic('shellies/x/emeter/1/total', '+/{id}/emeter/{ch}/total') // {"id":"x","ch":"1"}
   */
  export function matchTopic(topic: string, pattern: string): Record<string, string> | null

  // Objects and arrays. A path is JSONPath; a.b[0] is short for $.a.b[0].

  /**
   * The value at a path to one value, or `fallback`.
   * @example get({ a: [{ 'b/c': 5 }] }, "a[-1]['b/c']") // 5
   */
  export function get<F = null>(value: unknown, path: string, fallback?: F): any | F
  /**
   * Every value that a path gives.
   * @example query({ m: [{ id: 1, v: 2 }, { id: 3, v: 4 }] }, '$.m[?@.v > 2].id') // [3]
   */
  export function query(value: unknown, path: string): any[] | null
  /**
   * The first element whose value at the path is `value`.
   * @example find([{ id: '101', v: 1 }, { id: '102', v: 2 }], 'id', '102').v // 2
   */
  export function find<T>(array: T[] | unknown, path: string, value: number | string | boolean | null): T | null
  /**
   * The element with the greatest number or text at the path, for instance the newest; the later of equal ones.
   * @example lastBy([{ t: 5, v: 'a' }, { t: 7, v: 'b' }, { t: 7, v: 'c' }, { t: 6, v: 'd' }], 't').v // "c"
   */
  export function lastBy<T>(array: T[] | unknown, path: string): T | null
  /**
   * The sum of the elements, or of their values at a path; missing ones do not count, one that is no number gives null.
   * @example sum([{ n: 3 }, { n: 5 }, {}, { n: null }], 'n') // 8
   */
  export function sum(array: unknown, path?: string): number | null
  /**
   * The greatest of the elements, or of their values at a path.
   * @example max([1, 7, null, 'x']) // 7
   */
  export function max(array: unknown, path?: string): number | null
  /**
   * Whether none of the values is null or undefined.
   * @example allKnown(1, 0, '') // true
   */
  export function allKnown(...values: unknown[]): boolean

  // Times, in milliseconds since 1970.

  /**
   * Seconds, milliseconds, microseconds or nanoseconds, told apart by magnitude, or an ISO text; one without a zone is UTC.
   * @example ts(1700000000) // 1700000000000
   */
  export function ts(value: unknown): number | null
  /**
   * A local time without a zone; the zone is one such as "Europe/London".
   * @example tsLocal('2024-07-01 14:00:00', 'Europe/London') // 1719838800000
   */
  export function tsLocal(text: unknown, zone: string): number | null
  /**
   * The start of the interval of this width that holds the time.
   * @example bucket(125000, 60000) // 120000
   */
  export function bucket(time: unknown, width: number): number | null

  // Over several readings. Each key remembers for itself, in device.state.$busroot. Not in expr.
  // What counts (delta, rising, integrate) does not remember a retained reading: its increments are left out, and the next live reading counts them.

  /**
   * What a running count gained since the last reading; null for the first. A lower count is a wrap when the device's counter has so many bits and the step is
   * not above maxStep (half the range when it is not given), otherwise a restart: then what it counted since, or nothing with reset "skip". A step above maxStep
   * is null, and the next reading is compared with the count before it, then with itself. restarted says that the device certainly did restart.
   * @example delta("n", v, { bits: 16, maxStep: 1000 }) over 65530, 65534, 3 // null, 4, 5
   */
  export function delta(key: string, x: unknown, options?: { bits?: number; maxStep?: number; reset?: "count" | "skip"; restarted?: boolean }): number | null
  /**
   * x unless it is lower than before; a lower one is believed when it has come `patience` times in a row (5).
   * @example monotonic("k", v) over 15774.4, 0, 15774.5 // 15774.4, null, 15774.5
   */
  export function monotonic(key: string, x: unknown, options?: { patience?: number }): number | null
  /**
   * Whether the id is none of the last `count` ones (32; at most 256). For a span of time instead of a count: "dedupe" in rule.json.
   * @example dedupe("seq", v) over 41, 42, 42 // true, true, false
   */
  export function dedupe(key: string, id: unknown, count?: number): boolean | null
  /**
   * 1 when v became true since the last reading, otherwise 0.
   * @example rising("di", v) over true, false, true // 0, 0, 1
   */
  export function rising(key: string, v: unknown): 0 | 1 | null
  /**
   * 1 from `on` upwards, 0 from `off` downwards, in between as before.
   * @example hysteresis("w", v, 100, 80) over 90, 100, 90, 80, 90 // 0, 1, 1, 0, 0
   */
  export function hysteresis(key: string, x: unknown, on: number, off: number): 0 | 1 | null
  /**
   * v once it has been so for onMs or offMs, in milliseconds; the first at once.
   * @example debounce("r", v, 2000, 3000) over 0, 1, 1, 1 // 0, 0, 0, 1
   */
  export function debounce(key: string, v: unknown, onMs: number, offMs: number): 0 | 1 | null
  /**
   * kWh since the last sample, by the mean power; null for the first and after a gap over maxGap, in milliseconds (900000, a quarter of an hour). ts, in milliseconds since 1970, is the
   * arrival by default.
   * @example integrate("e", v) over 3600000, 3600000, 0 // null, 1, 0.5
   */
  export function integrate(key: string, watts: unknown, ts?: number, options?: { maxGap?: number }): number | null
  /**
   * x, or the last one there was if it is not older than maxAge, in milliseconds (no limit by default). x is any JSON value up to 16 KiB; a larger one, or one that JSON
   * cannot hold, fails the reading.
   * Also a memory with a lifetime: latest("batch", code) keeps it, latest("batch", null, 60000) gives it for a minute.
   * @example latest("x", v, 1500) over 7, null, null // 7, 7, null
   */
  export function latest<T>(key: string, x: T, maxAge?: number): NonNullable<T> | null

  // The run.

  /** Notes something about this run; at most 16 notes of 200 characters are kept. */
  export function warn(text: unknown): void
  /** The reading is none: nothing is published. */
  export function ignore(reason?: string): void
}
