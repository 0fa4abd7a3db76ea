import path from 'node:path'
import { refuse } from '../../../shared/errors.ts'
import { currentBackupKey } from '../../core/kit.ts'
import type { Kit } from '../../core/kit-schema.ts'
import type { RandomSource } from '../../core/random.ts'
import type { NewBackup } from '../../vault/backup-catalogue.ts'
import type { Vault } from '../../vault/vault.ts'
import type { Watch } from '../watch.ts'
import { type WrittenBackup, writeBackup } from './write-backup.ts'

export interface BackupOrder {
  readonly kit: Kit
  /** Files and folders to back up. */
  readonly paths: readonly string[]
  /** The file to make. */
  readonly out: string
  /** Puts the backup into a catalogue, if there is one. */
  readonly catalogue: (backup: NewBackup) => Promise<void>
}

export interface BackupMeans {
  readonly now: () => Date
  readonly random: RandomSource
  readonly threads: number
}

export interface CreatedBackup extends WrittenBackup {
  readonly setId: string
  readonly generation: number
  readonly out: string
}

/**
 * Encrypts files to the quorum of a kit and records the backup. A refusal of either leaves no file
 * behind, and the same can be asked for again.
 *
 * @throws KIT_FORMAT, and what `writeBackup` and the catalogue throw
 */
export async function makeCataloguedBackup(
  { kit, paths, out, catalogue }: BackupOrder,
  { now, random, threads }: BackupMeans,
  { signal, onEvent }: Watch,
): Promise<CreatedBackup> {
  const { setId, generation, recipients } = recipientsOf(kit)
  const created = now()
  const written = await writeBackup({
    ...{ paths, out, recipients, setId, generation, created, random, threads, signal },
    onProgress: (done, total) =>
      onEvent({ kind: 'progress', task: 'backing up', done, total, unit: 'bytes' }),
    record: facts =>
      catalogue({
        ...{ ...facts, setId, generation, recipients },
        created: created.toISOString(),
        fileName: path.basename(out),
      }),
  })
  return { ...written, setId, generation, out }
}

/** A backup is for the current backup key and for the quorum itself. */
function recipientsOf(kit: Kit): {
  readonly setId: string
  readonly generation: number
  readonly recipients: readonly string[]
} {
  const { setId, recipient } = kit.quorum
  const backupKey = currentBackupKey(kit)
  if (backupKey === null) {
    throw refuse('KIT_FORMAT', { where: 'backupKeys', problem: 'must hold a backup key' })
  }
  const { generation } = backupKey
  return { setId, generation, recipients: [backupKey.recipient, recipient] }
}

/** An old or foreign kit would encrypt to a retired, or to somebody else's, backup key. */
export function requireNewestKit(vault: Vault, kit: Kit): void {
  const { setId } = kit.quorum
  const newest = vault.kits.kitOf(setId)
  if (newest !== null && newest.digest !== kit.digest) throw refuse('KIT_OUTDATED', { setId })
}
