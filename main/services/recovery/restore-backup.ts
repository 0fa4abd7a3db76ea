import { createHash, type Hash } from 'node:crypto'
import { KeyclaveError } from '../../../shared/errors.ts'
import {
  type BackupManifest,
  manifestAhead,
  openBackup,
  openCopies,
} from '../../core/backup/index.ts'
import { type ByteSource, wipe } from '../../core/bytes/index.ts'
import { type BackupPlace, openJoined, readJoined } from '../files/index.ts'
import { ChosenPaths, onlyChosen } from './chosen-paths.ts'
import { type Destination, type OnDrive, restoreInto } from './restore-into.ts'

export interface RestoreRequest extends Destination {
  readonly file: BackupPlace
  /** ASCII bytes of `AGE-SECRET-KEY-…`; the caller wipes them. */
  readonly identity: Uint8Array
  /** Files and folders of the backup, with what lies in them; absent: all. */
  readonly only?: readonly string[] | undefined
  readonly threads: number
  readonly signal?: AbortSignal | undefined
  /** Bytes of the backup read so far, of all it has. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

export interface RestoredFiles extends OnDrive {
  readonly files: number
  /** Of the files that were restored. */
  readonly bytes: number
  readonly manifest: BackupManifest
  /** SHA-256 of the backup as it was read, in hex: what stands on its label. */
  readonly sha256: string
}

/**
 * Restores a backup into a new folder. It appears whole, and as its manifest says, or not at all.
 *
 * @throws RESTORE_UNFIT, FILE_*, AGE_*, BACKUP_DAMAGED, BACKUP_ENTRY_REFUSED, BACKUP_MANIFEST, CANCELLED
 */
export async function restoreBackup(request: RestoreRequest): Promise<RestoredFiles> {
  const { file, identity, threads, signal, onProgress } = request
  const chosen = new ChosenPaths(request.only ?? [])
  return await readJoined(file, async opened => {
    const hash = createHash('sha256')
    const source = counted(opened, hash, read => onProgress?.(read, Math.max(read, opened.size)))
    const ahead = (): Promise<BackupManifest | null> => saidAhead(file, identity)
    const restored = await restoreInto(request, chosen, ahead, async (tree, has) => {
      const sink = onlyChosen(tree, chosen)
      const manifest = await openBackup({ source, identity, sink, threads, signal })
      chosen.require(manifest)
      return { manifest, has }
    })
    const { manifest, has } = restored.result
    let [files, bytes] = [0, 0]
    for (const entry of manifest.entries) {
      if (entry.type !== 'file' || !has(entry.path)) continue
      files += 1
      bytes += entry.size
    }
    const sha256 = hash.digest('hex')
    return { ...restored.onDrive, files, bytes, manifest, sha256 }
  })
}

/**
 * What a backup says that it holds; null: that cannot be read, and why is said when it is opened.
 *
 * @throws what is no refusal
 */
async function saidAhead(file: BackupPlace, identity: Uint8Array): Promise<BackupManifest | null> {
  try {
    const source = await openJoined(file, { gaps: false })
    try {
      const { key, copies } = await openCopies([source], identity)
      try {
        const [copy] = copies
        return copy === undefined ? null : await manifestAhead(copy, key)
      } finally {
        wipe(key)
      }
    } finally {
      await source.close()
    }
  } catch (error) {
    if (error instanceof KeyclaveError) return null
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
