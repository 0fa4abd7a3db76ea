import type { PlanWarning } from '../../shared/codes/index.ts'
import type { Json } from '../../shared/json.ts'
import { sayOf } from '../../shared/messages/index.ts'
import { printFacts } from './facts-block.ts'
import { columnOf } from './page-frame.ts'
import { listOf, objectOf, textOf } from './record-json.ts'
import { planRows } from './record-plan.ts'
import { Sections } from './record-sections.ts'
import type { Sheet } from './sheet.ts'
import { words } from './words.ts'

/** A ceremony's plan before the day, as it will be read aloud: to be agreed to, and compared on the day. */
export interface PlanFacts {
  /** As canonical JSON has it. */
  readonly plan: { readonly [name: string]: Json }
  /** 64 hex digits. */
  readonly planHash: string
  /** What people should know. */
  readonly warnings: readonly PlanWarning[]
  /** The day on which it was printed, `2026-11-21`. */
  readonly date: string
}

const WHAT =
  'What will be done at this ceremony, if everybody agrees. On the day the plan is read aloud and its 32 words are compared with these: if one letter differs, they do. Nothing on this page is secret.'

export function printPlan(sheet: Sheet, { plan, planHash, warnings, date }: PlanFacts): void {
  const column = columnOf(sheet)
  const heading = { role: 'strong', size: 24 } as const
  let y = sheet.text('Ceremony plan', { ...column, y: column.y - 3 }, heading, 'H1') + 2
  y = sheet.text(WHAT, { ...column, y }, { role: 'text', size: 10.5 }) + 6
  y = printFacts(
    sheet,
    [
      { label: 'Ceremony', value: textOf(plan.title) },
      { label: 'Organisation', value: textOf(plan.organisation) },
      { label: 'Printed', value: date },
    ],
    { ...column, y },
    { size: 10, least: 7, height: 120, labels: 112 },
  )
  const sections = new Sections(sheet, y)
  sections.table(
    'Plan',
    [
      { title: 'Part', share: 2 },
      { title: 'What is agreed', share: 9 },
    ],
    planRows({ plan, planHash }),
  )
  sections.table(
    'Custodians',
    [
      { title: 'Share', share: 1 },
      { title: 'Custodian', share: 10 },
    ],
    listOf(objectOf(plan.quorum).custodians).map((name, i) => [String(i + 1), textOf(name)]),
  )
  sections.table(
    'What to know',
    [{ title: 'Before anybody agrees', share: 1 }],
    warnings.map(warning => [sayOf(words.warnings, warning)]),
  )
  sections.signatures(['Administrator: name, signature, date', 'Witness: name, signature, date'])
}
