import type { Buffer } from 'node:buffer'
import path from 'node:path'
import { withoutVolume } from '../../../shared/backup-files.ts'
import type { OddKind } from '../../../shared/codes/index.ts'
import type { MainOutput, Output } from '../../../shared/contract.ts'
import {
  absolutePath,
  freeSpace,
  type Input,
  oneBackup,
  readSourceTree,
  refuseExisting,
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
import { compareBackup, lookingAt } from './check-backup.ts'
import { checkFileOf } from './check-file.ts'
import { type CheckedParity, recoveryBeside } from './check-parity.ts'
import { createBackup } from './create-backup.ts'
import { type GatherOrder, gatherVolumes } from './gather-volumes.ts'
import { parityBeside, refuseParity } from './parity-files.ts'
import { readBackShown } from './read-back.ts'
import { isInLog, repairCopies, treeIfAny } from './scrubbing.ts'
import { type VolumesHere, volumesHere } from './volumes-here.ts'

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
  readonly volumes: (file: string) => Promise<MainOutput<'backup.volumes'>['volumes']>
  /** Brings the volumes of a backup together in a folder, one drive after the other. */
  readonly gather: (order: GatherOrder) => Promise<MainOutput<'backup.gather'>>
  readonly catalogue: () => Promise<Output<'backup.catalogue'>>
  /** Writes the label of a backup into a new file. */
  readonly saveLabel: (id: string, out: string, paper: PaperSize) => Promise<string>
  readonly printLabel: (
    id: string,
    printer: string,
    paper: PaperSize,
  ) => Promise<Output<'backup.printLabel'>>
}

interface ScreenOrder extends Pick<BackupOrder, 'check' | 'parity' | 'volumeSize'> {
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

const volumeFacts = ({ file, here, missing, mayFollow, known }: VolumesHere) => ({
  ...{ file: path.join(path.dirname(file), here[0]?.name ?? ''), path: file },
  ...{ here: [...here], missing: [...missing], mayFollow, known },
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
        if (asked.check === true) await refuseExisting(checkFileOf(out))
        await refuseParity(out, asked)
        const order = { ...asked, kit, paths, out }
        const made = await createBackup(order, ports, tools, watch)
        const { files, bytes, size, sha256, setId, generation, kitFingerprint, id } = made
        const facts = { files, bytes, size, sha256, setId, generation, kitFingerprint, id }
        const { leftOut, volumes, tree, parity } = made
        return {
          ...{ ...facts, leftOut: [...leftOut], path: out, file: out, volumes: [...volumes] },
          tree,
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
        const backup = await oneBackup([file])
        const tree = await treeIfAny(null, [backup])
        const recovery = await recoveryBeside(backup, tree, watch)
        const { current: vault } = workspace
        const sources = { tree, recovery }
        const { compared, result } = await compareBackup(backup, sources, watch, lookingAt())
        const checked = await readBackShown(file, result, expected, vault, tree !== null)
        const { parity } = compared
        const blocks = tree && {
          blocks: compared.blocks ?? 0,
          root: tree.root,
          proved: await isInLog(tree, vault),
        }
        return { ...checked, blocks, parity: parity && parityFacts(parity) }
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

    volumes: async given => {
      const file = absolutePath(given)
      if (withoutVolume(file) === file) return null
      const here = await volumesHere(file, workspace.current)
      return here && volumeFacts(here)
    },

    gather: async ({ files, into, despiteDamage }) => {
      occupation.requireFree('backup-check')
      const order = { files: files.map(absolutePath), into: absolutePath(into), despiteDamage }
      return tasks.run('backup-check', async watch => {
        const gathered = await gatherVolumes(order, workspace.current, watch)
        const { taken, beside } = gathered
        return { volumes: volumeFacts(gathered), taken: [...taken], beside: [...beside] }
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
