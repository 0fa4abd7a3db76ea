import { Buffer } from 'node:buffer'
import type { SeekableSource } from '../bytes/index.ts'

/**
 * Under which key ids a media file is (ISO/IEC 14496-12 and 23001-7): those of its tracks (`tenc`) and of its sample groups
 * (`sgpd` of type `seig`, where keys change within a track). What it hands to players (`pssh`) counts where it has neither,
 * as a segment has: Shaka Packager lists there every key that it was given, also the one that only decrypted. Of the file
 * the descriptions are read, and none of its pictures.
 */

/** What a file of this kind may begin with. */
const FIRST = new Set(['ftyp', 'styp', 'moov', 'moof', 'sidx', 'pssh', 'emsg', 'prft'])
/** Boxes on the way to a key id, with the bytes of their own before the boxes in them. */
const WITHIN: { readonly [type: string]: number | undefined } = {
  ...{ moov: 0, trak: 0, mdia: 0, minf: 0, stbl: 0, moof: 0, traf: 0, sinf: 0, schi: 0 },
  ...{ stsd: 8, encv: 78, enca: 28 },
}
/** Largest description that is read: an index of ten hours of video has some megabytes. */
const LARGEST = 64 * 1024 * 1024
/** Boxes at the top of one file: two for each fragment. */
const MOST_BOXES = 200_000
const DEPTH = 12

interface Box {
  readonly type: string
  /** Where its content begins, and where the box ends. */
  readonly from: number
  readonly to: number
}

interface Found {
  readonly used: Set<string>
  readonly handedOut: Set<string>
}

/** @returns 32 hex digits each, sorted; null: it is no media file. @throws what reading throws */
export async function keyIdsOfMedia(source: SeekableSource): Promise<readonly string[] | null> {
  if (source.size < 8) return null
  const found: Found = { used: new Set(), handedOut: new Set() }
  const head = Buffer.alloc(16)
  let at = 0
  for (let count = 0; at + 8 <= source.size && count < MOST_BOXES; count += 1) {
    const length = await source.readAt(at, head)
    const box = boxAt(head.subarray(0, length), 0, source.size - at)
    if (count === 0 && (box === null || !FIRST.has(box.type))) return null
    if (box === null) break
    const size = box.to - box.from
    if ((box.type === 'pssh' || Object.hasOwn(WITHIN, box.type)) && size <= LARGEST) {
      const content = Buffer.alloc(size)
      const read = await source.readAt(at + box.from, content)
      collect(box.type, content.subarray(0, read), found, 0)
    }
    at += box.to
  }
  return [...(found.used.size > 0 ? found.used : found.handedOut)].toSorted()
}

/** @param end where what holds it ends, from the same place as `at`; null: nothing that can be a box */
function boxAt(bytes: Buffer, at: number, end: number): Box | null {
  if (at + 8 > bytes.length) return null
  const short = bytes.readUInt32BE(at)
  const type = bytes.toString('latin1', at + 4, at + 8)
  if (!/^[\x20-\x7e]{4}$/.test(type)) return null
  if (short === 0) return { type, from: at + 8, to: end }
  if (short === 1) {
    if (at + 16 > bytes.length) return null
    const long = bytes.readBigUInt64BE(at + 8)
    if (long < 16n || long > BigInt(end - at)) return null
    return { type, from: at + 16, to: at + Number(long) }
  }
  return short < 8 || at + short > end ? null : { type, from: at + 8, to: at + short }
}

/** Takes the key ids out of a box and of those in it. */
function collect(type: string, content: Buffer, found: Found, depth: number): void {
  switch (type) {
    case 'tenc':
      take(content, 8, found.used)
      return
    case 'pssh':
      collectHandedOut(content, found.handedOut)
      return
    case 'sgpd':
      collectGroups(content, found.used)
      return
  }
  const own = WITHIN[type]
  if (own === undefined || depth > DEPTH) return
  for (let at = own; ; ) {
    const box = boxAt(content, at, content.length)
    if (box === null) return
    collect(box.type, content.subarray(box.from, box.to), found, depth + 1)
    at = box.to
  }
}

const KID_BYTES = 16

function take(content: Buffer, at: number, found: Set<string>): void {
  if (at + KID_BYTES > content.length) return
  const kid = content.toString('hex', at, at + KID_BYTES)
  // Of a track that is in the clear.
  if (!/^0+$/.test(kid)) found.add(kid)
}

/** Version 1 lists key ids behind the 16 bytes that name the DRM; version 0 has none. */
function collectHandedOut(content: Buffer, found: Set<string>): void {
  if (content.length < 24 || content[0] === 0) return
  const count = Math.min(content.readUInt32BE(20), Math.floor((content.length - 24) / KID_BYTES))
  for (let i = 0; i < count; i += 1) take(content, 24 + i * KID_BYTES, found)
}

/** Entries of one length each: that of version 1, where it is said. */
function collectGroups(content: Buffer, found: Set<string>): void {
  if (content.length < 16 || content.toString('latin1', 4, 8) !== 'seig' || content[0] !== 1) return
  const length = content.readUInt32BE(8)
  if (length < 4 + KID_BYTES) return
  const count = Math.min(content.readUInt32BE(12), Math.floor((content.length - 16) / length))
  for (let i = 0; i < count; i += 1) take(content, 16 + i * length + 4, found)
}
