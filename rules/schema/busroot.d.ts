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
  /** What the rule remembers about this device: JSON values, at most 64 KiB, saved after a run that succeeds. */
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

  /** x when it is a finite number, none of `not`, and within `min` and `max`; otherwise null. */
  export function valid(x: unknown, options?: { not?: number | number[]; min?: number; max?: number }): number | null
  /** x when it is a finite number, otherwise null. */
  export function finite(x: unknown): number | null
  /** The first argument that is not null, undefined or NaN; null when there is none. */
  export function coalesce<T>(...values: T[]): NonNullable<T> | null
  /** The number that a text holds. comma: 15774,45; base 16: hexadecimal digits, also with 0x; unit: 12.5 kWh. */
  export function num(x: unknown, options?: { comma?: boolean; base?: 16; unit?: boolean }): number | null
  /** 1 or 0 for true, 1, "1", "true", "on", "yes", "t" and their opposites, in any case. */
  export function bool01(x: unknown): 0 | 1 | null
  /** x with so many decimal places, 0 by default; halves are rounded away from zero. */
  export function round(x: unknown, places?: number): number | null
  /** The value of `table` at x, or `fallback`. */
  export function lookup<T, F = null>(x: unknown, table: Record<string, T>, fallback?: F): T | F
  /** One bit of a number, 0 the least significant; beyond 32 bits too. */
  export function bit(x: unknown, n: number): 0 | 1 | null

  // Bytes. Offsets below 0 count from the end; the order is "ABCD" when none is named.

  /** The bytes that hexadecimal digits stand for; blanks, colons and hyphens may stand between them. */
  export function hex(text: unknown): Uint8Array | null
  /** The bytes that a Base64 text stands for. */
  export function base64(text: unknown): Uint8Array | null
  export function u8(bytes: Bytes, offset?: number): number | null
  export function i8(bytes: Bytes, offset?: number): number | null
  export function u16(bytes: Bytes, offset?: number, order?: Order): number | null
  export function i16(bytes: Bytes, offset?: number, order?: Order): number | null
  export function u32(bytes: Bytes, offset?: number, order?: Order): number | null
  export function i32(bytes: Bytes, offset?: number, order?: Order): number | null
  /** Exact up to 2^53. */
  export function u64(bytes: Bytes, offset?: number, order?: Order): number | null
  /** Exact up to 2^53. */
  export function i64(bytes: Bytes, offset?: number, order?: Order): number | null
  /** The shortest decimal that is the same float: 1234.56, not 1234.56005859375. */
  export function f32(bytes: Bytes, offset?: number, order?: Order): number | null
  export function f64(bytes: Bytes, offset?: number, order?: Order): number | null
  /** Two decimal digits a byte, 1 to 8 bytes. */
  export function bcd(bytes: Bytes, offset: number, length: number, order?: Order): number | null

  // Registers of 16 bits, as Modbus gives them: "ABCD" has the high register first, "CDAB" the low one.

  export function f32regs(registers: number[], index?: number, order?: Order): number | null
  export function u32regs(registers: number[], index?: number, order?: Order): number | null
  export function i32regs(registers: number[], index?: number, order?: Order): number | null
  /** Four registers; exact up to 2^53. */
  export function i64regs(registers: number[], index?: number, order?: Order): number | null
  /** Four decimal digits a register, the lowest first; up to 4 registers. */
  export function mod10(registers: number[], index?: number, count?: number): number | null

  // Checksums over all the bytes given.

  export function crc16modbus(bytes: Bytes): number | null
  export function crc16arc(bytes: Bytes): number | null
  export function xor8(bytes: Bytes): number | null

  // The run.

  /** Notes something about this run; at most 16 notes of 200 characters are kept. */
  export function warn(text: unknown): void
  /** The reading is none: nothing is published. */
  export function ignore(reason?: string): void
}
