import path from 'node:path'
import type { MainInput, MainOutput } from '../../../../shared/contract.ts'
import { type Plan, planHash, planOfForm } from '../../../core/ceremony/index.ts'
import { hashWords } from '../../../core/text/index.ts'
import { absolutePath, type Input } from '../../files/index.ts'
import { planFolder, planWarnings, readPlanFile } from '../index.ts'

/** A plan as the window gives it: the form, or a YAML file. */
export type PlanSource = MainInput<'ceremony.checkPlan'>['source']
type PlanForm = Extract<PlanSource, { kind: 'form' }>['plan']
export type CheckedPlan = MainOutput<'ceremony.checkPlan'>

/** A plan, and where the relative paths in it begin. */
export interface PlacedPlan {
  readonly plan: Plan
  readonly folder: string
}

/** @throws PLAN_FORMAT, QUORUM_THRESHOLD_ONE, QUORUM_POLICY, FILE_* */
export async function planFrom(source: PlanSource, input: Input, now: Date): Promise<PlacedPlan> {
  if (source.kind === 'form') return { plan: formPlan(source.plan, now), folder: path.sep }
  const file = absolutePath(source.path)
  return { plan: await readPlanFile(file, input, now), folder: planFolder(file) }
}

/** What the people in the room see of a plan before they agree to it. */
export const describePlan = ({ plan, folder }: PlacedPlan): CheckedPlan => ({
  ...formOfPlan({ plan, folder }),
  planHash: planHash(plan),
  planWords: hashWords(planHash(plan)),
  warnings: planWarnings(plan),
})

/** A form is judged by the same rules as a plan's file. */
function formPlan(form: PlanForm, now: Date): Plan {
  for (const { file } of [...form.imports, ...(form.sealedTo ?? [])]) absolutePath(file)
  const keys = form.keys.map(({ expires, ...key }) =>
    expires === null ? key : { ...key, expires },
  )
  return planOfForm({ ...form, keys }, now)
}

/** A plan as the form has it, and its paths from the root. */
export function formOfPlan({ plan, folder }: PlacedPlan): FormAndFiles {
  const form = formWith({ plan, folder })
  const files = [...form.imports, ...(form.sealedTo ?? [])].map(({ file }) => file)
  return { plan: form, files }
}

export type FormAndFiles = MainOutput<'ceremony.readPlan'>

function formWith({ plan, folder }: PlacedPlan): PlanForm {
  const { title, organisation, quorum, people, profile } = plan
  return {
    ...(plan.options === undefined ? {} : { options: plan.options }),
    ...(plan.rehearsal === undefined ? {} : { rehearsal: plan.rehearsal }),
    title,
    organisation,
    ...(plan.contact === undefined ? {} : { contact: plan.contact }),
    quorum: { ...quorum, custodians: [...quorum.custodians] },
    ...(people && {
      people: {
        administrators: [...people.administrators],
        witnesses: [...people.witnesses],
        recoveryOfficers: [...people.recoveryOfficers],
      },
    }),
    ...(profile && { profile }),
    ...(plan.languages === undefined ? {} : { languages: [...plan.languages] }),
    ...(plan.replaces === undefined ? {} : { replaces: plan.replaces }),
    ...(plan.leaveOut === undefined ? {} : { leaveOut: [...plan.leaveOut] }),
    ...(plan.sealedTo && {
      sealedTo: plan.sealedTo.map(({ file, ...about }) => ({
        ...{ ...about, file: path.resolve(folder, file) },
      })),
    }),
    keys: plan.keys.map(({ expires = null, ...key }) => ({ ...key, expires })),
    imports: plan.imports.map(({ file, ...about }) => ({
      ...{ ...about, file: path.resolve(folder, file) },
    })),
  }
}
