import type { Buffer } from 'node:buffer'
import {
  type BackupOrigin,
  createBackup,
  type LeftOut,
  type Piece,
} from '../../core/backup/index.ts'
import { lengthOf, type RandomSource } from '../../core/bytes/index.ts'
import {
  makeVolumes,
  orTakeBack,
  type Repeated,
  readSourceTree,
  removeFiles,
  WriteQueue,
} from '../files/index.ts'

export interface WriteRequest extends BackupOrigin {
  /** Files and folders to back up. */
  readonly paths: readonly string[]
  /** What people agreed to leave out: kinds (`OddKind`), and patterns of paths in the backup. */
  readonly leaveOut?: readonly string[] | undefined
  /** The file to make. */
  readonly out: string
  /** Bytes of each of its volumes; absent: it is one file. */
  readonly volumeSize?: number | undefined
  readonly recipients: readonly string[]
  readonly random: RandomSource
  readonly threads: number
  readonly signal?: AbortSignal | undefined
  /** Bytes of content read so far, of all there are. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined
  /** Shown each piece of the backup, in order, while the system writes it. */
  readonly onPiece?: ((piece: Buffer) => void) | undefined
  /** Told the SHA-256 of the backup, in hex, before it is recorded. */
  readonly onSha256?: ((sha256: string) => void) | undefined
  /**
   * Told of the backup once it is there; what it throws takes the backup back. Not before: after a crash
   * in between, a backup that no catalogue knows is better than an entry without a backup.
   */
  readonly record?: ((written: WrittenBackup) => Promise<void>) | undefined
}

export interface WrittenBackup {
  readonly files: number
  /** Bytes of the files that were backed up. */
  readonly bytes: number
  /** Bytes of the backup. */
  readonly size: number
  /** The files that it is: its volumes in order, or itself. */
  readonly volumes: readonly string[]
  /** By agreement. */
  readonly leftOut: readonly LeftOut[]
  /** Further names of files that have several, each stored as a file of its own. */
  readonly repeated: Repeated
}

/**
 * Writes a backup of files and folders. It appears whole or not at all.
 *
 * @throws FILE_*, BACKUP_SOURCE_*, BACKUP_OUTPUT_INSIDE, BACKUP_ENTRY_REFUSED, BACKUP_FILE_CHANGED,
 *         AGE_RECIPIENT, CANCELLED
 */
export async function writeBackup(request: WriteRequest): Promise<WrittenBackup> {
  const { paths, out, leaveOut, volumeSize = null, onProgress, onPiece, record } = request
  const { entries, files, bytes, leftOut, repeated } = await readSourceTree(paths, out, leaveOut)
  let size = 0
  let done = 0
  const onBytes = (read: number): void => {
    done += read
    onProgress?.(done, bytes)
  }
  const { files: volumes } = await makeVolumes(out, volumeSize, file => {
    const queue = new WriteQueue(parts => file.write(...parts))
    const add = (piece: Piece): Promise<void> => {
      size += lengthOf(piece.parts)
      for (const part of piece.parts) onPiece?.(part)
      return queue.add(piece)
    }
    const output = { add, end: () => queue.end() }
    return createBackup({ ...request, leftOut, entries, onBytes, output })
  })
  const written = { files, bytes, size, volumes, leftOut, repeated }
  await orTakeBack(
    () => removeFiles(volumes),
    async () => record?.(written),
  )
  return written
}
