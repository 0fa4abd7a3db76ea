import type { Buffer } from 'node:buffer'
import type { MainInput as CallInput, Output } from '../../../shared/contract.ts'
import { assertNever, refuse } from '../../../shared/errors.ts'
import { type ForFinders, forFinders, keptPlan } from '../../core/ceremony/index.ts'
import type { Kit } from '../../core/kit/index.ts'
import { labelIn } from '../backup/index.ts'
import { planPageFacts } from '../ceremony/index.ts'
import { readReceipt, receiptFacts } from '../deliveries/index.ts'
import { absolutePath, type Input, writeNewFile } from '../files/index.ts'
import { keyPageIn } from '../keys/index.ts'
import { type KitSource, trustedKitFrom } from '../kits/index.ts'
import {
  findersBy,
  findersIn,
  type PaperSize,
  type Papers,
  type SaidForFinders,
} from '../pages/index.ts'
import { type Printing, printAsTask } from '../printing/index.ts'
import { headsIn, readRecord } from '../records/index.ts'
import type { Tasks } from '../tasks/index.ts'
import { requireHeads, type Workspace } from '../vaults/index.ts'

type PageSource = CallInput<'page.draw'>['of']

/** Pages without secrets, drawn to be looked at, saved or printed. */
export interface PageScreen {
  /** The page as it would be printed: PDF in base64. @throws as `CALLS` says of page.draw */
  readonly draw: (of: PageSource, paper: PaperSize) => Promise<Output<'page.draw'>>
  /** @returns where it is. @throws FILE_*; as draw */
  readonly save: (of: PageSource, paper: PaperSize, out: string) => Promise<string>
  /** @throws PRINTER_*, CANCELLED; as draw */
  readonly print: (
    of: PageSource,
    paper: PaperSize,
    printer: string,
  ) => Promise<Output<'page.print'>>
}

export interface PageScreenTools {
  readonly input: Input
  readonly workspace: Workspace
  readonly papers: Papers
  readonly printing: Printing
  readonly tasks: Tasks
  readonly now: () => Date
}

export function createPageScreen(tools: PageScreenTools): PageScreen {
  return {
    draw: async (of, paper) => ({ pdf: (await pageOf(of, paper, tools)).toString('base64') }),

    save: async (of, paper, out) => {
      const path = absolutePath(out)
      await writeNewFile(path, await pageOf(of, paper, tools))
      return path
    },

    print: (of, paper, name) => printAsTask(tools, () => pageOf(of, paper, tools), name, paper),
  }
}

/** What was drawn on the day of its ceremony says that it is drawn again. */
async function pageOf(of: PageSource, paper: PaperSize, tools: PageScreenTools): Promise<Buffer> {
  const { input, workspace, papers, now } = tools
  const today = now().toISOString().slice(0, 10)
  const kitOf = async (kit: KitSource): Promise<Kit> =>
    (await trustedKitFrom(kit, workspace.current, tools)).kit
  const findersOf = async (
    { quorum: { setId } }: Kit,
    said: SaidForFinders | undefined,
  ): Promise<ForFinders> => {
    const known = await workspace.current?.use('look', vault => findersIn(vault, setId))
    return findersBy(said ?? {}, known ?? forFinders(null))
  }
  switch (of.page) {
    case 'blank-card':
      return await papers.blankCard(paper)
    case 'backup-label':
      return await papers.backupLabel(
        await workspace.require().use('read', vault => labelIn(vault, of.backup)),
        paper,
      )
    case 'register': {
      const kit = await kitOf(of.kit)
      const finders = await findersOf(kit, of.finders)
      const sealed = await workspace.current?.use('look', vault =>
        vault.sealedShares.of(kit.quorum.setId),
      )
      return await papers.register(kit, paper, { finders, sealed: sealed ?? [], again: today })
    }
    case 'recovery-sheet': {
      const kit = await kitOf(of.kit)
      const finders = await findersOf(kit, of.finders)
      return await papers.recoverySheet(kit, paper, { finders, again: today })
    }
    case 'receipt':
      return await papers.receipt(
        receiptFacts(await readReceipt(absolutePath(of.file), input)),
        paper,
      )
    case 'key': {
      const facts = await workspace.require().use('look', vault => keyPageIn(vault, of.key, now()))
      return await papers.key({ ...facts, date: today }, paper)
    }
    case 'plan': {
      const { plan, opened } = await workspace.require().use('look', vault => {
        const ceremony = vault.ceremonies.get(of.ceremony)
        return { plan: keptPlan(ceremony.plan), opened: ceremony.opened }
      })
      if (plan === null) throw refuse('PLAN_UNKNOWN', {})
      return await papers.plan(planPageFacts(plan, opened.slice(0, 10)), paper, today)
    }
    case 'record': {
      const path = absolutePath(of.file)
      const { bytes, record } = await readRecord(path, input)
      await workspace.current?.use('look', vault => requireHeads(vault, headsIn(record)))
      return await papers.record(bytes, paper, today)
    }
    default:
      return assertNever(of)
  }
}
