import path from 'node:path'
import { type Input, refuseExisting, writeNewFile } from '../files/index.ts'
import { readKit } from '../kits/index.ts'
import type { PaperSize, Papers } from '../pages/index.ts'
import {
  type ApprovalTools,
  permitFromFiles,
  requireVaultToSign,
  type SignerFile,
} from '../people/index.ts'
import type { Watch } from '../tasks/index.ts'
import { type OpenVault, vaultAt } from '../vaults/index.ts'
import { labelFacts } from './backup-label.ts'
import { type BackupMeans, type CreatedBackup, makeBackup } from './catalogued-backup.ts'
import { createBackup } from './create-backup.ts'

interface CreateRequest {
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
type MadeBackup = CreatedBackup & {
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
  readonly uptime: ApprovalTools['uptime']
}

export function createBackupService(tools: BackupTools): Backup {
  const { input, openVault, papers, ...means } = tools
  return {
    create: async (request, watch) => {
      requireVaultToSign(request)
      const kit = await readKit(request.kit, input)
      const { paths, out, label, sign = [], vault: file } = request
      const order = { kit, paths, out }
      if (file === undefined && label === undefined && !request.digest) {
        return { ...(await makeBackup(order, means, watch)), sha256: null, label: null }
      }
      if (label !== undefined) await refuseExisting(label.file) // before a long wait
      const ports = {
        vault: file === undefined ? null : vaultAt(file, openVault, watch),
        permit: permitFromFiles(sign, tools),
      }
      const backup = await createBackup(order, ports, means, watch)
      const { created, audit, id: _, ...made } = backup
      if (label === undefined) return { ...made, label: null }
      const facts = labelFacts({ ...made, created, fileName: path.basename(out) }, kit, audit)
      await writeNewFile(label.file, await papers.backupLabel(facts, label.paper))
      return { ...made, label: label.file }
    },
  }
}
