import { Buffer } from 'node:buffer'
import { CHUNK, openOneChunk, SEALED_CHUNK, TAG } from '../age/index.ts'
import { bytesAt, wipe } from '../bytes/index.ts'
import { manifestAtEnd } from './damaged-archive.ts'
import { type BackupCopy, DamagedPlaintext, type PayloadChunks } from './damaged-chunks.ts'
import { findFrame, framesToEnd } from './damaged-frames.ts'
import { type BackupManifest, MANIFEST_LIMIT } from './manifest.ts'

/**
 * What a backup says that it holds, read from its end before anything else of it: its manifest is the last
 * entry, and every chunk opens by itself. It is authentic, and yet only what it says: whether it is so is
 * known when all has been read.
 */

/** How many chunks are read first; four times as many whenever the manifest begins before them. */
const FIRST = 32
/** Chunks kept: those of two frames. */
const KEPT = 40

/** The chunks of a whole payload, each where it belongs. */
class ChunksInPlace implements PayloadChunks {
  readonly #copy: BackupCopy
  readonly #key: Buffer
  readonly #kept = new Map<number, Buffer>()
  readonly looked: number
  #whole = false

  constructor(copy: BackupCopy, key: Buffer) {
    this.#copy = copy
    this.#key = key
    this.looked = Math.ceil(Math.max(0, copy.file.size - copy.start) / SEALED_CHUNK)
  }

  get whole(): boolean {
    return this.#whole
  }

  has(chunk: number): boolean {
    return this.#kept.has(chunk)
  }

  async open(chunk: number): Promise<Buffer | null> {
    if (chunk >= this.looked) return null
    const kept = this.#kept.get(chunk)
    if (kept !== undefined) return kept
    const { file, start } = this.#copy
    const at = start + chunk * SEALED_CHUNK
    const sealed = await bytesAt(file, at, Math.min(at + SEALED_CHUNK, file.size))
    if (sealed.length < TAG) return null
    const plain = Buffer.alloc(sealed.length - TAG)
    const last = chunk === this.looked - 1
    if (!openOneChunk(this.#key, { chunk, last }, sealed, plain)) return null
    if (last) this.#whole = true
    this.#kept.set(chunk, plain)
    for (const [oldest, bytes] of this.#kept) {
      if (this.#kept.size <= KEPT) break
      this.#kept.delete(oldest)
      wipe(bytes)
    }
    return plain
  }

  close(): void {
    wipe(...this.#kept.values())
    this.#kept.clear()
  }
}

/**
 * The manifest at the end of a backup; null where there is none to be read: the end is damaged, or was not
 * written by Keyclave.
 *
 * @param key of the payload; the caller wipes it
 * @throws as the copy's file
 */
export async function manifestAhead(copy: BackupCopy, key: Buffer): Promise<BackupManifest | null> {
  const chunks = new ChunksInPlace(copy, key)
  try {
    // It says whether it is the last: without it nothing is known to be the end.
    if ((await chunks.open(chunks.looked - 1)) === null) return null
    const plain = new DamagedPlaintext(chunks)
    for (let back = FIRST; ; back *= 4) {
      const first = Math.max(0, chunks.looked - back)
      const manifest = await manifestFrom(plain, first * CHUNK)
      if (manifest !== null) return manifest
      if (first === 0 || back * CHUNK > 2 * MANIFEST_LIMIT) return null
    }
  } finally {
    chunks.close()
  }
}

/** The manifest, if it begins behind a place of the compressed data. */
async function manifestFrom(plain: DamagedPlaintext, from: number): Promise<BackupManifest | null> {
  for (let at = await findFrame(plain, from); at !== null; at = await findFrame(plain, at + 1)) {
    const frames = await framesToEnd(plain, at)
    // Four bytes that look like a frame's first lead nowhere.
    if (frames !== null) return (await manifestAtEnd(plain, frames))?.manifest ?? null
  }
  return null
}
