import { Buffer } from 'node:buffer'
import { KeyclaveError } from '../../../shared/errors.ts'
import type { DamagedPlaintext } from './damaged-chunks.ts'
import {
  contentOf,
  type DamagedFrame,
  type FrameContent,
  joined,
  type Range,
} from './damaged-frames.ts'
import { type Entry, MANIFEST_PATH } from './entry.ts'
import { type BackupManifest, MANIFEST_LIMIT } from './manifest.ts'
import { entryOf } from './manifest-entry.ts'
import { readManifest } from './manifest-reader.ts'
import {
  BLOCK,
  paddingOf,
  paxLength,
  readBlock,
  readPax,
  toEntry,
  writeHeader,
} from './tar-header.ts'
import { FRAME } from './zstd-frame.ts'

/** The archive of a backup of which some bytes are lost. */

/** Reads by the place in the archive, of which frame k has the bytes from k MiB on. */
export class DamagedArchive {
  readonly #plain: DamagedPlaintext
  readonly #frames = new Map<number, DamagedFrame>()
  readonly #damaged = new Map<number, readonly Range[]>()
  #kept: { readonly index: number; readonly content: FrameContent } | null = null

  constructor(plain: DamagedPlaintext) {
    this.#plain = plain
  }

  /** Says which frames there are, the first of them being number `first`. */
  place(frames: readonly DamagedFrame[], first: number): void {
    frames.forEach((frame, i) => {
      this.#frames.set(first + i, frame)
    })
  }

  async #content(index: number): Promise<FrameContent | null> {
    if (this.#kept?.index === index) return this.#kept.content
    const frame = this.#frames.get(index)
    if (frame === undefined) return null
    const content = await contentOf(this.#plain, frame)
    this.#kept = { index, content }
    return content
  }

  /** What of a frame's content is lost. */
  async #lostOf(index: number): Promise<readonly Range[]> {
    const frame = this.#frames.get(index)
    if (frame === undefined) return [[0, FRAME]]
    if (frame.end !== null && this.#plain.has(frame.at, frame.end)) return []
    const known = this.#damaged.get(index)
    if (known !== undefined) return known
    const lost = (await this.#content(index))?.lost ?? [[0, FRAME]]
    this.#damaged.set(index, lost)
    return lost
  }

  /** Which bytes from `from` to before `to` are lost, counted from `from`. */
  async lost(from: number, to: number): Promise<Range[]> {
    const all: Range[] = []
    for (let index = Math.floor(from / FRAME); index * FRAME < to; index += 1) {
      const base = index * FRAME
      for (const [begin, end] of await this.#lostOf(index)) {
        const range: Range = [Math.max(from, base + begin), Math.min(to, base + end)]
        if (range[0] < range[1]) all.push([range[0] - from, range[1] - from])
      }
    }
    return joined(all)
  }

  /** The bytes from `from` to before `to`, zeros where they are lost, in pieces of one frame each. */
  async *pieces(from: number, to: number): AsyncGenerator<Buffer> {
    for (let at = from; at < to; ) {
      const index = Math.floor(at / FRAME)
      const end = Math.min(to, (index + 1) * FRAME)
      const piece = Buffer.alloc(end - at)
      const content = await this.#content(index)
      piece.set(content?.bytes.subarray(at - index * FRAME, end - index * FRAME) ?? [])
      yield piece
      at = end
    }
  }

  /** Some bytes; null where any of them is lost. */
  async read(at: number, length: number): Promise<Buffer | null> {
    if ((await this.lost(at, at + length)).length > 0) return null
    const parts: Buffer[] = []
    for await (const piece of this.pieces(at, at + length)) parts.push(piece)
    return Buffer.concat(parts)
  }
}

const contentLength = (entry: Entry): number =>
  entry.type === 'file' ? entry.size + paddingOf(entry.size) : 0

/** Where things lie in the archive that Keyclave writes of a manifest. */
export interface Layout {
  /** Where the content of each entry begins. */
  readonly contents: readonly number[]
  /** Where the manifest's entry begins. */
  readonly manifest: number
}

export function layoutOf(manifest: BackupManifest): Layout {
  let at = 0
  const contents: number[] = []
  for (const line of manifest.entries) {
    const entry = entryOf(line)
    const content = at + writeHeader(entry).length
    at = content + contentLength(entry)
    contents.push(content)
  }
  return { contents, manifest: at }
}

/** What stands at one place of an archive. */
export type Found =
  | {
      readonly kind: 'entry'
      readonly entry: Entry
      readonly content: number
      readonly next: number
    }
  /** `lost`: some of it is not there. `none`: it is no entry. */
  | { readonly kind: 'end' | 'lost' | 'none' }

/** Reads the headers of an entry. */
export async function entryAt(archive: DamagedArchive, at: number): Promise<Found> {
  const first = await archive.read(at, BLOCK)
  if (first === null) return { kind: 'lost' }
  try {
    const pax = readBlock(first)
    if (pax === null) return { kind: 'end' }
    if (pax.type !== 'ExtendedHeader') return { kind: 'none' }
    const length = paxLength(pax)
    const body = await archive.read(at + BLOCK, length)
    const place = at + BLOCK + length + paddingOf(length)
    const block = body && (await archive.read(place, BLOCK))
    if (body === null || block === null) return { kind: 'lost' }
    const header = readBlock(block)
    if (header === null || header.type === 'ExtendedHeader') return { kind: 'none' }
    const entry = toEntry(header, readPax(body))
    const content = place + BLOCK
    return { kind: 'entry', entry, content, next: content + contentLength(entry) }
  } catch (error) {
    if (error instanceof KeyclaveError) return { kind: 'none' }
    throw error
  }
}

/** A manifest, and where its entry begins: which frame it is, counted from the last, and where in it. */
export interface FoundManifest {
  readonly manifest: BackupManifest
  /** Frames from that one to the last, both counted. */
  readonly frames: number
  readonly place: number
}

/**
 * The manifest that ends an archive; null: it is lost, or not one.
 *
 * @param frames the last ones of the backup, to its end
 */
export async function manifestAtEnd(
  plain: DamagedPlaintext,
  frames: readonly DamagedFrame[],
): Promise<FoundManifest | null> {
  let length = 0
  for (let first = frames.length - 1; first >= 0; first -= 1) {
    const frame = frames[first]
    if (frame === undefined) return null
    const { bytes, lost } = await contentOf(plain, frame)
    length += bytes.length
    // Of a frame that is damaged in front, what is behind may hold the manifest.
    const known = lost.at(-1)?.[1] ?? 0
    for (let at = Math.ceil(known / BLOCK) * BLOCK; at < bytes.length; at += BLOCK) {
      const header = bytes.subarray(at, at + BLOCK)
      if (!isManifestHeader(header)) continue
      const tail = { plain, frames: frames.slice(first), length }
      const manifest = await readManifestAt(tail, at, header)
      if (manifest !== null) return placeOf(manifest, at, frames.length - first)
    }
    if (lost.length > 0 || length > MANIFEST_LIMIT + FRAME) return null
  }
  return null
}

const isManifestHeader = (block: Buffer): boolean =>
  block.subarray(0, MANIFEST_PATH.length + 1).equals(Buffer.from(`${MANIFEST_PATH}\0`))

/** The last frames of an archive. */
interface Tail {
  readonly plain: DamagedPlaintext
  readonly frames: readonly DamagedFrame[]
  /** Bytes of their content. */
  readonly length: number
}

/** The manifest whose header stands at a place of the archive's last bytes, if it is what ends the archive. */
async function readManifestAt(
  tail: Tail,
  at: number,
  header: Buffer,
): Promise<BackupManifest | null> {
  try {
    const size = readBlock(header)?.size ?? 0
    const content = at + BLOCK
    if (content + size + paddingOf(size) + 2 * BLOCK !== tail.length) return null
    return await readManifest(bytesOf(tail, content, content + size))
  } catch (error) {
    if (error instanceof KeyclaveError) return null
    throw error
  }
}

/** The bytes of the last frames from one place to before another, a frame at a time. */
async function* bytesOf({ plain, frames }: Tail, from: number, to: number): AsyncGenerator<Buffer> {
  let at = 0
  for (const frame of frames) {
    if (at >= to) return
    const { bytes } = await contentOf(plain, frame)
    yield bytes.subarray(Math.max(0, from - at), Math.max(0, to - at))
    at += bytes.length
  }
}

/**
 * @param at     where the last block of its headers lies in the content of its first frame
 * @param frames from that one to the last
 */
function placeOf(manifest: BackupManifest, at: number, frames: number): FoundManifest {
  const named = { path: MANIFEST_PATH, mode: 0o644, mtime: new Date(manifest.created) }
  const headers = writeHeader({ ...named, type: 'file', size: 1 }).length
  const place = at + BLOCK - headers
  const before = place < 0 ? 1 : 0
  return { manifest, frames: frames + before, place: place + before * FRAME }
}

/**
 * The number of the frame in which the manifest's entry begins; null when the archive is not laid out as
 * Keyclave does it. Until 0.1 the entry followed the one before it, since then it begins a frame.
 */
export function frameOfManifest({ place }: FoundManifest, layout: Layout): number | null {
  if (place === layout.manifest % FRAME) return Math.floor(layout.manifest / FRAME)
  return place === 0 ? Math.ceil(layout.manifest / FRAME) : null
}

/** The places in an archive, from one to before another, at which an entry may begin. */
export async function* entriesIn(
  archive: DamagedArchive,
  from: number,
  to: number,
): AsyncGenerator<number> {
  let at = from
  for await (const piece of archive.pieces(from, to)) {
    for (let i = 0; i < piece.length; i += BLOCK) {
      if (
        piece[i + TYPE] === PAX &&
        piece.subarray(i + MARK, i + MARK + USTAR.length).equals(USTAR)
      )
        yield at + i
    }
    at += piece.length
  }
}

/** Where a header block says of which type it is, and that it is one (POSIX.1-2017, pax, "ustar"). */
const TYPE = 156
const MARK = 257
const PAX = 'x'.charCodeAt(0)
const USTAR = Buffer.from('ustar')
