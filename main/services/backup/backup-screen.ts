import type { Buffer } from 'node:buffer'
import path from 'node:path'
import type { OddKind } from '../../../shared/codes/index.ts'
import type { MainOutput, Output } from '../../../shared/contract.ts'
import {
  absolutePath,
  freeSpace,
  type Input,
  oneBackup,
  readSourceTree,
  writeNewFile,
} from '../files/index.ts'
import { type KitSource, trustedKitFrom } from '../kits/index.ts'
import type { Occupation } from '../occupation/index.ts'
import { backupFactsIn } from '../overview/index.ts'
import type { PaperSize, Papers } from '../pages/index.ts'
import { type Gate, permitBy } from '../people/index.ts'
import { type Printing, printAsTask } from '../printing/index.ts'
import type { Tasks } from '../tasks/index.ts'
import type { Workspace } from '../vaults/index.ts'
import { labelIn } from './backup-label.ts'
import type { BackupMeans, BackupOrder } from './catalogued-backup.ts'
import { type CheckedParity, checkParity } from './check-parity.ts'
import { createBackup } from './create-backup.ts'
import { parityBeside, refuseParity } from './parity-files.ts'
import { readBackupBack } from './read-back.ts'
import { repairCopies } from './scrubbing.ts'

/** Backups in the window. */
export interface BackupScreen {
  readonly survey: (
    paths: readonly string[],
    out: string,
    leaveOut: readonly OddKind[],
  ) => Promise<Output<'backup.survey'>>
  readonly create: (
    order: ScreenOrder,
    approval: string | null,
  ) => Promise<MainOutput<'backup.create'>>
  readonly check: (file: string, sha256: string | null) => Promise<Output<'backup.check'>>
  readonly recoveryFiles: (file: string) => Promise<number>
  /** Makes a whole backup of one that is damaged, and of what lies beside it. */
  readonly repair: (file: string, out: string) => Promise<MainOutput<'backup.repair'>>
  readonly catalogue: () => Promise<Output<'backup.catalogue'>>
  /** Writes the label of a backup into a new file. */
  readonly saveLabel: (id: string, out: string, paper: PaperSize) => Promise<string>
  readonly printLabel: (
    id: string,
    printer: string,
    paper: PaperSize,
  ) => Promise<Output<'backup.printLabel'>>
}

interface ScreenOrder extends Pick<BackupOrder, 'parity' | 'volumeSize'> {
  readonly paths: readonly string[]
  readonly kit: KitSource
  readonly out: string
  readonly leaveOut: readonly OddKind[]
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

const parityFacts = ({ recovery, slices, problem }: CheckedParity) => ({
  ...{ recovery, slices, useless: problem !== null },
})

/** More than this crosses in no single answer. */
const MOST_BACKUPS = 5000

export function createBackupScreen(tools: BackupScreenTools): BackupScreen {
  const { workspace, tasks, occupation, authorize, papers, printing } = tools
  const labelOf = async (id: string, paper: PaperSize): Promise<Buffer> => {
    const facts = await workspace.require().use('read', vault => labelIn(vault, id))
    return await papers.backupLabel(facts, paper)
  }
  return {
    survey: async (given, to, leaveOut) => {
      const out = absolutePath(to)
      const paths = given.map(absolutePath)
      const { files, bytes, leftOut, repeated } = await readSourceTree(paths, out, leaveOut)
      return {
        files,
        bytes,
        leftOut: [...leftOut],
        repeated,
        free: await freeSpace(path.dirname(out)),
      }
    },

    create: async (asked, approval) => {
      occupation.requireFree('backup')
      return tasks.run('backup', async watch => {
        // The vault that is open now, even if the lock closes it meanwhile.
        const ports = { vault: workspace.current, permit: permitBy(authorize, approval) }
        const paths = asked.paths.map(absolutePath)
        const out = absolutePath(asked.out)
        const kit = await trustedKitFrom(asked.kit, ports.vault, tools)
        await refuseParity(out, asked)
        const order = { ...asked, kit, paths, out }
        const made = await createBackup(order, ports, tools, watch)
        const { files, bytes, size, sha256, setId, generation, kitFingerprint, id } = made
        const facts = { files, bytes, size, sha256, setId, generation, kitFingerprint, id }
        const { leftOut, volumes, parity } = made
        return {
          ...{ ...facts, leftOut: [...leftOut], path: out, file: out, volumes: [...volumes] },
          parity: parity && {
            ...{ files: [...parity.parityFiles], recovery: parity.recovery, slices: parity.slices },
          },
        }
      })
    },

    check: async (given, expected) => {
      occupation.requireFree('backup-check')
      const file = absolutePath(given)
      return tasks.run('backup-check', async watch => {
        const parity = await checkParity(await oneBackup([file]), null, watch)
        const checked = await readBackupBack(file, expected, workspace.current, watch)
        return { ...checked, parity: parity && parityFacts(parity) }
      })
    },

    recoveryFiles: async given =>
      (await parityBeside([await oneBackup([absolutePath(given)])])).length,

    repair: async (given, to) => {
      occupation.requireFree('backup-check')
      const [file, out] = [absolutePath(given), absolutePath(to)]
      return tasks.run('backup-check', async watch => {
        const made = await repairCopies({ copies: [file], out }, tools, watch)
        const { size, sha256, mended, proved } = made
        return { path: out, file: out, size, sha256, mended, proved }
      })
    },

    catalogue: () =>
      workspace.require().use('look', vault => {
        const backups = vault.backups.list()
        const newest = backups.slice(-MOST_BACKUPS).reverse()
        return { backups: newest.map(backupFactsIn(backups)), total: backups.length }
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
