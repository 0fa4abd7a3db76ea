import { createHash, type Hash } from 'node:crypto'
import { type BackupManifest, openBackup, type SalvageSink } from '../../core/backup/index.ts'
import type { ByteSource } from '../../core/bytes/index.ts'
import {
  type BackupPlace,
  type ModeChoice,
  orTakeBack,
  RestoreTree,
  readJoined,
} from '../files/index.ts'
import { ChosenPaths, NOWHERE, onlyChosen } from './chosen-paths.ts'

export interface RestoreRequest {
  readonly file: BackupPlace
  /** ASCII bytes of `AGE-SECRET-KEY-…`; the caller wipes them. */
  readonly identity: Uint8Array
  /** The folder to make; null: everything is read and checked, and nothing is written. */
  readonly out: string | null
  /** Files and folders of the backup, with what lies in them; absent: all. */
  readonly only?: readonly string[] | undefined
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
  const chosen = new ChosenPaths(request.only ?? [])
  return await readJoined(file, async opened => {
    const hash = createHash('sha256')
    const source = counted(opened, hash, read => onProgress?.(read, Math.max(read, opened.size)))
    const { result: manifest, tamed } = await restoreInto(out, modes, async tree => {
      const sink = onlyChosen(tree, chosen)
      const found = await openBackup({ source, identity, sink, threads, signal })
      chosen.require(found)
      return found
    })
    const files = manifest.entries.filter(({ type, path }) => type === 'file' && chosen.has(path))
    const bytes = files.reduce((sum, file) => sum + (file.type === 'file' ? file.size : 0), 0)
    return { files: files.length, bytes, manifest, tamed, sha256: hash.digest('hex') }
  })
}

/**
 * Restores into a folder that appears when `restore` has returned, and otherwise not.
 *
 * @param out null: nowhere
 */
export async function restoreInto<Result>(
  out: string | null,
  modes: ModeChoice | undefined,
  restore: (sink: SalvageSink) => Promise<Result>,
): Promise<{ readonly result: Result; readonly tamed: number }> {
  if (out === null) return { result: await restore(NOWHERE), tamed: 0 }
  const tree = await RestoreTree.create(out, modes)
  return orTakeBack(
    () => tree.discard(),
    async () => {
      const result = await restore(tree)
      await tree.commit()
      return { result, tamed: tree.tamed }
    },
  )
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
