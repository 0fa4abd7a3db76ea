import type { Output } from '../../../shared/contract.ts'
import type { TopicId } from '../../../shared/help/topics.ts'
import { absolutePath, writeNewFile } from '../files/index.ts'
import type { PaperSize, Papers } from '../pages/index.ts'
import { type Printing, printAsTask } from '../printing/index.ts'
import type { Tasks } from '../tasks/index.ts'
import type { Guides } from './guides.ts'

/** The documents of the help on paper, as the window asks for them. Nothing on them is secret. */
export interface GuideScreen {
  /** @throws FILE_EXISTS, FILE_* */
  readonly save: (topic: TopicId, out: string, paper: PaperSize) => Promise<string>
  /** @throws PRINTER_*, CANCELLED, TASK_RUNNING, FILE_* */
  readonly print: (
    topic: TopicId,
    printer: string,
    paper: PaperSize,
  ) => Promise<Output<'help.print'>>
}

export interface GuideScreenTools {
  readonly guides: Guides
  readonly papers: Papers
  readonly printing: Printing
  readonly tasks: Tasks
}

export function createGuideScreen(tools: GuideScreenTools): GuideScreen {
  const { guides, papers } = tools
  const pageOf = async (topic: TopicId, paper: PaperSize) =>
    papers.guide(topic, await guides.source(topic), paper)
  return {
    save: async (topic, to, paper) => {
      const out = absolutePath(to)
      await writeNewFile(out, await pageOf(topic, paper))
      return out
    },
    print: (topic, name, paper) => printAsTask(tools, () => pageOf(topic, paper), name, paper),
  }
}
