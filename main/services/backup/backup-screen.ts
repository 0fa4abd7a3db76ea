import type { Buffer } from 'node:buffer'
import path from 'node:path'
import type { MainOutput, Output } from '../../../shared/contract.ts'
import {
  absolutePath,
  freeSpace,
  type Input,
  readSourceTree,
  writeNewFile,
} from '../files/index.ts'
import { type KitSource, trustedKitFrom } from '../kits/index.ts'
import type { Occupation } from '../occupation/index.ts'
import { backupFactsOf } from '../overview/index.ts'
import type { PaperSize, Papers } from '../pages/index.ts'
import { type Gate, permitBy } from '../people/index.ts'
import { type Printing, printAsTask } from '../printing/index.ts'
import type { Tasks } from '../tasks/index.ts'
import type { Workspace } from '../vaults/index.ts'
import { labelIn } from './backup-label.ts'
import type { BackupMeans } from './catalogued-backup.ts'
import { createBackup } from './create-backup.ts'
import { readBackupBack } from './read-back.ts'

/** Backups in the window. */
export interface BackupScreen {
  readonly survey: (paths: readonly string[], out: string) => Promise<Output<'backup.survey'>>
  readonly create: (
    paths: readonly string[],
    kit: KitSource,
    out: string,
    approval: string | null,
  ) => Promise<MainOutput<'backup.create'>>
  readonly check: (file: string, sha256: string | null) => Promise<Output<'backup.check'>>
  readonly catalogue: () => Promise<Output<'backup.catalogue'>>
  /** Writes the label of a backup into a new file. */
  readonly saveLabel: (id: string, out: string, paper: PaperSize) => Promise<string>
  readonly printLabel: (
    id: string,
    printer: string,
    paper: PaperSize,
  ) => Promise<Output<'backup.printLabel'>>
}

export interface BackupScreenTools extends BackupMeans {
  readonly input: Input
  readonly workspace: Workspace
  readonly tasks: Tasks
  readonly occupation: Occupation
  readonly authorize: Gate
  readonly papers: Papers
  readonly printing: Printing
}

/** More than this crosses in no single answer. */
const MOST_BACKUPS = 5000

export function createBackupScreen(tools: BackupScreenTools): BackupScreen {
  const { workspace, tasks, occupation, authorize, papers, printing } = tools
  const labelOf = async (id: string, paper: PaperSize): Promise<Buffer> => {
    const facts = await workspace.require().use('read', vault => labelIn(vault, id))
    return await papers.backupLabel(facts, paper)
  }
  return {
    survey: async (given, to) => {
      const out = absolutePath(to)
      const { files, bytes } = await readSourceTree(given.map(absolutePath), out)
      return { files, bytes, free: await freeSpace(path.dirname(out)) }
    },

    create: async (given, source, to, approval) => {
      occupation.requireFree('backup')
      return tasks.run('backup', async watch => {
        // The vault that is open now, even if the lock closes it meanwhile.
        const ports = { vault: workspace.current, permit: permitBy(authorize, approval) }
        const paths = given.map(absolutePath)
        const out = absolutePath(to)
        const kit = await trustedKitFrom(source, ports.vault, tools)
        const made = await createBackup({ kit, paths, out }, ports, tools, watch)
        const { out: path, created: _, audit: __, ...facts } = made
        return { ...facts, path, file: path }
      })
    },

    check: async (given, expected) => {
      occupation.requireFree('backup-check')
      return tasks.run('backup-check', watch =>
        readBackupBack(absolutePath(given), expected, workspace.current, watch),
      )
    },

    catalogue: () =>
      workspace.require().use('look', vault => {
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
      printAsTask({ printing, tasks }, () => labelOf(id, paper), name, paper),
  }
}
