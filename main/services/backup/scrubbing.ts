import { existsSync } from 'node:fs'
import path from 'node:path'
import { refuse } from '../../../shared/errors.ts'
import { type DigestTree, DigestTreeBuilder } from '../../core/backup/index.ts'
import {
  aboutInput,
  type ClearedLeftover,
  clearLeftovers,
  filesOf,
  oneBackup,
  type PlacedBackup,
  placesBeside,
  placesOf,
  refuseBackup,
  refuseExisting,
} from '../files/index.ts'
import type { Watch } from '../tasks/index.ts'
import { type OpenVault, type VaultReference, vaultAt } from '../vaults/index.ts'
import { compareBackup, lookingAt, NOTHING_BESIDES } from './check-backup.ts'
import { checkFileOf, readTree, writeTree } from './check-file.ts'
import { type CheckedParity, recoveryBeside } from './check-parity.ts'
import {
  apartFromParity,
  type MadeParity,
  type ParityMeans,
  parityBeside,
  parityFileOf,
  writeParity,
} from './parity-files.ts'
import { readBackShown } from './read-back.ts'
import { type RepairedBackup, repairBackup } from './repair-backup.ts'
import { repairWithParity } from './repair-with-parity.ts'

/** What keeps backups whole over years without a quorum: comparing them block by block, and repairing them. */

export interface CheckRequest {
  /** The backup, or its volumes. */
  readonly files: readonly string[]
  /** Absent: the one that lies beside it, if there is one. */
  readonly checkFile?: string
  /** The root of the check file as it stands on the label, its first 8 digits or more. */
  readonly root?: string
  /** Make a check file of the backup as it is now. */
  readonly write: boolean
  /** Compare with this vault's log and catalogue. */
  readonly vault?: string
}

export type CheckedBackup =
  | {
      readonly kind: 'blocks'
      readonly checkFile: string
      readonly blocks: number
      readonly root: string
      /** What says that the check file is the right one; null: nothing does. */
      readonly proved: 'given' | 'log' | null
      /** The recovery files that lie beside it; null: there are none. */
      readonly parity: CheckedParity | null
    }
  | ({
      readonly kind: 'whole'
      readonly written: string | null
      readonly root: string | null
      readonly parity: CheckedParity | null
    } & Awaited<ReturnType<typeof readBackShown>>)

export interface RepairRequest {
  /** Copies of one backup, whole or in volumes, and recovery files that lie elsewhere. */
  readonly copies: readonly string[]
  readonly out: string
  /** Bytes of each of its volumes; absent: it is one file. */
  readonly volumeSize?: number
  /** Remove what killed programs left beside it; otherwise they are named. */
  readonly removeLeftovers?: boolean
  /** Absent: one that lies beside a copy, if there is one. */
  readonly checkFile?: string
  readonly root?: string
}

export interface ParityRequest {
  /** The backup, or its volumes. */
  readonly files: readonly string[]
  /** Recovery slices for each hundred slices of the backup, 1…100. */
  readonly percent: number
}

export interface Scrubbing {
  /**
   * Compares a backup with its check file or, without one, with its SHA-256 as far as that is known; and with
   * the recovery files that lie beside it.
   */
  readonly check: (request: CheckRequest, watch: Watch) => Promise<CheckedBackup>
  /** Makes the recovery file of a backup, beside it. */
  readonly parity: (request: ParityRequest, watch: Watch) => Promise<MadeParity>
  /** Makes a whole backup of damaged copies, and of the recovery files that lie beside them. */
  readonly repair: (
    request: RepairRequest,
    watch: Watch,
  ) => Promise<RepairedBackup & { readonly leftovers: readonly ClearedLeftover[] }>
}

export function createScrubbing({
  openVault,
  threads,
}: ParityMeans & { readonly openVault: OpenVault }): Scrubbing {
  return {
    check: async (request, watch) => {
      const { root = null, write } = request
      const backup = await oneBackup(request.files)
      const vault = request.vault === undefined ? null : vaultAt(request.vault, openVault, watch)
      const checkFile = request.checkFile ?? checkFileOf(backup.file)
      if (write) {
        await refuseExisting(checkFile)
        const builder = new DigestTreeBuilder()
        const nothing = { tree: null, recovery: null }
        const { result } = await compareBackup(backup, nothing, watch, lookingAt(builder))
        const checked = await readBackShown(backup, result, null, vault)
        const tree = builder.end()
        await writeTree(tree, checkFile)
        return { kind: 'whole', written: checkFile, root: tree.root, parity: null, ...checked }
      }
      const tree = await treeIfAny(request.checkFile ?? null, [backup])
      if (tree !== null) requireRoot(tree, root, checkFile)
      const recovery = await recoveryBeside(backup, tree, watch)
      if (tree === null) {
        const sources = { tree, recovery }
        const { compared, result } = await compareBackup(backup, sources, watch, lookingAt())
        const checked = await readBackShown(backup, result, null, vault)
        return { kind: 'whole', written: null, root: null, parity: compared.parity, ...checked }
      }
      const { compared } = await compareBackup(backup, { tree, recovery }, watch, NOTHING_BESIDES)
      const proved = root !== null ? 'given' : (await isInLog(tree, vault)) ? 'log' : null
      const { parity, blocks } = compared
      return { kind: 'blocks', checkFile, blocks: blocks ?? 0, root: tree.root, proved, parity }
    },

    parity: async ({ files, percent }, watch) => {
      const backup = await oneBackup(files)
      const order = { parityFile: parityFileOf(backup.file), percent }
      return await writeParity(await filesOf(backup), order, { threads }, watch)
    },

    repair: async (request, watch) => {
      const { out, volumeSize = null, removeLeftovers = false } = request
      await refuseBackup(out, volumeSize)
      const leftovers = await clearLeftovers(out, removeLeftovers)
      return { ...(await repairCopies(request, { threads }, watch)), leftovers }
    },
  }
}

/** Whether the log of a vault knows a check file. @throws VAULT_* */
export async function isInLog(
  { root }: DigestTree,
  vault: VaultReference | null,
): Promise<boolean> {
  const created = await vault?.use('read', ({ audit }) => audit.named(['backup.created']))
  return created?.some(({ details }) => details.tree === root) === true
}

/**
 * Makes a whole backup of damaged copies, and of the check file and the recovery files that lie beside them.
 *
 * @throws BACKUP_CHECK_FILE, BACKUP_ROOT; as repairBackup and repairWithParity
 */
export async function repairCopies(
  request: RepairRequest,
  means: ParityMeans,
  watch: Watch,
): Promise<RepairedBackup> {
  const { copies: files, out, volumeSize = null, checkFile = null, root = null } = request
  await refuseBackup(out, volumeSize)
  const named = await apartFromParity(files)
  const copies = await placesOf(named.others)
  const tree = await treeIfAny(checkFile, copies)
  if (tree !== null) requireRoot(tree, root, checkFile ?? path.basename(out))
  const parity = [...new Set([...named.parity, ...(await parityBeside(copies))])]
  const order = { copies, out, volumeSize, tree }
  return parity.length === 0
    ? await repairBackup(order, watch)
    : await repairWithParity({ ...order, parity }, means, watch)
}

/**
 * The check file that is named or, if none is, the first whole one that lies beside a copy.
 *
 * @throws BACKUP_CHECK_FILE for one that is named, and where there is only a damaged one; FILE_*
 */
export async function treeIfAny(
  named: string | null,
  copies: readonly PlacedBackup[],
): Promise<DigestTree | null> {
  const beside = [...new Set(copies.flatMap(placesBeside))]
    .map(checkFileOf)
    .filter(file => existsSync(file))
  const files = named === null ? beside : [named]
  for (const file of files) {
    try {
      return await readTree(file)
    } catch (error) {
      if (file === files.at(-1)) throw aboutInput(file, error)
    }
  }
  return null
}

/** @throws BACKUP_ROOT */
function requireRoot({ root }: DigestTree, given: string | null, checkFile: string): void {
  if (given === null) return
  const digits = given.replaceAll(/[\s-]/g, '').toLowerCase()
  if (digits.length < 8 || !root.startsWith(digits))
    throw refuse('BACKUP_ROOT', { path: checkFile })
}
