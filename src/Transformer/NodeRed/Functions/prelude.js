// What Node-RED's function sandbox has beside JavaScript itself, as far as real functions use it. Evaluated once per engine, then frozen.
// `host` is FunctionHost's: encode, decode, say, clone, generateId, setTimeout, env, path.
(function (host) {
  'use strict'

  const refuse = (kind, message, code) => Object.assign(new kind(message), { code })
  const own = Object.prototype.hasOwnProperty
  const isObject = value => typeof value === 'object' && value !== null

  // ---- Buffer: a Uint8Array, so that everything that takes one takes it -------------------------------------------------------------
  class Bytes extends Uint8Array {
    get parent () { return this.buffer }
    get offset () { return this.byteOffset }

    toString (encoding, start = 0, end = this.length) {
      return host.decode(this, encoding === undefined ? 'utf8' : String(encoding), clamp(start, this.length), clamp(end, this.length))
    }

    toLocaleString (encoding, start, end) { return this.toString(encoding, start, end) }
    toJSON () { return { type: 'Buffer', data: Array.from(this) } }
    slice (start, end) { return this.subarray(start, end) }

    equals (other) {
      if (!(other instanceof Uint8Array)) throw refuse(TypeError, 'The "otherBuffer" argument must be an instance of Buffer or Uint8Array.', 'ERR_INVALID_ARG_TYPE')
      return Buffer.compare(this, other) === 0
    }

    compare (other, start = 0, end = other.length, from = 0, to = this.length) {
      return Buffer.compare(this.subarray(from, to), other.subarray(start, end))
    }

    copy (target, at = 0, start = 0, end = this.length) {
      const part = this.subarray(start, Math.min(end, start + target.length - at))
      target.set(part, at)
      return part.length
    }

    fill (value, start, end, encoding) {
      if (typeof start === 'string') { encoding = start; start = 0; end = this.length } else if (typeof end === 'string') { encoding = end; end = this.length }
      if (typeof value === 'number' || typeof value === 'boolean') return super.fill(Number(value) & 255, start, end)
      const pattern = typeof value === 'string' ? host.encode(value, encoding || 'utf8') : value
      const from = start === undefined ? 0 : start
      const to = end === undefined ? this.length : end
      if (pattern.length === 0) return super.fill(0, from, to)
      for (let i = from; i < to; i++) this[i] = pattern[(i - from) % pattern.length]
      return this
    }

    indexOf (value, from, encoding) { return find(this, value, from, encoding, 1) }
    lastIndexOf (value, from, encoding) { return find(this, value, from === undefined ? this.length : from, encoding, -1) }
    includes (value, from, encoding) { return this.indexOf(value, from, encoding) >= 0 }

    write (text, at, length, encoding) {
      if (typeof at === 'string') { encoding = at; at = 0; length = undefined } else if (typeof length === 'string') { encoding = length; length = undefined }
      at = at === undefined ? 0 : at
      let bytes = host.encode(String(text), encoding || 'utf8')
      const room = Math.min(this.length - at, length === undefined ? Infinity : length)
      if (bytes.length > room) bytes = bytes.subarray(0, room)
      this.set(bytes, at)
      return bytes.length
    }

    swap16 () { return swap(this, 2) }
    swap32 () { return swap(this, 4) }
    swap64 () { return swap(this, 8) }

    readUIntBE (at, size) { let n = 0; place(this, at, sized(size)); for (let i = 0; i < size; i++) n = n * 256 + this[at + i]; return n }
    readUIntLE (at, size) { let n = 0; place(this, at, sized(size)); for (let i = size; i-- > 0;) n = n * 256 + this[at + i]; return n }
    readIntBE (at, size) { return signed(this.readUIntBE(at, size), size) }
    readIntLE (at, size) { return signed(this.readUIntLE(at, size), size) }

    writeUIntBE (value, at, size) {
      within(value, 0, 2 ** (8 * sized(size)) - 1)
      place(this, at, size)
      for (let i = size; i-- > 0; value = Math.floor(value / 256)) this[at + i] = value % 256
      return at + size
    }

    writeUIntLE (value, at, size) {
      within(value, 0, 2 ** (8 * sized(size)) - 1)
      place(this, at, size)
      for (let i = 0; i < size; i++, value = Math.floor(value / 256)) this[at + i] = value % 256
      return at + size
    }

    writeIntBE (value, at, size) { return this.writeUIntBE(unsigned(value, sized(size)), at, size) }
    writeIntLE (value, at, size) { return this.writeUIntLE(unsigned(value, sized(size)), at, size) }
  }

  const clamp = (at, length) => { at = Math.trunc(Number(at)) || 0; return Math.min(Math.max(at, 0), length) }
  const signed = (n, size) => n >= 2 ** (8 * size - 1) ? n - 2 ** (8 * size) : n
  const unsigned = (n, size) => { within(n, -(2 ** (8 * size - 1)), 2 ** (8 * size - 1) - 1); return n < 0 ? n + 2 ** (8 * size) : n }
  const view = bytes => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

  function sized (size) {
    if (!(size >= 1 && size <= 6 && Number.isInteger(size))) {
      throw refuse(RangeError, `The value of "byteLength" is out of range. It must be >= 1 and <= 6. Received ${size}`, 'ERR_OUT_OF_RANGE')
    }
    return size
  }

  function place (bytes, at, size) {
    if (typeof at !== 'number') throw refuse(TypeError, `The "offset" argument must be of type number. Received ${util.inspect(at)}`, 'ERR_INVALID_ARG_TYPE')
    if (bytes.length < size) throw refuse(RangeError, 'Attempt to access memory outside buffer bounds', 'ERR_BUFFER_OUT_OF_BOUNDS')
    if (!(at >= 0 && at + size <= bytes.length && Number.isInteger(at))) {
      throw refuse(RangeError, `The value of "offset" is out of range. It must be >= 0 and <= ${bytes.length - size}. Received ${at}`, 'ERR_OUT_OF_RANGE')
    }
  }

  function within (value, lowest, highest) {
    if (value > highest || value < lowest) {
      throw refuse(RangeError, `The value of "value" is out of range. It must be >= ${lowest} and <= ${highest}. Received ${value}`, 'ERR_OUT_OF_RANGE')
    }
  }

  function swap (bytes, size) {
    if (bytes.length % size !== 0) throw refuse(RangeError, `Buffer size must be a multiple of ${size * 8}-bits`, 'ERR_INVALID_BUFFER_SIZE')
    for (let i = 0; i < bytes.length; i += size) bytes.subarray(i, i + size).reverse()
    return bytes
  }

  function find (bytes, value, from, encoding, step) {
    if (typeof from === 'string') { encoding = from; from = step > 0 ? 0 : bytes.length }
    from = Math.trunc(Number(from)) || 0
    if (from < 0) from = Math.max(bytes.length + from, step > 0 ? 0 : -1)
    const wanted = typeof value === 'number' ? [value & 255] : typeof value === 'string' ? host.encode(value, encoding || 'utf8') : value
    for (let i = Math.min(from, bytes.length - wanted.length); i >= 0 && i + wanted.length <= bytes.length; i += step) {
      let same = 0
      while (same < wanted.length && bytes[i + same] === wanted[same]) same++
      if (same === wanted.length) return i
    }
    return -1
  }

  // name, DataView method, size, lowest, highest
  const numbers = [
    ['UInt8', 'Uint8', 1, 0, 255], ['Int8', 'Int8', 1, -128, 127],
    ['UInt16', 'Uint16', 2, 0, 65535], ['Int16', 'Int16', 2, -32768, 32767],
    ['UInt32', 'Uint32', 4, 0, 4294967295], ['Int32', 'Int32', 4, -2147483648, 2147483647],
    ['Float', 'Float32', 4], ['Double', 'Float64', 8],
    ['BigInt64', 'BigInt64', 8], ['BigUInt64', 'BigUint64', 8]
  ]
  const define = (name, method) => Object.defineProperty(Bytes.prototype, name, { value: method, writable: true, configurable: true })
  for (const [name, kind, size, lowest, highest] of numbers) {
    for (const order of size === 1 ? [''] : ['LE', 'BE']) {
      const little = order === 'LE'
      const get = DataView.prototype['get' + kind]
      const set = DataView.prototype['set' + kind]
      define('read' + name + order, function (at = 0) { place(this, at, size); return get.call(view(this), at, little) })
      define('write' + name + order, function (value, at = 0) {
        if (lowest !== undefined) within(value, lowest, highest)
        place(this, at, size)
        set.call(view(this), at, value, little)
        return at + size
      })
    }
  }
  for (const name of Object.getOwnPropertyNames(Bytes.prototype)) {
    if (name.includes('UInt')) define(name.replace('UInt', 'Uint'), Bytes.prototype[name])
  }

  // new Buffer(x) and Buffer(x) are old, and still written.
  function Buffer (value, encoding, length) {
    if (typeof value === 'number') return Buffer.alloc(value)
    return Buffer.from(value, encoding, length)
  }
  Buffer.prototype = Bytes.prototype
  define('constructor', Buffer)
  Object.setPrototypeOf(Buffer, Uint8Array)

  Buffer.from = (value, encoding, length) => {
    if (typeof value === 'string') return wrap(host.encode(value, encoding === undefined ? 'utf8' : String(encoding)))
    if (value instanceof ArrayBuffer) return new Bytes(value, encoding, length)
    if (value instanceof Uint8Array) return new Bytes(Array.from(value))
    if (isObject(value)) {
      if (value.type === 'Buffer' && Array.isArray(value.data)) return Buffer.from(value.data)
      if (typeof value.length === 'number') return new Bytes(Array.from(value, one => one & 255))
      const plain = value.valueOf && value.valueOf()
      if (plain !== value && plain !== undefined && plain !== null) return Buffer.from(plain, encoding, length)
    }
    throw refuse(TypeError, 'The first argument must be of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object. ' +
      `Received ${util.inspect(value)}`, 'ERR_INVALID_ARG_TYPE')
  }
  Buffer.alloc = (size, fill, encoding) => {
    if (typeof size !== 'number') throw refuse(TypeError, 'The "size" argument must be of type number.', 'ERR_INVALID_ARG_TYPE')
    if (!(size >= 0)) throw refuse(RangeError, `The value of "size" is out of range. Received ${size}`, 'ERR_OUT_OF_RANGE')
    const made = new Bytes(size)
    return fill === undefined ? made : made.fill(fill, encoding)
  }
  Buffer.allocUnsafe = Buffer.allocUnsafeSlow = size => Buffer.alloc(size)
  Buffer.isBuffer = value => value instanceof Bytes
  Buffer.isEncoding = name => typeof name === 'string' && host.isEncoding(name)
  Buffer.byteLength = (value, encoding) => typeof value === 'string' ? host.encode(value, encoding || 'utf8').length : value.byteLength
  Buffer.concat = (list, total) => {
    if (!Array.isArray(list)) throw refuse(TypeError, 'The "list" argument must be an instance of Array.', 'ERR_INVALID_ARG_TYPE')
    if (total === undefined) total = list.reduce((sum, one) => sum + one.length, 0)
    const made = new Bytes(total)
    let at = 0
    for (const one of list) {
      if (at >= total) break
      made.set(at + one.length > total ? one.subarray(0, total - at) : one, at)
      at += one.length
    }
    return made
  }
  Buffer.compare = (one, other) => {
    const length = Math.min(one.length, other.length)
    for (let i = 0; i < length; i++) if (one[i] !== other[i]) return one[i] < other[i] ? -1 : 1
    return one.length < other.length ? -1 : one.length > other.length ? 1 : 0
  }
  Buffer.poolSize = 8192
  const wrap = bytes => new Bytes(bytes.buffer, bytes.byteOffset, bytes.length)

  // ---- util ------------------------------------------------------------------------------------------------------------------------
  const quoted = text => text.includes("'") ? JSON.stringify(text) : "'" + text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n') + "'"
  const nameOf = key => typeof key === 'symbol' ? `[${String(key)}]` : /^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key)

  function inspect (value, depth, seen) {
    if (typeof value === 'string') return quoted(value)
    if (typeof value === 'bigint') return value + 'n'
    if (typeof value === 'function') return value.name ? `[Function: ${value.name}]` : '[Function (anonymous)]'
    if (!isObject(value)) return Object.is(value, -0) ? '-0' : String(value)
    if (seen.includes(value)) return '[Circular *1]'
    if (value instanceof Error) return value.stack && String(value.stack).startsWith(String(value)) ? String(value.stack) : String(value)
    if (value instanceof Date) return isNaN(value) ? 'Invalid Date' : value.toISOString()
    if (value instanceof RegExp) return String(value)
    if (value instanceof Bytes) return `<Buffer${Array.from(value.subarray(0, 50), one => ' ' + one.toString(16).padStart(2, '0')).join('')}${value.length > 50 ? ` ... ${value.length - 50} more bytes` : ''}>`
    const inner = seen.concat([value])
    const show = one => inspect(one, depth - 1, inner)
    if (value instanceof Promise) return 'Promise {}'
    if (depth < 0) return Array.isArray(value) ? '[Array]' : '[Object]'
    if (value instanceof Map) return `Map(${value.size}) ${braces('{', Array.from(value, ([key, one]) => `${show(key)} => ${show(one)}`), '}')}`
    if (value instanceof Set) return `Set(${value.size}) ${braces('{', Array.from(value, show), '}')}`
    if (Array.isArray(value) || ArrayBuffer.isView(value)) {
      const shown = Array.from(value).slice(0, 100).map(show)
      if (value.length > 100) shown.push(`... ${value.length - 100} more items`)
      return (Array.isArray(value) ? '' : `${value.constructor.name}(${value.length}) `) + braces('[', shown, ']')
    }
    const made = value.constructor
    const kind = made && made !== Object && made.name ? made.name + ' ' : made ? '' : '[Object: null prototype] '
    return kind + braces('{', Object.keys(value).map(key => `${nameOf(key)}: ${show(value[key])}`), '}')
  }

  function braces (open, parts, close) {
    if (parts.length === 0) return open + close
    const line = parts.join(', ')
    return line.length <= 72 && !line.includes('\n') ? `${open} ${line} ${close}` : `${open}\n  ${parts.join(',\n  ').replace(/\n(?! {2})/g, '\n  ')}\n${close}`
  }

  function format (...values) {
    let text = ''
    let next = 1
    if (typeof values[0] === 'string') {
      text = values[0].replace(/%[sdifjoOc%]/g, found => {
        if (found === '%%') return '%'
        if (next >= values.length) return found
        const value = values[next++]
        if (found === '%s') return typeof value === 'string' ? value : isObject(value) ? inspect(value, 0, []) : String(value)
        if (found === '%d') return String(isObject(value) ? NaN : Number(value))
        if (found === '%i') return String(isObject(value) ? NaN : parseInt(value, 10))
        if (found === '%f') return String(parseFloat(value))
        if (found === '%j') return JSON.stringify(value)
        if (found === '%c') return ''
        return inspect(value, 4, [])
      })
    } else next = 0
    const rest = values.slice(next).map(value => typeof value === 'string' ? value : inspect(value, 2, []))
    return (next === 0 ? rest : [text].concat(rest)).join(' ')
  }

  function same (one, other, seen) {
    if (Object.is(one, other)) return true
    if (!isObject(one) || !isObject(other) || Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false
    if (seen.some(pair => pair[0] === one && pair[1] === other)) return true
    seen = seen.concat([[one, other]])
    if (one instanceof Date) return one.getTime() === other.getTime()
    if (one instanceof Uint8Array) return Buffer.compare(one, other) === 0
    const keys = Object.keys(one)
    return keys.length === Object.keys(other).length && keys.every(key => own.call(other, key) && same(one[key], other[key], seen))
  }

  const promisify = work => {
    if (typeof work !== 'function') throw refuse(TypeError, 'The "original" argument must be of type function.', 'ERR_INVALID_ARG_TYPE')
    if (work === host.setTimeout) return (ms, value) => new Promise(resolve => host.setTimeout(resolve, ms, value))
    return function (...args) {
      return new Promise((resolve, reject) => work.call(this, ...args, (error, value) => error ? reject(error) : resolve(value)))
    }
  }

  const util = {
    format,
    promisify,
    inspect: (value, options) => inspect(value, isObject(options) ? (options.depth === null ? Infinity : options.depth === undefined ? 2 : options.depth) : 2, []),
    isDeepStrictEqual: (one, other) => same(one, other, []),
    callbackify: work => (...args) => { const done = args.pop(); work(...args).then(value => done(null, value), error => done(error)) },
    deprecate: work => work,
    inherits: (child, parent) => { Object.setPrototypeOf(child.prototype, parent.prototype) },
    isArray: Array.isArray,
    isBoolean: value => typeof value === 'boolean',
    isBuffer: Buffer.isBuffer,
    isDate: value => value instanceof Date,
    isError: value => value instanceof Error,
    isFunction: value => typeof value === 'function',
    isNull: value => value === null,
    isNullOrUndefined: value => value === null || value === undefined,
    isNumber: value => typeof value === 'number',
    isObject,
    isPrimitive: value => !isObject(value) && typeof value !== 'function',
    isRegExp: value => value instanceof RegExp,
    isString: value => typeof value === 'string',
    isSymbol: value => typeof value === 'symbol',
    isUndefined: value => value === undefined,
    types: {
      isDate: value => value instanceof Date,
      isRegExp: value => value instanceof RegExp,
      isMap: value => value instanceof Map,
      isSet: value => value instanceof Set,
      isPromise: value => value instanceof Promise,
      isNativeError: value => value instanceof Error,
      isUint8Array: value => value instanceof Uint8Array,
      isTypedArray: value => ArrayBuffer.isView(value) && !(value instanceof DataView),
      isArrayBuffer: value => value instanceof ArrayBuffer
    }
  }

  const say = level => (...values) => host.say(level, format(...values))
  const console = { log: say('log'), info: say('log'), debug: say('debug'), trace: say('trace'), warn: say('warn'), error: say('error'), dir: say('log'), table: say('log') }

  // ---- URL: what a function takes apart, not all that browsers accept ----------------------------------------------------------------
  const ports = { 'http:': '80', 'https:': '443', 'ws:': '80', 'wss:': '443', 'ftp:': '21' }
  const plus = text => encodeURIComponent(text).replace(/%20/g, '+').replace(/[!'()~]/g, found => '%' + found.charCodeAt(0).toString(16).toUpperCase())
  const unplus = text => { try { return decodeURIComponent(text.replace(/\+/g, ' ')) } catch (error) { return text } }

  class URLSearchParams {
    #pairs = []
    #changed
    constructor (from = '', changed) {
      this.#changed = changed
      if (typeof from === 'string') {
        for (const part of from.replace(/^\?/, '').split('&')) {
          if (part === '') continue
          const at = part.indexOf('=')
          this.#pairs.push(at < 0 ? [unplus(part), ''] : [unplus(part.slice(0, at)), unplus(part.slice(at + 1))])
        }
      } else {
        for (const [name, value] of typeof from[Symbol.iterator] === 'function' ? from : Object.entries(from)) this.#pairs.push([String(name), String(value)])
      }
    }

    #tell () { if (this.#changed) this.#changed(this.toString()) }
    append (name, value) { this.#pairs.push([String(name), String(value)]); this.#tell() }
    delete (name) { this.#pairs = this.#pairs.filter(pair => pair[0] !== name); this.#tell() }
    get (name) { const pair = this.#pairs.find(pair => pair[0] === name); return pair ? pair[1] : null }
    getAll (name) { return this.#pairs.filter(pair => pair[0] === name).map(pair => pair[1]) }
    has (name) { return this.#pairs.some(pair => pair[0] === name) }
    set (name, value) {
      const pair = this.#pairs.find(pair => pair[0] === name)
      if (!pair) return this.append(name, value)
      this.#pairs = this.#pairs.filter(one => one === pair || one[0] !== name)
      pair[1] = String(value)
      this.#tell()
    }

    sort () { this.#pairs.sort((one, other) => one[0] < other[0] ? -1 : one[0] > other[0] ? 1 : 0); this.#tell() }
    forEach (work, self) { this.#pairs.forEach(([name, value]) => work.call(self, value, name, this)) }
    entries () { return this.#pairs.map(pair => [pair[0], pair[1]]).values() }
    keys () { return this.#pairs.map(pair => pair[0]).values() }
    values () { return this.#pairs.map(pair => pair[1]).values() }
    get size () { return this.#pairs.length }
    [Symbol.iterator] () { return this.entries() }
    toString () { return this.#pairs.map(([name, value]) => `${plus(name)}=${plus(value)}`).join('&') }
  }

  class URL {
    constructor (text, base) {
      let found = /^([A-Za-z][A-Za-z0-9+.-]*:)(?:\/\/(?:([^:@/?#]*)(?::([^@/?#]*))?@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d*))?)?([^?#]*)(\?[^#]*)?(#.*)?$/.exec(String(text).trim())
      if (!found && base !== undefined) {
        const from = new URL(base)
        const relative = /^([^?#]*)(\?[^#]*)?(#.*)?$/.exec(String(text).trim())
        const path = relative[1] === '' ? from.pathname : relative[1].startsWith('/') ? relative[1] : from.pathname.replace(/[^/]*$/, '') + relative[1]
        found = [null, from.protocol, from.username, from.password, from.hostname, from.port, path, relative[2] || (relative[1] === '' ? from.search : ''), relative[3]]
      }
      if (!found || (ports[found[1].toLowerCase()] && !found[4])) throw refuse(TypeError, 'Invalid URL', 'ERR_INVALID_URL')
      this.protocol = found[1].toLowerCase()
      this.username = found[2] || ''
      this.password = found[3] || ''
      this.hostname = (found[4] || '').toLowerCase()
      this.port = found[5] && found[5] !== ports[this.protocol] ? found[5] : ''
      this.pathname = ports[this.protocol] ? straight(found[6] || '/') : found[6]
      this.search = found[7] === '?' ? '' : (found[7] || '').replace(/ /g, '%20')
      this.hash = found[8] === '#' ? '' : (found[8] || '')
      this.searchParams = new URLSearchParams(this.search, text => { this.search = text === '' ? '' : '?' + text })
    }

    get host () { return this.hostname + (this.port ? ':' + this.port : '') }
    get origin () { return ports[this.protocol] ? `${this.protocol}//${this.host}` : 'null' }
    get href () {
      const login = this.username ? this.username + (this.password ? ':' + this.password : '') + '@' : ''
      return `${this.protocol}${this.hostname || ports[this.protocol] ? '//' + login + this.host : ''}${this.pathname}${this.search}${this.hash}`
    }

    toString () { return this.href }
    toJSON () { return this.href }
    static canParse (text, base) { try { return Boolean(new URL(text, base)) } catch (error) { return false } }
  }

  function straight (path) {
    const parts = []
    for (const part of path.split('/').slice(1)) {
      if (part === '..') parts.pop()
      else if (part !== '.') parts.push(part)
    }
    return '/' + parts.join('/').replace(/ /g, '%20')
  }

  // ---- RED.util --------------------------------------------------------------------------------------------------------------------
  function clone (value, seen) {
    if (!isObject(value)) return value
    if (seen.has(value)) return seen.get(value)
    if (value instanceof Date) return new Date(value.getTime())
    if (value instanceof Bytes) return Buffer.from(value)
    if (value instanceof RegExp) return new RegExp(value.source, value.flags)
    if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return value.slice()
    const made = Array.isArray(value) ? [] : value instanceof Map ? new Map() : value instanceof Set ? new Set() : Object.create(Object.getPrototypeOf(value))
    seen.set(value, made)
    if (value instanceof Map) for (const [key, one] of value) made.set(clone(key, seen), clone(one, seen))
    else if (value instanceof Set) for (const one of value) made.add(clone(one, seen))
    for (const key of Object.keys(value)) made[key] = clone(value[key], seen)
    return made
  }

  const redUtil = {
    cloneMessage: message => {
      if (!isObject(message)) return message
      const { req, res } = message
      const made = clone(message, new Map([[req, req], [res, res]]))
      return made
    },
    compareObjects: (one, other) => {
      if (one === other) return true
      if (!isObject(one) || !isObject(other)) return false
      if (Array.isArray(one) !== Array.isArray(other)) return false
      if (Buffer.isBuffer(one) || Buffer.isBuffer(other)) return Buffer.isBuffer(one) && Buffer.isBuffer(other) && Buffer.compare(one, other) === 0
      const keys = Object.keys(one)
      return keys.length === Object.keys(other).length && keys.every(key => own.call(other, key) && redUtil.compareObjects(one[key], other[key]))
    },
    encodeObject: value => {
      if (Buffer.isBuffer(value)) return { format: `buffer[${value.length}]`, msg: value.toString('hex') }
      if (Array.isArray(value)) return { format: `array[${value.length}]`, msg: JSON.stringify(value) }
      if (value instanceof Error) return { format: 'error', msg: JSON.stringify({ name: value.name, message: value.message }) }
      if (isObject(value)) return { format: 'Object', msg: JSON.stringify(value) }
      return typeof value === 'string' ? { format: `string[${value.length}]`, msg: value } : { format: typeof value, msg: String(value) }
    },
    ensureString: value => Buffer.isBuffer(value) ? value.toString() : isObject(value) ? JSON.stringify(value) : typeof value === 'string' ? value : String(value),
    ensureBuffer: value => Buffer.isBuffer(value) ? value : Buffer.from(isObject(value) ? JSON.stringify(value) : typeof value === 'string' ? value : String(value)),
    generateId: () => host.generateId(),
    getMessageProperty: (message, path) => host.getPath(message, path.startsWith('msg.') ? path.slice(4) : path),
    setMessageProperty: (message, path, value, make) => redUtil.setObjectProperty(message, path.startsWith('msg.') ? path.slice(4) : path, value, make),
    getObjectProperty: (object, path) => host.getPath(object, path),
    setObjectProperty: (object, path, value, make) => host.setPath(object, path, value, make === undefined ? value !== undefined : Boolean(make)),
    normalisePropertyExpression: path => host.parsePath(path),
    normaliseNodeTypeName: name => {
      const text = name.replace(/[^a-zA-Z0-9]/g, ' ').trim().replace(/ +/g, ' ').replace(/ ./g, found => found.charAt(1).toUpperCase())
      return text.charAt(0).toLowerCase() + text.slice(1)
    },
    parseContextStore: key => { const found = /^#:\((\S+?)\)::(.*)$/.exec(key); return found ? { store: found[1], key: found[2] } : { key } },
    evaluateNodeProperty: (value, type, node, message, done) => {
      const result = evaluate(value, type, message)
      if (done) done(null, result)
      return result
    },
    prepareJSONataExpression: () => { throw new Error('JSONata is not available; write the expression in JavaScript') },
    evaluateJSONataExpression: () => { throw new Error('JSONata is not available; write the expression in JavaScript') },
    getSetting: () => undefined
  }

  function evaluate (value, type, message) {
    switch (type) {
      case 'str': return String(value)
      case 'num': return Number(value)
      case 'json': return JSON.parse(value)
      case 're': return new RegExp(value)
      case 'date': return value === 'iso' ? new Date().toISOString() : value === 'object' ? new Date() : Date.now()
      case 'bin': return Buffer.from(JSON.parse(value))
      case 'bool': return /^true$/i.test(value)
      case 'msg': return redUtil.getMessageProperty(message, value)
      case 'flow': return host.flow.get(value)
      case 'global': return host.global.get(value)
      case 'env': return host.env.get(value)
      case 'jsonata': return redUtil.evaluateJSONataExpression()
      default: return value
    }
  }

  return {
    sandbox: { Buffer, URL, URLSearchParams, util, promisify, console, RED: { util: redUtil } },
    wrap,
    text: value => typeof value === 'string' ? value : inspect(value, 2, []),
    json: value => JSON.stringify(value),
    error: (message, code) => refuse(Error, message, code),
    settle: (promise, ok, fail) => { Promise.resolve(promise).then(ok, fail) }
  }
})
