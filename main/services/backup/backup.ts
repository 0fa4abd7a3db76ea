import type { NewBackup } from '../../vault/backup-catalogue.ts'
import type { Vault } from '../../vault/vault.ts'
import type { Input } from '../files/input.ts'
import { readKit } from '../kits/kit-file.ts'
import { requireInForce } from '../kits/kit-in-force.ts'
import { NO_LEAVE_NEEDED } from '../people/authorize.ts'
import { backupDeed } from '../people/deeds.ts'
import { leaveFromFiles, requireVaultToSign, type SignerFile } from '../people/signers.ts'
import type { OpenVault } from '../vaults.ts'
import type { Watch } from '../watch.ts'
import {
  type BackupMeans,
  type CreatedBackup,
  makeBackup,
  makeCataloguedBackup,
} from './catalogued-backup.ts'

export interface CreateRequest {
  readonly paths: readonly string[]
  readonly kit: string
  /** The file to make. */
  readonly out: string
  /** Record the backup in this vault. */
  readonly vault?: string
  /** Who signs, in a vault with people. */
  readonly sign?: readonly SignerFile[]
  /** Whether to take the backup's SHA-256; a vault always has it. */
  readonly digest: boolean
}

/** What was made; `sha256` is null when nobody asked for it. */
export type MadeBackup = CreatedBackup & { readonly sha256: string | null }

/** Encrypting files to a quorum. Needs no share: the kit's public recipients are enough. */
export interface Backup {
  readonly create: (request: CreateRequest, watch: Watch) => Promise<MadeBackup>
}

export interface BackupTools extends BackupMeans {
  readonly input: Input
  readonly openVault: OpenVault
}

export function createBackupService({ input, openVault, ...means }: BackupTools): Backup {
  return {
    create: async ({ paths, kit: kitFile, out, vault: vaultFile, sign = [], digest }, watch) => {
      requireVaultToSign({ ...(vaultFile !== undefined && { vault: vaultFile }), sign })
      const kit = await readKit(kitFile, input)
      const order = { kit, paths, out }
      if (vaultFile === undefined && !digest) {
        return { ...(await makeBackup(order, means, watch)), sha256: null }
      }
      let leave = NO_LEAVE_NEEDED
      await withVault(vaultFile, openVault, async vault => {
        requireInForce(vault, kit)
        leave = await leaveFromFiles(vault, backupDeed(kit.quorum.setId), sign, {
          ...{ input, ...means, unsigned: 'operator' },
        })
      })
      try {
        const catalogue = (backup: NewBackup): Promise<void> =>
          withVault(vaultFile, openVault, vault => vault.backups.add(leave.actor, backup))
        return await makeCataloguedBackup({ ...order, catalogue }, means, watch)
      } finally {
        leave.close()
      }
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
  use: (vault: Vault) => unknown,
): Promise<void> {
  if (file === undefined) return
  const vault = await openVault(file, 'write')
  try {
    await use(vault)
  } finally {
    vault.close()
  }
}
