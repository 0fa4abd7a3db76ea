import { KeyclaveError } from '../../../shared/errors.ts'
import {
  type BackupManifest,
  manifestAhead,
  openPayload,
  withOpened,
} from '../../core/backup/index.ts'
import type { ByteSource } from '../../core/bytes/index.ts'
import { type BackupPlace, readJoined } from '../files/index.ts'
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
  const { identity, threads, signal, onProgress } = request
  const chosen = new ChosenPaths(request.only ?? [])
  return await readJoined(request.file, async file => {
    const source = counted(file, read => onProgress?.(read, Math.max(read, file.size)))
    return await withOpened({ source, identity, threads, signal }, async opened => {
      const ahead = (): Promise<BackupManifest | null> =>
        orNull(manifestAhead({ file, start: opened.head.length }, opened.key))
      let sha256 = ''
      const onSha256 = (hash: string): void => {
        sha256 = hash
      }
      const restored = await restoreInto(request, chosen, ahead, async (tree, has) => {
        const sink = onlyChosen(tree, chosen)
        const manifest = await openPayload(opened, { sink, signal, onSha256 })
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
      return { ...restored.onDrive, files, bytes, manifest, sha256 }
    })
  })
}

/** What cannot be read before all else: why is said when it is read in its place. @throws what is no refusal */
async function orNull<Read>(reading: Promise<Read>): Promise<Read | null> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof KeyclaveError) return null
    throw error
  }
}

function counted(source: ByteSource, onRead: (total: number) => void): ByteSource {
  let total = 0
  return {
    read: async into => {
      const read = await source.read(into)
      total += read
      onRead(total)
      return read
    },
  }
}
