import type { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { bytesAt, type SeekableSource } from '../bytes/index.ts'
import { piecesOf } from './hash-slices.ts'
import { MAGIC, MD5, PACKET_HEADER, type PacketType, TYPES } from './packets.ts'

/** Finds the whole packets in a recovery file, wherever they lie. */

export interface FoundPacket {
  readonly setId: string
  readonly type: PacketType
  readonly source: SeekableSource
  /** Where its body begins in the source, and its length. */
  readonly at: number
  readonly length: number
}

/** Bytes searched for the next packet at once. */
const SEARCHED = 1024 * 1024

/** @param onRead told how far the source is read; throws to stop it */
export async function* findPackets(
  source: SeekableSource,
  onRead: (position: number) => void,
): AsyncGenerator<FoundPacket> {
  for (let at = 0; at < source.size; ) {
    const begin = await nextMagic(source, at)
    if (begin === null) return
    const packet = await packetAt(source, begin)
    if (packet === null) {
      at = begin + 1
      continue
    }
    at = packet.at + packet.length
    onRead(at)
    if (packet.type !== null) yield { ...packet, type: packet.type }
  }
}

async function nextMagic(source: SeekableSource, from: number): Promise<number | null> {
  for (let at = from; at < source.size; at += SEARCHED) {
    const found = (await bytesAt(source, at, at + SEARCHED + MAGIC.length - 1)).indexOf(MAGIC)
    if (found !== -1) return at + found
  }
  return null
}

/** @returns null: there is none, or not a whole one; `type` null: of a kind that is not used */
async function packetAt(source: SeekableSource, begin: number) {
  const header = await bytesAt(source, begin, begin + PACKET_HEADER)
  if (header.length < PACKET_HEADER) return null
  const size = Number(header.readBigUInt64LE(MAGIC.length))
  if (size < PACKET_HEADER || size % 4 !== 0 || begin + size > source.size) return null
  const hash = createHash('md5')
  const hashed = begin + PACKET_HEADER - MD5 - MD5
  for await (const piece of piecesOf(source, hashed, begin + size)) hash.update(piece)
  const digest = header.subarray(MAGIC.length + 8, MAGIC.length + 8 + MD5)
  if (!hash.digest().equals(digest)) return null
  const type = header.subarray(PACKET_HEADER - MD5)
  return {
    source,
    setId: header.subarray(PACKET_HEADER - 2 * MD5, PACKET_HEADER - MD5).toString('hex'),
    type: typeNamed(type),
    at: begin + PACKET_HEADER,
    length: size - PACKET_HEADER,
  }
}

function typeNamed(bytes: Buffer): PacketType | null {
  for (const [name, type] of Object.entries(TYPES))
    if (type.equals(bytes)) return name as PacketType
  return null
}
