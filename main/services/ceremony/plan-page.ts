import { type Plan, planHash } from '../../core/ceremony/index.ts'
import type { PlanFacts } from '../../paper/index.ts'
import { writeNewFile } from '../files/index.ts'
import type { PaperSize, Papers } from '../pages/index.ts'
import { planWarnings } from './plan-file.ts'

/** A plan as a page to print. */
export interface PlanPage {
  readonly plan: Plan
  readonly out: string
  readonly paper: PaperSize
}

/** What the page of a plan says. @param date the day on which it was drawn, `2026-11-21` */
export const planPageFacts = (plan: Plan, date: string): PlanFacts => ({
  plan: JSON.parse(JSON.stringify(plan)),
  planHash: planHash(plan),
  warnings: planWarnings(plan),
  date,
})

/** Writes a plan as a PDF into a new file. @throws FILE_* */
export async function writePlanPage(
  { plan, out, paper }: PlanPage,
  { papers, now }: { readonly papers: Papers; readonly now: () => Date },
): Promise<void> {
  const date = now().toISOString().slice(0, 10)
  await writeNewFile(out, await papers.plan(planPageFacts(plan, date), paper))
}
