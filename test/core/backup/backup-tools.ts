import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { createHeader } from '../../../main/core/age/header.ts'
import {
  type BackupOutput,
  type BackupSink,
  createBackup,
  openBackup,
} from '../../../main/core/backup/backup.ts'
import type { Entry, SourceEntry } from '../../../main/core/backup/entry.ts'
import { type BackupOrigin, ManifestDraft } from '../../../main/core/backup/manifest.ts'
import { type ManifestEntry, toManifestEntry } from '../../../main/core/backup/manifest-entry.ts'
import type { Piece } from '../../../main/core/backup/slab.ts'
import { paddingOf, writeHeader } from '../../../main/core/backup/tar-header.ts'
import {
  compressFrame,
  FRAME,
  FRAME_BOUND,
  storeFrame,
} from '../../../main/core/backup/zstd-frame.ts'
import { osRandom } from '../../../main/core/bytes/random.ts'
import { sealFile, sourceOf } from '../age/age-tools.ts'

/** Backups in memory, well-formed and hostile. */

export const identity = await generateX25519Identity()
export const recipient = await identityToRecipient(identity)

const created = new Date('2026-11-21T12:00:00.000Z')
export const origin = { created, setId: '0123456789', generation: 3 }
const mtime = new Date('2026-01-02T03:04:05.678Z')

export const fileEntry = (path: string, content: Buffer): SourceEntry & { type: 'file' } => ({
  ...{ type: 'file', path, mode: 0o640, mtime, size: content.length },
  open: async () => ({ ...sourceOf(content), close: async () => {} }),
})
export const folderEntry = (path: string): SourceEntry & { type: 'directory' } => ({
  ...{ type: 'directory', path, mode: 0o755, mtime },
})
export const linkEntry = (path: string, target: string): SourceEntry & { type: 'symlink' } => ({
  ...{ type: 'symlink', path, mode: 0o777, mtime, target },
})

/** A whole backup, as production makes it. */
export async function backupOf(
  entries: readonly SourceEntry[],
  recipients: readonly string[] = [recipient],
  threads = 1,
): Promise<Buffer> {
  const output = new MemoryOutput()
  await createBackup({ ...origin, entries, recipients, threads, random: osRandom, output })
  return Buffer.concat(output.parts)
}

/** An output that keeps everything in memory. */
export class MemoryOutput implements BackupOutput {
  readonly parts: Buffer[] = []

  async add(piece: Piece): Promise<void> {
    this.parts.push(Buffer.concat(piece.parts))
    piece.release()
  }

  async end(): Promise<void> {}
}

/** A sink that keeps everything in memory. */
export class MemorySink implements BackupSink {
  readonly entries: Entry[] = []
  readonly contents = new Map<string, Buffer>()

  async directory(entry: Entry): Promise<void> {
    this.entries.push(entry)
  }

  async symlink(entry: Entry): Promise<void> {
    this.entries.push(entry)
  }

  async file(entry: Entry) {
    this.entries.push(entry)
    const parts: Buffer[] = []
    return {
      write: async (piece: Piece) => {
        parts.push(Buffer.concat(piece.parts))
        piece.release()
      },
      close: async () => {
        this.contents.set(entry.path, Buffer.concat(parts))
      },
    }
  }
}

export async function open(file: Buffer, as = identity): Promise<MemorySink> {
  const sink = new MemorySink()
  await openBackup({ source: sourceOf(file), identity: Buffer.from(as), sink, threads: 1 })
  return sink
}

/** A manifest that fits these lines. */
export function manifestOf(origin: BackupOrigin, lines: readonly ManifestEntry[]): Buffer {
  const draft = new ManifestDraft()
  for (const line of lines) draft.add(line)
  const { length, pieces } = draft.written(origin)
  const bytes = Buffer.concat([...pieces])
  assert.equal(bytes.length, length)
  return bytes
}

/** One entry of a tar archive as bytes, unchecked, with the line of a manifest that fits it. */
export interface RawEntry {
  readonly bytes: Buffer
  readonly line: ManifestEntry | null
}

export function raw(entry: Entry, content: Buffer = Buffer.alloc(0)): RawEntry {
  const padding = Buffer.alloc(entry.type === 'file' ? paddingOf(content.length) : 0)
  const sha256 = createHash('sha256').update(content).digest('hex')
  return {
    bytes: Buffer.concat([writeHeader(entry), content, padding]),
    line: toManifestEntry(entry, entry.type === 'file' ? sha256 : null),
  }
}
export const rawFile = (path: string, content: string): RawEntry => {
  const bytes = Buffer.from(content)
  return raw({ type: 'file', path, mode: 0o600, mtime, size: bytes.length }, bytes)
}
export const rawManifest = (content: Buffer): RawEntry => {
  const named = { path: 'keyclave-manifest.json', mode: 0o644, mtime: created }
  return { ...raw({ ...named, type: 'file', size: content.length }, content), line: null }
}

export const END = Buffer.alloc(1024)

/** An archive of raw entries with a manifest that fits them. */
export function archiveOf(entries: readonly RawEntry[]): Buffer {
  const lines = entries.flatMap(entry => (entry.line === null ? [] : [entry.line]))
  const manifest = rawManifest(manifestOf(origin, lines))
  return Buffer.concat([...entries.map(entry => entry.bytes), manifest.bytes, END])
}

/** Frames as production makes them. */
export function framesOf(content: Buffer): Buffer {
  const frames: Buffer[] = []
  for (let at = 0; at < content.length; at += FRAME) {
    const input = content.subarray(at, at + FRAME)
    const frame = Buffer.alloc(FRAME_BOUND)
    const length = compressFrame(input, frame, true)
    if (length !== null) frames.push(frame.subarray(0, length))
    else frames.push(...storeFrame(Buffer.concat([input], FRAME_BOUND), input.length))
  }
  return Buffer.concat(frames)
}

/** An authentic age file around any compressed data. */
export async function sealed(compressed: Buffer): Promise<Buffer> {
  const { header, fileKey } = await createHeader([recipient])
  return sealFile(header, fileKey, compressed)
}
