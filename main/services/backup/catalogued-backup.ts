import { createHash } from 'node:crypto'
import path from 'node:path'
import { refuse } from '../../../shared/errors.ts'
import type { RandomSource } from '../../core/bytes/index.ts'
import {
  currentBackupKey,
  formatFingerprint,
  kitFingerprint,
  type TrustedKit,
} from '../../core/kit/index.ts'
import type { NewBackup } from '../../vault/index.ts'
import type { Watch } from '../tasks/index.ts'
import { type WriteRequest, type WrittenBackup, writeBackup } from './write-backup.ts'

export interface BackupOrder {
  readonly kit: TrustedKit
  /** Files and folders to back up. */
  readonly paths: readonly string[]
  /** The file to make. */
  readonly out: string
}

export interface BackupMeans {
  readonly now: () => Date
  readonly random: RandomSource
  readonly threads: number
}

export interface CreatedBackup extends WrittenBackup {
  readonly setId: string
  readonly generation: number
  /** Of the kit that it was encrypted to, as it stands on its cards. */
  readonly kitFingerprint: string
  readonly out: string
}

export interface DigestedBackup extends CreatedBackup {
  /** RFC 3339. */
  readonly created: string
  /** SHA-256 of the backup, in hex. */
  readonly sha256: string
}

/**
 * Encrypts files to the quorum of a kit. A refusal leaves no file behind, and the same can be asked for
 * again.
 *
 * @throws KIT_FORMAT, and what `writeBackup` throws
 */
export async function makeBackup(
  order: BackupOrder,
  means: BackupMeans,
  watch: Watch,
): Promise<CreatedBackup> {
  return await write(recipientsOf(order.kit), means.now(), order, means, watch)
}

/**
 * Encrypts files to the quorum of a kit, takes the backup's digest and records both. A refusal of either
 * leaves no file behind.
 *
 * @param catalogue puts the backup into a catalogue, if there is one
 * @throws KIT_FORMAT, and what `writeBackup` and the catalogue throw
 */
export async function makeCataloguedBackup(
  order: BackupOrder & { readonly catalogue: (backup: NewBackup) => Promise<void> },
  means: BackupMeans,
  watch: Watch,
): Promise<DigestedBackup> {
  const origin = recipientsOf(order.kit)
  const created = means.now()
  const hash = createHash('sha256')
  let sha256 = ''
  const written = await write(origin, created, order, means, watch, {
    onPiece: piece => hash.update(piece),
    record: facts => {
      sha256 = hash.digest('hex')
      return order.catalogue({
        ...{ ...facts, ...origin, sha256, created: created.toISOString() },
        fileName: path.basename(order.out),
      })
    },
  })
  return { ...written, created: created.toISOString(), sha256 }
}

async function write(
  origin: Origin,
  created: Date,
  { kit, paths, out }: BackupOrder,
  { random, threads }: BackupMeans,
  { signal, onEvent }: Watch,
  onTheWay: Pick<WriteRequest, 'onPiece' | 'record'> = {},
): Promise<CreatedBackup> {
  const written = await writeBackup({
    ...{ ...origin, ...onTheWay, paths, out, created, random, threads, signal },
    onProgress: (done, total) =>
      onEvent({ kind: 'progress', task: 'backing-up', done, total, unit: 'bytes' }),
  })
  const { setId, generation } = origin
  const fingerprint = formatFingerprint(kitFingerprint(kit.quorum))
  return { ...written, setId, generation, kitFingerprint: fingerprint, out }
}

/** Whose backup it is, and who can open it. */
interface Origin {
  readonly setId: string
  readonly generation: number
  readonly recipients: readonly string[]
}

/**
 * A backup is for the current backup key and for the quorum itself. A newest backup key that nothing
 * proves is nobody's: no older one is taken in its place.
 *
 * @throws KIT_FORMAT, ITEM_UNPROVED
 */
function recipientsOf(trusted: TrustedKit): Origin {
  const { setId, recipient } = trusted.quorum
  const newest = currentBackupKey(trusted.kit)
  const backupKey = newest && trusted.item(newest)
  if (backupKey === null) {
    throw refuse('KIT_FORMAT', { where: 'backupKeys', problem: 'no-backup-key' })
  }
  const { generation } = backupKey
  return { setId, generation, recipients: [backupKey.recipient, recipient] }
}
