import { Buffer } from 'node:buffer'

/**
 * DER, as X.509, PKCS#1, PKCS#8 and CMS are written in: read strictly, written in the one way there is.
 *
 * Source: ITU-T X.690, section 10 (definite lengths in the shortest form). Tags have one byte: none of
 * these documents has another.
 */

/** Bytes that are not DER. Whoever reads a file says which file it was. */
export class NotDer extends Error {}

export interface Der {
  readonly tag: number
  readonly body: Buffer
  /** Tag, length and body. */
  readonly whole: Buffer
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  null: 0x05,
  oid: 0x06,
  utcTime: 0x17,
  time: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const

/** A tag of a context: `[2]`, constructed or not. */
export const context = (number: number, constructed = true): number =>
  (constructed ? 0xa0 : 0x80) | number

const view = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/**
 * The value at the beginning of some bytes.
 *
 * @throws NotDer
 */
function readFirst(bytes: Buffer): Der {
  const [tag, first] = bytes
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw new NotDer()
  const count = first < 0x80 ? 0 : first & 0x7f
  if (first === 0x80 || count > 4 || bytes.length < 2 + count) throw new NotDer()
  const length = count === 0 ? first : bytes.readUIntBE(2, count)
  const shortest = count === 0 || (length >= 0x80 && bytes[2] !== 0)
  const end = 2 + count + length
  if (!shortest || end > bytes.length) throw new NotDer()
  return { tag, body: bytes.subarray(2 + count, end), whole: bytes.subarray(0, end) }
}

/** Every value of some bytes, which are nothing else. @throws NotDer */
export function readAll(bytes: Uint8Array): Der[] {
  const found: Der[] = []
  for (let rest = view(bytes); rest.length > 0; ) {
    const one = readFirst(rest)
    found.push(one)
    rest = rest.subarray(one.whole.length)
  }
  return found
}

/** The one value that some bytes are, nothing behind it. @throws NotDer */
export function readOne(bytes: Uint8Array, tag: number): Der {
  const one = readFirst(view(bytes))
  if (one.tag !== tag || one.whole.length !== bytes.length) throw new NotDer()
  return one
}

/** How many bytes the value at the beginning has; null: it is none. */
export function firstLength(bytes: Uint8Array): number | null {
  try {
    return readFirst(view(bytes)).whole.length
  } catch (error) {
    if (error instanceof NotDer) return null
    throw error
  }
}

/** The members of a constructed value. @throws NotDer when it has another tag, or fewer than `least` */
export function membersOf(value: Der | undefined, tag: number, least = 0): Der[] {
  if (value?.tag !== tag) throw new NotDer()
  const members = readAll(value.body)
  if (members.length < least) throw new NotDer()
  return members
}

/** The body of a value that must have this tag. @throws NotDer */
export function bodyOf(value: Der | undefined, tag: number): Buffer {
  if (value?.tag !== tag) throw new NotDer()
  return value.body
}

/** The bytes of a bit string that has whole bytes. @throws NotDer */
export function wholeBits(value: Der | undefined): Buffer {
  const body = bodyOf(value, TAG.bits)
  if (body[0] !== 0 || body.length < 2) throw new NotDer()
  return body.subarray(1)
}

/** A positive integer, without the zero in front of it. @throws NotDer */
export function positive(value: Der | undefined): Buffer {
  const body = bodyOf(value, TAG.integer)
  const [first, second] = body
  if (first === undefined || first >= 0x80) throw new NotDer()
  if (first === 0 && second !== undefined && second < 0x80) throw new NotDer()
  return first === 0 && body.length > 1 ? body.subarray(1) : body
}

/** An object identifier as people write it. @throws NotDer */
export function oidOf(value: Der | undefined): string {
  const body = bodyOf(value, TAG.oid)
  const arcs: number[] = []
  let arc = 0
  for (const byte of body) {
    arc = arc * 128 + (byte & 0x7f)
    if (byte < 0x80) {
      arcs.push(arc)
      arc = 0
    }
  }
  const [first] = arcs
  if (first === undefined || (body.at(-1) ?? 0x80) >= 0x80) throw new NotDer()
  const root = Math.min(2, Math.floor(first / 40))
  return [root, first - 40 * root, ...arcs.slice(1)].join('.')
}

/** The moment of a validity. @throws NotDer */
export function timeOf(value: Der | undefined): Date {
  const text = value?.body.toString('latin1') ?? ''
  const [, year, rest] =
    (value?.tag === TAG.utcTime ? /^(\d\d)(\d{10}Z)$/ : /^(\d{4})(\d{10}Z)$/).exec(text) ?? []
  if (year === undefined || rest === undefined) throw new NotDer()
  // RFC 5280, 4.1.2.5.1: two digits are 1950 to 2049.
  const full = year.length === 4 ? year : `${Number(year) < 50 ? '20' : '19'}${year}`
  const [, month, day, hour, minute, second] = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(rest) ?? []
  const time = new Date(`${full}-${month}-${day}T${hour}:${minute}:${second}Z`)
  if (Number.isNaN(time.getTime())) throw new NotDer()
  return time
}

function lengthBytes(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length])
  const hex = length.toString(16)
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes])
}

/** A value of this tag with these parts as its body. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag]), lengthBytes(body.length), body])
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => der(TAG.sequence, ...parts)
export const octets = (bytes: Uint8Array): Buffer => der(TAG.octets, bytes)
/** 0 to 127. */
export const small = (value: number): Buffer => der(TAG.integer, Buffer.from([value]))
export const NULL: Buffer = der(TAG.null)

export function oid(text: string): Buffer {
  const [root = 0, second = 0, ...arcs] = text.split('.').map(Number)
  const bytes = [40 * root + second, ...arcs].flatMap(arc => {
    const digits = [arc & 0x7f]
    for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) {
      digits.unshift((rest & 0x7f) | 0x80)
    }
    return digits
  })
  return der(TAG.oid, Buffer.from(bytes))
}
