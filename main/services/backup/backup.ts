import path from 'node:path'
import { currentBackupKey, type Kit } from '../../core/kit/index.ts'
import {
  type ClearedLeftover,
  clearLeftovers,
  type Input,
  readSourceTree,
  refuseBackup,
  refuseExisting,
  type SourceTree,
  writeNewFile,
} from '../files/index.ts'
import { readKit, trustKit } from '../kits/index.ts'
import type { PaperSize, Papers } from '../pages/index.ts'
import {
  type ApprovalTools,
  permitFromFiles,
  requireVaultToSign,
  type SignerFile,
} from '../people/index.ts'
import { type ListAtHand, requireGoodByList, usedBackupKey } from '../status/index.ts'
import type { Watch } from '../tasks/index.ts'
import { type OpenVault, vaultAt } from '../vaults/index.ts'
import { labelFacts } from './backup-label.ts'
import { type BackupMeans, type CreatedBackup, makeBackup } from './catalogued-backup.ts'
import { checkFileOf } from './check-file.ts'
import { createBackup } from './create-backup.ts'
import { type GatheredVolumes, type GatherOrder, gatherVolumes } from './gather-volumes.ts'
import { type MadeParity, refuseParity } from './parity-files.ts'
import { createScrubbing, type Scrubbing } from './scrubbing.ts'

interface CreateRequest {
  readonly paths: readonly string[]
  /** What is left out by agreement: kinds (`OddKind`), and patterns of paths in the backup. */
  readonly leaveOut?: readonly string[]
  readonly kit: string
  /** The kit's fingerprint as it stands on a card, its first 8 digits or more; absent: it is asked for. */
  readonly fingerprint?: string
  /** The newest status list: whether the kit's backup key is still to be used. */
  readonly status?: ListAtHand
  /** The file to make. */
  readonly out: string
  /** Record the backup in this vault. */
  readonly vault?: string
  /** Who signs, in a vault with people. */
  readonly sign?: readonly SignerFile[]
  /** Whether to take the backup's SHA-256; a vault and a label always have it. */
  readonly digest: boolean
  /** Whether to make its check file, beside it. */
  readonly check?: boolean
  /** Recovery slices for each hundred slices of the backup, 1…100; absent: no recovery file is made. */
  readonly parity?: number
  /** Bytes of each of its volumes; absent: it is one file. */
  readonly volumeSize?: number
  /** Remove what killed programs left beside it; otherwise they are named. */
  readonly removeLeftovers?: boolean
  /** The PDF of its label. */
  readonly label?: { readonly file: string; readonly paper: PaperSize }
}

/** What was made; `sha256` is null when nobody asked for it, and `label` too. */
type MadeBackup = CreatedBackup & {
  readonly sha256: string | null
  readonly label: string | null
  /** Root of its check file, in hex; null: none was made. */
  readonly tree: string | null
  /** Its recovery file; null: none was made. */
  readonly parity: MadeParity | null
  readonly leftovers: readonly ClearedLeftover[]
}

/** What would be in a backup, and what not. */
type Surveyed = Pick<SourceTree, 'files' | 'bytes' | 'leftOut' | 'repeated'>

/** Encrypting files to a quorum. Needs no share: the kit's public recipients are enough. */
export interface Backup extends Scrubbing {
  /** What would be in it. @throws as `create`, before it writes */
  readonly survey: (
    paths: readonly string[],
    out: string,
    leaveOut: readonly string[],
  ) => Promise<Surveyed>
  readonly create: (request: CreateRequest, watch: Watch) => Promise<MadeBackup>
  /** Brings the volumes of a backup together in a folder, one drive after the other. */
  readonly gather: (
    order: GatherOrder & { readonly vault?: string },
    watch: Watch,
  ) => Promise<GatheredVolumes>
}

export interface BackupTools extends BackupMeans {
  readonly input: Input
  readonly openVault: OpenVault
  readonly papers: Papers
  readonly uptime: ApprovalTools['uptime']
}

export function createBackupService(tools: BackupTools): Backup {
  const { input, openVault, papers, ...means } = tools
  /** Both recipients of a backup are the kit's: its newest backup key, and the quorum itself. */
  const requireByList = (list: ListAtHand, kit: Kit): Promise<void> => {
    const key = currentBackupKey(kit)
    const used = key === null ? [] : [usedBackupKey(key)]
    return requireGoodByList(list, kit, used, 'protect', tools)
  }
  return {
    ...createScrubbing(tools),
    gather: ({ vault, ...order }, watch) =>
      gatherVolumes(order, vault === undefined ? null : vaultAt(vault, openVault, watch), watch),
    survey: async (paths, out, leaveOut) => {
      const { files, bytes, leftOut, repeated } = await readSourceTree(paths, out, leaveOut)
      return { files, bytes, leftOut, repeated }
    },
    create: async (request, watch) => {
      requireVaultToSign(request)
      const { paths, leaveOut = [], out, label, sign = [], vault: file } = request
      const vault = file === undefined ? null : vaultAt(file, openVault, watch)
      const expected = { given: request.fingerprint ?? null, ask: input.askShown }
      const kit = await trustKit(await readKit(request.kit, input), vault, expected)
      if (request.status !== undefined) await requireByList(request.status, kit.kit)
      const check = request.check === true
      if (check) await refuseExisting(checkFileOf(out))
      const { parity, volumeSize } = request
      await refuseParity(out, request)
      await refuseBackup(out, volumeSize ?? null)
      const leftovers = await clearLeftovers(out, request.removeLeftovers === true)
      const order = {
        kit,
        paths,
        leaveOut,
        out,
        check,
        ...(parity === undefined ? {} : { parity }),
        ...(volumeSize === undefined ? {} : { volumeSize }),
      }
      const plain = !request.digest && !check && parity === undefined
      if (file === undefined && label === undefined && plain) {
        const made = await makeBackup(order, means, watch)
        return { ...made, leftovers, sha256: null, label: null, tree: null, parity: null }
      }
      if (label !== undefined) await refuseExisting(label.file) // before a long wait
      const ports = {
        vault,
        permit: permitFromFiles(sign, tools),
      }
      const backup = await createBackup(order, ports, means, watch)
      const { created, audit, id: _, ...made } = backup
      if (label === undefined) return { ...made, leftovers, label: null }
      const facts = labelFacts({ ...made, created, fileName: path.basename(out) }, kit.kit, audit)
      await writeNewFile(label.file, await papers.backupLabel(facts, label.paper))
      return { ...made, leftovers, label: label.file }
    },
  }
}
