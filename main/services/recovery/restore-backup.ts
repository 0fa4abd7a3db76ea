import { createHash, type Hash } from 'node:crypto'
import { type BackupManifest, type BackupSink, openBackup } from '../../core/backup/index.ts'
import type { ByteSource } from '../../core/bytes/index.ts'
import { type ModeChoice, openSource, RestoreTree } from '../files/index.ts'

export interface RestoreRequest {
  /** The backup. */
  readonly file: string
  /** ASCII bytes of `AGE-SECRET-KEY-…`; the caller wipes them. */
  readonly identity: Uint8Array
  /** The folder to make. */
  readonly out: string
  /** Absent: without setuid, setgid and leave for everybody to write. */
  readonly modes?: ModeChoice | undefined
  readonly threads: number
  readonly signal?: AbortSignal | undefined
  /** Bytes of the backup read so far, of all it has. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

export interface RestoredFiles {
  readonly files: number
  /** Of the files that were restored. */
  readonly bytes: number
  readonly manifest: BackupManifest
  /** Files and folders that did not get all the permissions that they had. */
  readonly tamed: number
  /** SHA-256 of the backup as it was read, in hex: what stands on its label. */
  readonly sha256: string
}

/**
 * Restores a backup into a new folder. It appears whole, and as its manifest says, or not at all.
 *
 * @throws FILE_*, AGE_*, BACKUP_DAMAGED, BACKUP_ENTRY_REFUSED, BACKUP_MANIFEST, CANCELLED
 */
export async function restoreBackup(request: RestoreRequest): Promise<RestoredFiles> {
  const { file, identity, out, modes, threads, signal, onProgress } = request
  const opened = await openSource(file)
  try {
    const hash = createHash('sha256')
    const source = counted(opened, hash, read => onProgress?.(read, Math.max(read, opened.size)))
    const { result: manifest, tamed } = await restoreInto(out, modes, sink =>
      openBackup({ source, identity, sink, threads, signal }),
    )
    const files = manifest.entries.filter(entry => entry.type === 'file').length
    return { files, bytes: manifest.bytes, manifest, tamed, sha256: hash.digest('hex') }
  } finally {
    await opened.close()
  }
}

/** Restores into a folder that appears when `restore` has returned, and otherwise not. */
async function restoreInto<Result>(
  out: string,
  modes: ModeChoice | undefined,
  restore: (sink: BackupSink) => Promise<Result>,
): Promise<{ readonly result: Result; readonly tamed: number }> {
  const tree = await RestoreTree.create(out, modes)
  try {
    const result = await restore(tree)
    await tree.commit()
    return { result, tamed: tree.tamed }
  } catch (error) {
    await tree.discard()
    throw error
  }
}

function counted(source: ByteSource, hash: Hash, onRead: (total: number) => void): ByteSource {
  let total = 0
  return {
    read: async into => {
      const read = await source.read(into)
      total += read
      hash.update(into.subarray(0, read))
      onRead(total)
      return read
    },
  }
}
