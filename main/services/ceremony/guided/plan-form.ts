import path from 'node:path'
import type { PlanWarning } from '../../../../shared/codes/index.ts'
import type { Input as CallInput, Output } from '../../../../shared/contract.ts'
import {
  PLAN_LIMIT,
  type Plan,
  parsePlan,
  planHash,
  planOfForm,
} from '../../../core/ceremony/index.ts'
import { hashWords } from '../../../core/text/index.ts'
import { aboutInput, absolutePath, type Input } from '../../files/index.ts'
import { keyWarnings, planFolder } from '../index.ts'

/** A plan as the window gives it: the form, or a YAML file. */
export type PlanSource = CallInput<'ceremony.checkPlan'>['source']
type PlanForm = Extract<PlanSource, { kind: 'form' }>['plan']
export type CheckedPlan = Output<'ceremony.checkPlan'>

/** A plan, and where the relative paths in it begin. */
export interface PlacedPlan {
  readonly plan: Plan
  readonly folder: string
}

/** @throws PLAN_FORMAT, QUORUM_THRESHOLD_ONE, QUORUM_POLICY, FILE_* */
export async function planFrom(source: PlanSource, input: Input, now: Date): Promise<PlacedPlan> {
  if (source.kind === 'form') return { plan: formPlan(source.plan, now), folder: path.sep }
  const file = absolutePath(source.path)
  const bytes = await input.read(file, PLAN_LIMIT)
  try {
    return { plan: parsePlan(bytes, now), folder: planFolder(file) }
  } catch (error) {
    throw aboutInput(file, error)
  }
}

/** What the people in the room see of a plan before they agree to it. */
export const describePlan = ({ plan, folder }: PlacedPlan): CheckedPlan => ({
  plan: formOfPlan({ plan, folder }),
  planHash: planHash(plan),
  planWords: hashWords(planHash(plan)),
  warnings: [...policyWarnings(plan), ...keyWarnings(plan)],
})

/** A form is judged by the same rules as a plan's file. */
function formPlan(form: PlanForm, now: Date): Plan {
  for (const { file } of form.imports) absolutePath(file)
  const keys = form.keys.map(({ expires, ...key }) =>
    expires === null ? key : { ...key, expires },
  )
  return planOfForm({ ...form, keys }, now)
}

/** A plan as the form has it, its paths from the root. */
export function formOfPlan({ plan, folder }: PlacedPlan): PlanForm {
  const { title, organisation, quorum, people, profile } = plan
  return {
    ...(plan.options === undefined ? {} : { options: plan.options }),
    title,
    organisation,
    quorum: { ...quorum, custodians: [...quorum.custodians] },
    ...(people && {
      people: {
        administrators: [...people.administrators],
        witnesses: [...people.witnesses],
        recoveryOfficers: [...people.recoveryOfficers],
      },
    }),
    ...(profile && { profile }),
    ...(plan.replaces === undefined ? {} : { replaces: plan.replaces }),
    keys: plan.keys.map(({ label, purpose, bits, expires }) => ({
      ...{ label, purpose, bits, expires: expires ?? null },
    })),
    imports: plan.imports.map(({ label, purpose, file }) => ({
      ...{ label, purpose, file: path.resolve(folder, file) },
    })),
  }
}

function policyWarnings({ quorum, keys, imports, options }: Plan): PlanWarning[] {
  const { threshold, custodians, kdf, identity } = quorum
  return [
    ...(threshold === custodians.length
      ? [{ kind: 'every-share-needed', threshold } as const]
      : []),
    ...(kdf === 1 ? [{ kind: 'cheap-guesses' } as const] : []),
    ...(kdf === 2 ? [{ kind: 'much-memory' } as const] : []),
    ...(identity === 'classic' ? [{ kind: 'classic-identity' } as const] : []),
    ...(keys.length + imports.length === 0 ? [{ kind: 'no-keys' } as const] : []),
    ...(options?.pictures ? [{ kind: 'pictures' } as const] : []),
  ]
}
