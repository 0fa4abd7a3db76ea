import { type Plan, planHash } from '../../core/ceremony/index.ts'
import { writeNewFile } from '../files/index.ts'
import type { PaperSize, Papers } from '../pages/index.ts'
import { planWarnings } from './plan-file.ts'

/** A plan as a page to print. */
export interface PlanPage {
  readonly plan: Plan
  readonly out: string
  readonly paper: PaperSize
}

/** Writes a plan as a PDF into a new file. @throws FILE_* */
export async function writePlanPage(
  { plan, out, paper }: PlanPage,
  { papers, now }: { readonly papers: Papers; readonly now: () => Date },
): Promise<void> {
  const date = now().toISOString().slice(0, 10)
  const facts = { planHash: planHash(plan), warnings: planWarnings(plan), date }
  const fields = JSON.parse(JSON.stringify(plan))
  await writeNewFile(out, await papers.plan({ plan: fields, ...facts }, paper))
}
