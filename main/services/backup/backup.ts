import path from 'node:path'
import type { Kit } from '../../core/kit/index.ts'
import type { AuditHead } from '../../core/text/index.ts'
import type { NewBackup, Vault } from '../../vault/index.ts'
import { type Input, refuseExisting, writeNewFile } from '../files/index.ts'
import { readKit, requireInForce } from '../kits/index.ts'
import type { PaperSize, Papers } from '../pages/index.ts'
import {
  backupDeed,
  leaveFromFiles,
  NO_LEAVE_NEEDED,
  requireVaultToSign,
  type SignerFile,
} from '../people/index.ts'
import type { Watch } from '../tasks/index.ts'
import { type OpenVault, reportInterrupted } from '../vaults/index.ts'
import { labelFacts } from './backup-label.ts'
import {
  type BackupMeans,
  type CreatedBackup,
  type DigestedBackup,
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
  /** Whether to take the backup's SHA-256; a vault and a label always have it. */
  readonly digest: boolean
  /** The PDF of its label. */
  readonly label?: { readonly file: string; readonly paper: PaperSize }
}

/** What was made; `sha256` is null when nobody asked for it, and `label` too. */
export type MadeBackup = CreatedBackup & {
  readonly sha256: string | null
  readonly label: string | null
}

/** Encrypting files to a quorum. Needs no share: the kit's public recipients are enough. */
export interface Backup {
  readonly create: (request: CreateRequest, watch: Watch) => Promise<MadeBackup>
}

export interface BackupTools extends BackupMeans {
  readonly input: Input
  readonly openVault: OpenVault
  readonly papers: Papers
}

export function createBackupService({ papers, ...tools }: BackupTools): Backup {
  return {
    create: async ({ label, ...request }, watch) => {
      requireVaultToSign(request)
      const kit = await readKit(request.kit, tools.input)
      const { paths, out } = request
      if (request.vault === undefined && label === undefined && !request.digest) {
        const made = await makeBackup({ kit, paths, out }, tools, watch)
        return { ...made, sha256: null, label: null }
      }
      if (label !== undefined) await refuseExisting(label.file) // before a long wait
      const { created, audit, ...made } = await catalogued(request, kit, tools, watch)
      if (label === undefined) return { ...made, label: null }
      const facts = labelFacts({ ...made, created, fileName: path.basename(out) }, kit, audit)
      await writeNewFile(label.file, await papers.backupLabel(facts, label.paper))
      return { ...made, label: label.file }
    },
  }
}

/** Makes a backup with its digest, recorded in the vault if there is one: and where its log stands then. */
async function catalogued(
  { paths, out, vault: vaultFile, sign = [] }: CreateRequest,
  kit: Kit,
  { input, openVault, ...means }: Omit<BackupTools, 'papers'>,
  watch: Watch,
): Promise<DigestedBackup & { readonly audit: AuditHead | null }> {
  let leave = NO_LEAVE_NEEDED
  let audit: AuditHead | null = null
  await withVault(vaultFile, openVault, async vault => {
    reportInterrupted(vault, watch)
    requireInForce(vault, kit)
    leave = await leaveFromFiles(vault, backupDeed(kit.quorum.setId), sign, {
      ...{ input, ...means, unsigned: 'operator' },
    })
  })
  try {
    const catalogue = (backup: NewBackup): Promise<void> =>
      withVault(vaultFile, openVault, vault => {
        vault.backups.add(leave.actor, backup)
        audit = vault.audit.head()
      })
    const made = await makeCataloguedBackup({ kit, paths, out, catalogue }, means, watch)
    return { ...made, audit }
  } finally {
    leave.close()
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
