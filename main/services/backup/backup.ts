import path from 'node:path'
import { refuse } from '../../../shared/errors.ts'
import { currentBackupKey } from '../../core/kit.ts'
import type { Kit } from '../../core/kit-schema.ts'
import type { RandomSource } from '../../core/random.ts'
import type { Vault } from '../../vault/vault.ts'
import type { Input } from '../files/input.ts'
import { readKit } from '../kits/kit-file.ts'
import type { OpenVault } from '../vaults.ts'
import type { Watch } from '../watch.ts'
import { writeBackup } from './write-backup.ts'

export interface CreateRequest {
  readonly paths: readonly string[]
  readonly kit: string
  /** The file to make. */
  readonly out: string
  /** Record the backup in this vault. */
  readonly vault?: string
}

export interface CreatedBackup {
  readonly files: number
  /** Of the files that were backed up. */
  readonly bytes: number
  /** Of the backup. */
  readonly size: number
  readonly sha256: string
  readonly setId: string
  readonly generation: number
  readonly out: string
}

/** Encrypting files to a quorum. Needs no share: the kit's public recipients are enough. */
export interface Backup {
  readonly create: (request: CreateRequest, watch: Watch) => Promise<CreatedBackup>
}

export interface BackupTools {
  readonly input: Input
  readonly openVault: OpenVault
  readonly now: () => Date
  readonly random: RandomSource
  readonly threads: number
}

export function createBackupService({
  input,
  openVault,
  now,
  random,
  threads,
}: BackupTools): Backup {
  return {
    create: async ({ paths, kit: kitFile, out, vault: vaultFile }, { signal, onEvent }) => {
      const kit = await readKit(kitFile, input)
      await withVault(vaultFile, openVault, vault => requireNewestKit(vault, kit))
      const { setId, generation, recipients } = recipientsOf(kit)
      const created = now()
      const written = await writeBackup({
        ...{ paths, out, recipients, setId, generation, created, random, threads, signal },
        onProgress: (done, total) =>
          onEvent({ kind: 'progress', task: 'backing up', done, total, unit: 'bytes' }),
      })
      await withVault(vaultFile, openVault, vault => {
        vault.backups.add('operator', {
          ...written,
          ...{ setId, generation, recipients },
          created: created.toISOString(),
          fileName: path.basename(out),
        })
      })
      return { ...written, setId, generation, out }
    },
  }
}

/**
 * Does something with the vault, if there is one. It is not kept open meanwhile: the files to back up
 * may contain the vault, and reading it would give up this process's lock on it.
 */
async function withVault(
  file: string | undefined,
  openVault: OpenVault,
  use: (vault: Vault) => void,
): Promise<void> {
  if (file === undefined) return
  const vault = await openVault(file, 'write')
  try {
    use(vault)
  } finally {
    vault.close()
  }
}

/** A backup is for the current backup key and for the quorum itself. */
export function recipientsOf(kit: Kit): {
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
