import { Buffer } from 'node:buffer'
import path from 'node:path'
import type { Output } from '../../../shared/contract.ts'
import { refuse } from '../../../shared/errors.ts'
import type { RandomSource } from '../../core/bytes/index.ts'
import { parseKit } from '../../core/kit/index.ts'
import type { Actor } from '../../core/log/index.ts'
import type { NewBackup } from '../../vault/index.ts'
import {
  absolutePath,
  freeSpace,
  type Input,
  readSourceTree,
  writeNewFile,
} from '../files/index.ts'
import { type KitSource, kitFrom, requireInForce } from '../kits/index.ts'
import { backupFactsOf } from '../overview/index.ts'
import type { PaperSize, Papers } from '../pages/index.ts'
import { backupDeed, type Gate } from '../people/index.ts'
import type { Printing } from '../printing/index.ts'
import type { Tasks } from '../tasks/index.ts'
import type { VaultReference, Workspace } from '../vaults/index.ts'
import { labelFacts } from './backup-label.ts'
import { makeCataloguedBackup } from './catalogued-backup.ts'
import { type BackupLooks, lookAtBackup } from './check-backup.ts'

type Checked = Output<'backup.check'>

/** Backups in the window. */
export interface BackupScreen {
  readonly survey: (paths: readonly string[], out: string) => Promise<Output<'backup.survey'>>
  readonly create: (
    paths: readonly string[],
    kit: KitSource,
    out: string,
    approval: string | null,
  ) => Promise<Output<'backup.create'>>
  readonly check: (file: string, sha256: string | null) => Promise<Checked>
  readonly catalogue: () => Promise<Output<'backup.catalogue'>>
  /** Writes the label of a backup into a new file. */
  readonly saveLabel: (id: string, out: string, paper: PaperSize) => Promise<string>
  readonly printLabel: (
    id: string,
    printer: string,
    paper: PaperSize,
  ) => Promise<Output<'backup.printLabel'>>
}

export interface BackupScreenTools {
  readonly input: Input
  readonly workspace: Workspace
  readonly tasks: Tasks
  readonly now: () => Date
  readonly random: RandomSource
  readonly threads: number
  /** A ceremony has the vault for itself. @throws CEREMONY_RUNNING */
  readonly requireFree: () => void
  readonly authorize: Gate
  readonly papers: Papers
  readonly printing: Printing
}

/** More than this crosses in no single answer. */
const MOST_BACKUPS = 5000

export function createBackupScreen(tools: BackupScreenTools): BackupScreen {
  const { workspace, tasks, now, random, threads, papers, printing } = tools
  const labelOf = async (id: string, paper: PaperSize): Promise<Buffer> => {
    const facts = await workspace.require().use('read', vault => {
      const backup = vault.backups.get(id)
      const stored = vault.kits.kitOf(backup.setId)
      return labelFacts(backup, stored && parseKit(Buffer.from(stored.bytes)), vault.audit.head())
    })
    return await papers.backupLabel(facts, paper)
  }
  return {
    survey: async (given, to) => {
      const out = absolutePath(to)
      const { files, bytes } = await readSourceTree(given.map(absolutePath), out)
      return { files, bytes, free: await freeSpace(path.dirname(out)) }
    },

    create: (given, source, to, approval) =>
      tasks.run('backup', async watch => {
        tools.requireFree()
        // The vault that is open now, even if the lock closes it meanwhile.
        const vault = writable(workspace.current)
        const paths = given.map(absolutePath)
        const out = absolutePath(to)
        const kit = await kitFrom(source, tools)
        const leave = await vault?.use('write', opened => {
          requireInForce(opened, kit)
          return tools.authorize(opened, backupDeed(kit.quorum.setId), approval, OPERATOR)
        })
        let id: string | null = null
        const catalogue = async (entry: NewBackup): Promise<void> => {
          id = await catalogueIn(vault, entry, leave?.actor)
        }
        try {
          const order = { kit, paths, out, catalogue }
          const made = await makeCataloguedBackup(order, { now, random, threads }, watch)
          const { out: _, created: __, ...facts } = made
          return { ...facts, path: out, id }
        } finally {
          leave?.close()
        }
      }),

    check: (given, expected) =>
      tasks.run('backup-check', async watch => {
        const file = absolutePath(given)
        const looks = await lookAtBackup(file, watch)
        const comparedWith = await compare(file, looks, expected, workspace.current)
        return { ...report(looks, comparedWith), comparedWith }
      }),

    catalogue: () =>
      workspace.require().use('read', vault => {
        const backups = vault.backups.list()
        const newest = backups.slice(-MOST_BACKUPS).reverse()
        return { backups: newest.map(backupFactsOf), total: backups.length }
      }),

    saveLabel: async (id, to, paper) => {
      const out = absolutePath(to)
      await writeNewFile(out, await labelOf(id, paper))
      return out
    },

    printLabel: (id, name, paper) =>
      tasks.run('print', async ({ signal }) => {
        const label = await labelOf(id, paper)
        const { printer, job, removed } = await printing.printPublic(label, name, paper, signal)
        return { printer, job, removed }
      }),
  }
}

/** The actor's name in a vault without people. */
const OPERATOR = 'operator'

const catalogueIn = async (
  vault: VaultReference | null,
  backup: NewBackup,
  actor: Actor = OPERATOR,
): Promise<string | null> => {
  const entry = await vault?.use('write', ({ backups }) => backups.add(actor, backup))
  return entry?.id ?? null
}

const writable = (vault: VaultReference | null): VaultReference | null =>
  vault === null || vault.readOnly ? null : vault

/** @throws BACKUP_DIGEST */
async function compare(
  file: string,
  { sha256 }: BackupLooks,
  expected: string | null,
  vault: VaultReference | null,
): Promise<Checked['comparedWith']> {
  if (expected !== null) {
    if (expected !== sha256) throw refuse('BACKUP_DIGEST', { path: file })
    return 'what was written'
  }
  const known = (await vault?.use('read', ({ backups }) => backups.list())) ?? []
  if (known.some(backup => backup.sha256 === sha256)) return 'catalogue'
  // The catalogue knows a backup of this name, and this is another file.
  if (known.some(backup => backup.fileName === path.basename(file))) {
    throw refuse('BACKUP_DIGEST', { path: file })
  }
  return 'nothing'
}

const COMPARED: { readonly [with_ in Checked['comparedWith']]: string | null } = {
  'what was written': 'Its SHA-256 is that of the backup when it was written.',
  catalogue: "Its SHA-256 stands in the vault's catalogue.",
  nothing: null,
}

/** In sentences, what this check was and what it was not. */
function report(
  { size, sha256, recipients, chunks }: BackupLooks,
  comparedWith: Checked['comparedWith'],
): Omit<Checked, 'comparedWith'> {
  const compared = COMPARED[comparedWith]
  return {
    ...{ size, sha256, chunks, recipients: [...recipients] },
    did: [
      `All ${size} bytes of the file were read.`,
      ...(compared === null ? [] : [compared]),
      `Its age header is well formed, for ${recipients.length} recipients.`,
      `Its length is that of a whole file of ${chunks} chunks of 64 KiB.`,
    ],
    didNot: [
      ...(compared === null
        ? ['Nothing was there to compare its SHA-256 with, so a change inside it would not show.']
        : []),
      'It was not opened: only a quorum of shares with the passphrase can do that.',
      'The system may have read it from its own memory: to be sure of the drive, unplug it, plug it in again and check once more.',
    ],
  }
}
