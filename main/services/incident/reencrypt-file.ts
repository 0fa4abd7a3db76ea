import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import path from 'node:path'
import { type KeyclaveError, refuse } from '../../../shared/errors.ts'
import {
  type BackupManifest,
  type Piece,
  reencryptBackup,
  sameContent,
  verifyBackup,
} from '../../core/backup/index.ts'
import { type ByteSource, lengthOf } from '../../core/bytes/index.ts'
import type { NewBackup } from '../../vault/index.ts'
import type { BackupMeans, Origin } from '../backup/index.ts'
import {
  type BackupOutput,
  type BackupPlace,
  makeVolumes,
  readJoined,
  WriteQueue,
} from '../files/index.ts'
import { WrittenSoFar } from './written-so-far.ts'

/** One backup that is encrypted again. */
export interface ReencryptionOrder {
  /** The old one. */
  readonly file: BackupPlace
  /** Bytes of each volume of the new one; null: it is one file. */
  readonly volumeSize: number | null
  /** The new file, or that whose volumes are made; either it is not there, or an earlier call has made it. */
  readonly target: string
  /** What opens the old file; ASCII bytes of `AGE-SECRET-KEY-…`, the caller's. */
  readonly identity: Uint8Array
  /** What the new one is read back with: that of the current backup key. */
  readonly newIdentity: Uint8Array
  /** Who can open the new one. */
  readonly origin: Origin
}

/** A new backup, compared with the old one. */
export interface Reencrypted {
  /** What a catalogue says of the new one. */
  readonly backup: NewBackup
  /** SHA-256 of the old file, in hex. */
  readonly replaces: string
}

interface Course {
  readonly signal: AbortSignal
  /** Told the bytes of the old file that were read. */
  readonly onRead: (bytes: number) => void
}

/** What was read of a backup and how long it is. */
interface Digested {
  readonly manifest: BackupManifest
  readonly sha256: string
  readonly size: number
}

/**
 * Encrypts a backup again into a new file. The new one is read back from that file, opened with the key that it is
 * for, and compared with the old one, entry by entry; it is on the disk before it gets its name, and under that
 * name stands nothing else at any moment.
 *
 * It is read back while the rest is still being written, close behind: what is read is what the system has of the
 * file, as it would be right afterwards.
 *
 * @throws as `reencryptBackup`; BACKUP_MANIFEST when what was read back is not the same; FILE_*; CANCELLED
 */
export async function reencryptFile(
  order: ReencryptionOrder,
  means: BackupMeans,
  course: Course,
): Promise<Reencrypted> {
  const { target, volumeSize, origin } = order
  const { result } = await makeVolumes(target, volumeSize, async made => {
    const reading = made.readBack()
    try {
      const behind = new WrittenSoFar(reading)
      const [old, again] = await both(
        written(order, made, behind, means, course),
        readBack(order, behind, means, course),
        () => behind.fail(),
      )
      await made.sync()
      sameContent(old.manifest, again.manifest)
      return factsOf(old, again, target, origin)
    } finally {
      await reading.close()
    }
  })
  return result
}

/** Writes the new one. @returns what was read of the old one */
async function written(
  { file, identity, origin }: ReencryptionOrder,
  made: BackupOutput,
  behind: WrittenSoFar,
  { random, threads }: BackupMeans,
  { signal, onRead }: Course,
): Promise<Digested> {
  const old = await digested(file, onRead, source => {
    const queue = new WriteQueue(async parts => {
      await made.write(...parts)
      behind.wrote(lengthOf(parts))
    })
    const output = { add: (piece: Piece) => queue.add(piece), end: () => queue.end() }
    return reencryptBackup({ ...origin, source, identity, output, random, threads, signal })
  })
  behind.end()
  return old
}

/** Reads the new one, one thread behind those that write it. */
const readBack = (
  { newIdentity }: ReencryptionOrder,
  behind: WrittenSoFar,
  { threads }: BackupMeans,
  { signal }: Course,
): Promise<Digested> =>
  digest(
    behind,
    () => {},
    source =>
      verifyBackup({ source, identity: newIdentity, threads: Math.ceil(threads / 2), signal }),
  )

/** What the writer and the reader found. @throws what the writer threw, otherwise what the reader did */
async function both<W, R>(
  writing: Promise<W>,
  reading: Promise<R>,
  onFailure: () => void,
): Promise<[W, R]> {
  writing.catch(onFailure)
  const [wrote, read] = await Promise.allSettled([writing, reading])
  if (wrote.status === 'rejected') throw wrote.reason
  if (read.status === 'rejected') throw read.reason
  return [wrote.value, read.value]
}

/**
 * Compares a new backup that is there already with the old one, entry by entry: an earlier call may have been
 * killed after it had its name, and before it was recorded.
 *
 * @throws REENCRYPT_TARGET when it is another file; as `openBackup` for the old one
 */
export async function compareWithMade(
  { file, target, identity, newIdentity, origin }: ReencryptionOrder,
  { threads }: BackupMeans,
  { signal, onRead }: Course,
): Promise<Reencrypted> {
  const old = await digested(file, onRead, source =>
    verifyBackup({ source, identity, threads, signal }),
  )
  const other = (): KeyclaveError =>
    refuse('REENCRYPT_TARGET', { path: target, problem: 'other-file' })
  const again = await digested(
    target,
    () => {},
    source => verifyBackup({ source, identity: newIdentity, threads, signal }),
  ).catch((error: unknown) => {
    throw signal.aborted ? error : other()
  })
  try {
    sameContent(old.manifest, again.manifest)
  } catch {
    throw other()
  }
  const { setId, generation } = again.manifest
  if (setId !== origin.setId || generation !== origin.generation) throw other()
  return factsOf(old, again, target, origin)
}

function factsOf(
  old: Digested,
  { manifest, sha256, size }: Digested,
  target: string,
  { setId, generation, recipients }: Origin,
): Reencrypted {
  let files = 0
  for (const { type } of manifest.entries) if (type === 'file') files += 1
  const { created, bytes } = manifest
  const fileName = path.basename(target)
  return {
    backup: { created, fileName, sha256, size, files, bytes, setId, generation, recipients },
    replaces: old.sha256,
  }
}

/** Reads a file and takes its SHA-256 on the way. */
async function digested(
  file: BackupPlace,
  onRead: (bytes: number) => void,
  read: (source: ByteSource) => Promise<BackupManifest>,
): Promise<Digested> {
  return await readJoined(file, opened => digest(opened, onRead, read))
}

async function digest(
  from: ByteSource,
  onRead: (bytes: number) => void,
  read: (source: ByteSource) => Promise<BackupManifest>,
): Promise<Digested> {
  const hash = createHash('sha256')
  let size = 0
  const manifest = await read({
    read: async into => {
      const length = await from.read(into)
      hash.update(into.subarray(0, length))
      size += length
      onRead(length)
      return length
    },
  })
  return { manifest, sha256: hash.digest('hex'), size }
}

/** SHA-256 of a file, in hex. @throws FILE_*; CANCELLED */
export async function fileDigest(file: BackupPlace, signal: AbortSignal): Promise<string> {
  return await readJoined(file, async source => {
    const hash = createHash('sha256')
    const piece = Buffer.alloc(1024 * 1024)
    for (;;) {
      if (signal.aborted) throw refuse('CANCELLED', {})
      const length = await source.read(piece)
      if (length === 0) return hash.digest('hex')
      hash.update(piece.subarray(0, length))
    }
  })
}
