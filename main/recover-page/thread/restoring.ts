import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import { type BackupManifest, type BackupSink, openBackup } from '../../core/backup/index.ts'
import { wipe } from '../../core/bytes/index.ts'
import { identitiesOf } from '../../core/quorum/index.ts'
import type { Destination, Order, Restored } from '../calls.ts'
import { blobSource } from './blob-source.ts'
import type { Opening } from './opening.ts'

/** Where a restore goes and how it is watched. */
export interface Watch {
  readonly give: (order: Order) => Promise<void>
  readonly progress: (done: number, total: number) => void
  readonly signal: AbortSignal
}

const NOWHERE: BackupSink = {
  directory: async () => {},
  symlink: async () => {},
  file: async () => ({ write: async piece => piece.release(), close: async () => {} }),
}

/**
 * Restores a backup. Into a folder it is written only after all of it has been read and checked once: a browser has no
 * way to take a half-written folder back. An archive is given its name by the page when this has returned.
 *
 * @throws AGE_*, BACKUP_*, PASSPHRASE_WRONG, CANCELLED
 */
export async function restore(
  opening: Opening,
  files: readonly Blob[],
  to: Destination,
  watch: Watch,
): Promise<Restored> {
  // Volumes are joined without being read.
  const backup = new Blob([...files])
  await opening.confirmBy(backup)
  if (to !== 'folder') return await pass(opening, backup, { to, share: [0, 1] }, watch)
  const checked = await pass(opening, backup, { to: 'nowhere', share: [0, 0.5] }, watch)
  const written = await pass(opening, backup, { to, share: [0.5, 1] }, watch)
  if (written.sha256 !== checked.sha256) throw refuse('BACKUP_DIGEST', { path: 'backup' })
  return written
}

interface Pass {
  readonly to: Destination
  /** Which part of all the work it is: from, to. */
  readonly share: readonly [number, number]
}

async function pass(opening: Opening, backup: Blob, order: Pass, watch: Watch): Promise<Restored> {
  let noMatch: KeyclaveError | null = null
  for (const open of identitiesOf(opening.quorum, opening.kit)) {
    const identity = await open()
    try {
      return await openWith(identity, backup, order, watch)
    } catch (error) {
      if (!(error instanceof KeyclaveError) || error.code !== 'AGE_NO_MATCH') throw error
      noMatch ??= error
    } finally {
      wipe(identity)
    }
  }
  throw noMatch ?? new Error('a quorum has an identity')
}

async function openWith(
  identity: Uint8Array,
  backup: Blob,
  { to, share: [from, until] }: Pass,
  { give, progress, signal }: Watch,
): Promise<Restored> {
  const source = blobSource(backup, (_, position) =>
    progress(from * backup.size + (until - from) * position, backup.size),
  )
  let sha256 = ''
  const manifest = await openBackup({
    ...{ source, identity, signal, threads: 1 },
    sink: to === 'folder' ? folderSink(give) : NOWHERE,
    onArchive: to === 'archive' ? parts => giveAll(parts, give) : undefined,
    onSha256: hash => {
      sha256 = hash
    },
  })
  return { ...factsOf(manifest), sha256 }
}

/** The page writes what this thread has the use of again: it gets a copy. */
async function giveAll(
  parts: readonly Uint8Array[],
  give: (order: Order) => Promise<void>,
): Promise<void> {
  for (const part of parts) await give({ does: 'bytes', bytes: new Uint8Array(part) })
}

/** Links are left out, and counted: a browser makes none. */
const folderSink = (give: (order: Order) => Promise<void>): BackupSink => ({
  directory: async ({ path }) => await give({ does: 'folder', path }),
  symlink: async () => {},
  file: async ({ path }) => {
    await give({ does: 'file', path })
    return {
      write: async piece => {
        try {
          await giveAll(piece.parts, give)
        } finally {
          piece.release()
        }
      },
      close: async () => await give({ does: 'end' }),
    }
  },
})

function factsOf({ entries, created, generation }: BackupManifest): Omit<Restored, 'sha256'> {
  let [files, bytes, links] = [0, 0, 0]
  for (const entry of entries) {
    if (entry.type === 'symlink') links += 1
    if (entry.type !== 'file') continue
    files += 1
    bytes += entry.size
  }
  return { files, bytes, links, created, generation }
}
