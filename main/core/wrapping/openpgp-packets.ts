import { Buffer } from 'node:buffer'
import { asciiOf } from './text-forms.ts'
import { unfit } from './unfit.ts'

/** The packets of an OpenPGP key, and what stands in them (RFC 9580, 3, 4 and 6). */

export const FILE = 'recipient'

export interface Packet {
  readonly tag: number
  readonly body: Buffer
}

/** The checksum of armor (RFC 4880, 6.1). */
function crc24(bytes: Uint8Array): number {
  let crc = 0xb704ce
  for (const byte of bytes) {
    crc ^= byte << 16
    for (let bit = 0; bit < 8; bit += 1) {
      crc <<= 1
      if ((crc & 0x1000000) !== 0) crc ^= 0x1864cfb
    }
  }
  return crc & 0xffffff
}

/** The bytes of an ASCII-armored key, or the bytes themselves. */
export function withoutArmor(bytes: Buffer): Buffer {
  if ((bytes[0] ?? 0) >= 0x80) return bytes
  const text = asciiOf(bytes, FILE).trim()
  if (text.includes('PGP PRIVATE KEY')) throw unfit(FILE, 'private-key')
  const [, head = '', body] =
    /^-----BEGIN PGP PUBLIC KEY BLOCK-----\n((?:[A-Za-z]+: [^\n]*\n)*)\n([\s\S]+)\n-----END PGP PUBLIC KEY BLOCK-----$/.exec(
      text,
    ) ?? []
  if (body === undefined || head.length > 4096) throw unfit(FILE, 'not-recipient')
  const [, data = '', sum] = /^([\s\S]*?)(?:\n=([A-Za-z0-9+/]{4}))?$/.exec(body) ?? []
  const joined = data.replaceAll('\n', '')
  const key = Buffer.from(joined, 'base64')
  if (key.toString('base64') !== joined) throw unfit(FILE, 'not-base64')
  if (sum !== undefined && Buffer.from(sum, 'base64').readUIntBE(0, 3) !== crc24(key)) {
    throw unfit(FILE, 'checksum')
  }
  return key
}

/** Reads a big-endian number or a slice; what is not there makes the file no key. */
export function slice(bytes: Buffer, at: number, length: number): Buffer {
  if (length < 0 || at + length > bytes.length) throw unfit(FILE, 'not-recipient')
  return bytes.subarray(at, at + length)
}
export const number = (bytes: Buffer, at: number, length: number): number =>
  slice(bytes, at, length).readUIntBE(0, length)

/** A length in one, two or five bytes (RFC 9580, 4.2.1). */
export function lengthAt(bytes: Buffer, at: number): { length: number; next: number } {
  const first = number(bytes, at, 1)
  if (first < 192) return { length: first, next: at + 1 }
  if (first < 224) {
    return { length: ((first - 192) << 8) + number(bytes, at + 1, 1) + 192, next: at + 2 }
  }
  if (first === 255) return { length: number(bytes, at + 1, 4), next: at + 5 }
  throw unfit(FILE, 'not-recipient')
}

export function packetsOf(bytes: Buffer): Packet[] {
  const packets: Packet[] = []
  for (let at = 0; at < bytes.length; ) {
    const first = number(bytes, at, 1)
    if ((first & 0x80) === 0) throw unfit(FILE, 'not-recipient')
    const old = (first & 0x40) === 0
    const size = 1 << (first & 3)
    if (old && size === 8) throw unfit(FILE, 'not-recipient')
    const { length, next } = old
      ? { length: number(bytes, at + 1, size), next: at + 1 + size }
      : lengthAt(bytes, at + 1)
    packets.push({
      tag: old ? (first >> 2) & 0xf : first & 0x3f,
      body: slice(bytes, next, length),
    })
    at = next + length
  }
  return packets
}

/** A number with its length in bits before it. */
export function mpi(bytes: Buffer, at: number): { value: Buffer; next: number } {
  const length = Math.ceil(number(bytes, at, 2) / 8)
  return { value: slice(bytes, at + 2, length), next: at + 2 + length }
}
