import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { createHeader } from '../../../main/core/age/header.ts'
import { payloadKey, SEALED_CHUNK } from '../../../main/core/age/payload.ts'
import type { Entry, FileEntry } from '../../../main/core/backup/entry.ts'
import { type Salvage, salvageBackup } from '../../../main/core/backup/salvage.ts'
import type { SeekableSource } from '../../../main/core/bytes/seekable-source.ts'
import { sealQuickly } from '../age/age-tools.ts'
import { archiveOf, framesOf, MemorySink, type RawEntry, raw, recipient } from './backup-tools.ts'

/** Backups whose key is known, the damages that drives do to them, and what was saved. */

/** The same numbers again from the same seed. */
export class Chance {
  readonly #seed: string
  #draws = 0

  constructor(seed: string) {
    this.#seed = seed
  }

  /** 0 to below `limit`. */
  below(limit: number): number {
    this.#draws += 1
    const digest = createHash('sha256').update(`${this.#seed}\0${this.#draws}`).digest()
    return digest.readUIntBE(0, 6) % Math.max(1, limit)
  }

  /** Bytes that do not compress. */
  bytes(length: number): Buffer {
    const parts: Buffer[] = []
    for (let at = 0; at < length; at += 32) {
      this.#draws += 1
      parts.push(createHash('sha256').update(`${this.#seed}\0${this.#draws}`).digest())
    }
    return Buffer.concat(parts, length)
  }
}

/** A backup, what is in it, and the key of its payload. */
export interface KnownBackup {
  readonly file: Buffer
  /** Where the first chunk begins. */
  readonly start: number
  readonly key: Buffer
  readonly contents: ReadonlyMap<string, Buffer>
}

const mtime = new Date('2026-01-02T03:04:05.678Z')
const named = (path: string, mode: number) => ({ path, mode, mtime })
/** In an archive names ascend. */
const nameOf = (i: number): string => `d/${String(i).padStart(3, '0')}`

/**
 * Folders with files of some kinds: text, what does not compress, empty ones, archives within.
 *
 * @param layout `0.1`: the manifest follows in the frame of what is before it
 */
export async function knownBackup(
  seed: string,
  files: number,
  most: number,
  layout: '0.1' | 'now' = 'now',
): Promise<KnownBackup> {
  const chance = new Chance(seed)
  const contents = new Map<string, Buffer>()
  const entries: RawEntry[] = [raw({ type: 'directory', ...named('d', 0o755) })]
  const add = (path: string, content: Buffer): void => {
    contents.set(path, content)
    entries.push(raw({ type: 'file', ...named(path, 0o640), size: content.length }, content))
  }
  for (let i = 0; i < files; i += 1) {
    const length = chance.below(most)
    const inner = raw({ type: 'file', ...named(nameOf(0), 0o640), size: 5 }, Buffer.from('wrong'))
    const kinds = [
      () => chance.bytes(length),
      () => Buffer.from(`line ${chance.below(1e9)} of text\n`.repeat(length / 20)),
      () => Buffer.alloc(0),
      () => Buffer.concat([inner.bytes, chance.bytes(length), framesOf(inner.bytes)]),
    ]
    add(nameOf(i), (kinds[i % kinds.length] as () => Buffer)())
  }
  entries.push(raw({ type: 'symlink', ...named('d/link', 0o777), target: '000' }))
  const { header, fileKey } = await createHeader([recipient])
  const archive = archiveOf(entries)
  const before = layout === '0.1' ? 0 : entries.reduce((sum, { bytes }) => sum + bytes.length, 0)
  const frames = [archive.subarray(0, before), archive.subarray(before)].map(framesOf)
  const file = sealQuickly(header, fileKey, Buffer.concat(frames))
  const start = header.length + 16
  return { file, start, contents, key: payloadKey(fileKey, file.subarray(header.length, start)) }
}

/** What a drive, or somebody, does to a file. Each returns another one. */
export const damages = {
  flip: (file: Buffer, chance: Chance, from: number): Buffer => {
    const copy = Buffer.from(file)
    const at = from + chance.below(file.length - from)
    copy.writeUInt8(copy.readUInt8(at) ^ (1 + chance.below(255)), at)
    return copy
  },
  zeros: (file: Buffer, chance: Chance, from: number): Buffer => {
    const copy = Buffer.from(file)
    const at = from + chance.below(file.length - from)
    copy.fill(0, at, Math.min(copy.length, at + 1 + chance.below(200_000)))
    return copy
  },
  cut: (file: Buffer, chance: Chance, from: number): Buffer =>
    Buffer.from(file.subarray(0, from + chance.below(file.length - from))),
  lostBlock: (file: Buffer, chance: Chance, from: number): Buffer => {
    const size = 512 * (1 + chance.below(16))
    const at = Math.ceil(from / 512) * 512 + 512 * chance.below((file.length - from) / 512)
    return Buffer.concat([file.subarray(0, at), file.subarray(at + size)])
  },
  lostBytes: (file: Buffer, chance: Chance, from: number): Buffer => {
    const at = from + chance.below(file.length - from)
    return Buffer.concat([file.subarray(0, at), file.subarray(at + 1 + chance.below(100))])
  },
  swapped: (file: Buffer, chance: Chance, from: number): Buffer => {
    const copy = Buffer.from(file)
    const place = (): number =>
      from + SEALED_CHUNK * chance.below((file.length - from) / SEALED_CHUNK)
    const [a, b] = [place(), place()]
    const length = Math.min(SEALED_CHUNK, file.length - Math.max(a, b))
    file.copy(copy, a, b, b + length)
    file.copy(copy, b, a, a + length)
    return copy
  },
  inserted: (file: Buffer, chance: Chance, from: number): Buffer => {
    const at = Math.min(file.length, from + 512 * chance.below((file.length - from) / 512))
    return Buffer.concat([file.subarray(0, at), chance.bytes(512 * 8), file.subarray(at)])
  },
} as const
export type Damage = keyof typeof damages
export const DAMAGES = Object.keys(damages) as readonly Damage[]

export const seekable = (bytes: Buffer): SeekableSource => ({
  size: bytes.length,
  readAt: async (position, into) => bytes.copy(into, 0, position),
})

export class SalvagedInMemory extends MemorySink {
  async withdraw({ path }: FileEntry): Promise<void> {
    this.contents.delete(path)
    const at = this.entries.findIndex((entry: Entry) => entry.path === path)
    this.entries.splice(at, 1)
  }
}

export async function salvage(
  { start, key }: Pick<KnownBackup, 'start' | 'key'>,
  files: readonly Buffer[],
  partial = false,
): Promise<{ readonly sink: SalvagedInMemory; readonly saved: Salvage }> {
  const sink = new SalvagedInMemory()
  const copies = files.map(file => ({ file: seekable(file), start }))
  const saved = await salvageBackup({ copies, key: Buffer.from(key), sink, partial })
  return { sink, saved }
}

/** What is kept of damaged files has zeros where bytes are lost, and is the original everywhere else. */
export async function requireHonestParts(
  backup: KnownBackup,
  files: readonly Buffer[],
  said: string,
): Promise<void> {
  const { sink, saved } = await salvage(backup, files, true)
  const kept = new Set<string>()
  for (const { path, kept: name, lost, reason } of saved.lost) {
    if (name === null) continue
    kept.add(name)
    const content = sink.contents.get(name)
    const original = backup.contents.get(path)
    // What is not proved may be named by a header inside a file.
    if (reason === 'unproved') continue
    assert.ok(content !== undefined && original !== undefined, `${said}: ${name} is not there`)
    const expected = Buffer.from(original)
    for (const [from, to] of lost) expected.fill(0, from, to)
    assert.ok(expected.equals(content), `${said}: ${name} is another file`)
  }
  for (const [path, content] of sink.contents) {
    if (kept.has(path)) continue
    assert.ok(backup.contents.get(path)?.equals(content), `${said}: ${path} is another file`)
  }
}

/** What holds after any damage: each file is the original or is named, and none is both. */
export async function requireHonest(
  backup: KnownBackup,
  files: readonly Buffer[],
  said: string,
): Promise<{ readonly sink: SalvagedInMemory; readonly saved: Salvage }> {
  const { sink, saved } = await salvage(backup, files)
  // What is not proved is named by what its header says, which may be the name of another.
  const lost = new Set(
    saved.lost.flatMap(({ path, reason }) => (reason === 'unproved' ? [] : path)),
  )
  for (const [path, content] of sink.contents) {
    assert.ok(backup.contents.get(path)?.equals(content), `${said}: ${path} is another file`)
    assert.ok(!lost.has(path), `${said}: ${path} is both`)
  }
  assert.equal(saved.files, sink.contents.size, said)
  for (const path of saved.manifest === null ? [] : backup.contents.keys()) {
    assert.ok(sink.contents.has(path) || lost.has(path), `${said}: nothing is said of ${path}`)
  }
  return { sink, saved }
}
