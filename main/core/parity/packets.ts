import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'

/**
 * The packets of a PAR2 file: each stands for itself, with its own digest, so that what is whole of a damaged file is
 * found and used (FORMAT: 8.8 Recovery files). All numbers are little-endian.
 *
 * Source: Parity Volume Set Specification 2.0, "Description".
 */

export const MAGIC = Buffer.from('PAR2\0PKT', 'latin1')
export const PACKET_HEADER = 64
/** Bytes of an MD5 digest: packets, files and slices are known by it. MD5 finds damage, and proves nothing. */
export const MD5 = 16
/** What a file is known by together with its name and size: the digest of so many bytes. */
export const FILE_START = 16 * 1024
/** What stands of a slice in the checks of its file: its MD5 and its CRC-32. */
export const SLICE_CHECK = MD5 + 4

/** Bytes of the exponent, before a recovery slice in its packet. */
export const EXPONENT = 4

const typed = (name: string): Buffer =>
  Buffer.concat([Buffer.from('PAR 2.0\0', 'latin1'), Buffer.from(name.padEnd(8, '\0'), 'latin1')])

export const TYPES = {
  main: typed('Main'),
  file: typed('FileDesc'),
  checks: typed('IFSC'),
  recovery: typed('RecvSlic'),
  creator: typed('Creator'),
} as const
export type PacketType = keyof typeof TYPES

export const md5 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('md5')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** A file that a set of slices protects. */
export interface ProtectedFile {
  readonly id: Buffer
  readonly name: string
  readonly size: number
  readonly md5: Buffer
  readonly md5OfStart: Buffer
  /** The checks of its slices, one after the other. */
  readonly checks: Buffer
}

const uint64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}
export const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
const padded = (text: string): Buffer => {
  const bytes = Buffer.from(text)
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
}

/** What begins each packet; the digest is that of everything after it. */
export function packetHeader(
  setId: Buffer,
  type: PacketType,
  body: number,
  digest: Buffer,
): Buffer {
  return Buffer.concat([MAGIC, uint64(PACKET_HEADER + body), digest, setId, TYPES[type]])
}

function packet(setId: Buffer, type: PacketType, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  const digest = md5(setId, TYPES[type], body)
  return Buffer.concat([packetHeader(setId, type, body.length, digest), body])
}

export const fileIdOf = (file: Pick<ProtectedFile, 'md5OfStart' | 'size' | 'name'>): Buffer =>
  md5(file.md5OfStart, uint64(file.size), Buffer.from(file.name))

/** The order in which the files of a set come: by their ids as numbers, the last byte first. */
export function byId(a: { readonly id: Buffer }, b: { readonly id: Buffer }): number {
  return Buffer.compare(Buffer.from(a.id).reverse(), Buffer.from(b.id).reverse())
}

const mainBody = (sliceSize: number, ids: readonly Buffer[]): Buffer =>
  Buffer.concat([uint64(sliceSize), uint32(ids.length), ...ids])

/** What a set is known by. */
export const setIdOf = (sliceSize: number, ids: readonly Buffer[]): Buffer =>
  md5(mainBody(sliceSize, ids))

const CREATOR = 'Created by Keyclave.'

/** The packets without which a set cannot be used; several copies of them are written. */
export function criticalPackets(sliceSize: number, files: readonly ProtectedFile[]): Buffer {
  const ids = files.map(({ id }) => id)
  const setId = setIdOf(sliceSize, ids)
  return Buffer.concat([
    packet(setId, 'main', mainBody(sliceSize, ids)),
    ...files.flatMap(({ id, name, size, md5: digest, md5OfStart, checks }) => [
      packet(setId, 'file', id, digest, md5OfStart, uint64(size), padded(name)),
      packet(setId, 'checks', id, checks),
    ]),
    packet(setId, 'creator', padded(CREATOR)),
  ])
}
