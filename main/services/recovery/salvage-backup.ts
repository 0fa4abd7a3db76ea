import type { Buffer } from 'node:buffer'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import {
  type BackupManifest,
  manifestAhead,
  type OpenedCopies,
  openCopies,
  type Salvage,
  salvageBackup,
} from '../../core/backup/index.ts'
import { type SeekableSource, wipe } from '../../core/bytes/index.ts'
import { identitiesOf } from '../../core/quorum/index.ts'
import { type BackupPlace, openJoined, pathOfBackup, type SeekableFile } from '../files/index.ts'
import type { Watch } from '../tasks/index.ts'
import { ChosenPaths } from './chosen-paths.ts'
import { type Destination, type OnDrive, restoreInto } from './restore-into.ts'
import { aboutBackup, type Opened } from './restore-with.ts'

export interface SalvageOrder extends Destination {
  /** Copies of one backup, each damaged or not. */
  readonly files: readonly BackupPlace[]
  readonly only?: readonly string[] | undefined
  /** Whether files of which some is lost are kept, marked. */
  readonly partial: boolean
  /** Whether it may be restored although some is lost. */
  readonly incomplete: boolean
}

export interface SalvagedFiles extends Omit<Salvage, 'chunks'>, OnDrive {
  readonly chunks: Salvage['chunks']
  /** Bytes that a drive could not read, for each copy. */
  readonly unreadable: readonly number[]
}

/**
 * Restores what is whole in a damaged backup, or in several damaged copies of one.
 *
 * @throws RESTORE_UNFIT; AGE_NO_MATCH, or PASSPHRASE_WRONG when nothing has confirmed the passphrase; AGE_HEADER; BACKUP_LOST
 *         when nothing is whole; AGE_PAYLOAD when some is lost and that is not allowed; FILE_*; CANCELLED
 */
export async function salvageWith(
  opened: Opened,
  order: SalvageOrder,
  { signal, onEvent }: Watch,
): Promise<SalvagedFiles> {
  const [first = ''] = order.files
  const name = pathOfBackup(first)
  const files: SeekableFile[] = []
  try {
    for (const file of order.files) files.push(await openJoined(file, { gaps: true }))
    const total = files.reduce((sum, { size }) => sum + size, 0)
    const copies = files.map(file =>
      reported(file, done =>
        onEvent({
          kind: 'progress',
          task: 'restoring',
          done,
          total: Math.max(done, total),
          unit: 'bytes',
        }),
      ),
    )
    const payload = await openWith(opened, copies)
    try {
      const chosen = new ChosenPaths(order.only ?? [])
      const ahead = (): Promise<BackupManifest | null> => saidByAny(payload)
      const { result, onDrive } = await restoreInto(order, chosen, ahead, async (sink, wanted) => {
        const { partial } = order
        const saved = await salvageBackup({ ...payload, sink, partial, wanted, signal })
        requireSome(saved, order, name)
        if (saved.manifest !== null) chosen.require(saved.manifest)
        return saved
      })
      return { ...result, ...onDrive, unreadable: files.map(({ unreadable }) => unreadable) }
    } finally {
      wipe(payload.key)
    }
  } catch (error) {
    throw error instanceof KeyclaveError ? aboutBackup(first, error) : error
  } finally {
    for (const file of files) await file.close()
  }
}

/** What one of the copies says that they hold. */
async function saidByAny({ copies, key }: OpenedCopies): Promise<BackupManifest | null> {
  for (const copy of copies) {
    const manifest = await manifestAhead(copy, key)
    if (manifest !== null) return manifest
  }
  return null
}

/** @throws BACKUP_LOST, AGE_PAYLOAD */
function requireSome(saved: Salvage, { incomplete }: SalvageOrder, path: string): void {
  const { chunks, lost, files, manifest } = saved
  if (!incomplete && !saved.complete) {
    throw refuse('AGE_PAYLOAD', { chunk: chunks.lost[0]?.[0] ?? chunks.found })
  }
  const kept = lost.some(entry => entry.kept !== null)
  if (files === 0 && !kept && (manifest === null || lost.length > 0)) {
    const count = chunks.lost.reduce((sum, [from, to]) => sum + to - from, chunks.found)
    throw refuse('BACKUP_LOST', { path, chunks: count })
  }
}

/** Opens the copies with the identity that fits. */
async function openWith(opened: Opened, copies: readonly SeekableSource[]) {
  const { quorum, kit } = opened
  let noMatch: KeyclaveError | null = null
  for (const open of identitiesOf(quorum, kit)) {
    const identity: Buffer = await open()
    try {
      return await openCopies(copies, identity)
    } catch (error) {
      if (!(error instanceof KeyclaveError) || error.code !== 'AGE_NO_MATCH') throw error
      noMatch ??= error
    } finally {
      wipe(identity)
    }
  }
  throw quorum.explainNoMatch(noMatch ?? refuse('AGE_NO_MATCH', {}))
}

function reported(
  { size, readAt }: SeekableFile,
  onFarthest: (position: number) => void,
): SeekableSource {
  let farthest = 0
  return {
    size,
    readAt: async (position, into) => {
      const read = await readAt(position, into)
      if (position + read > farthest) {
        farthest = position + read
        onFarthest(farthest)
      }
      return read
    },
  }
}
