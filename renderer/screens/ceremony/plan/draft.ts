import type { DataOf, KeyclaveError } from '../../../../shared/errors.ts'
import type { Complaint } from '../../../design/field.tsx'
import { words } from '../../../words.ts'
import type { Plan } from '../frame/plan-people.ts'

export type PlannedKey = Plan['keys'][number]
export type PlannedImport = Plan['imports'][number]
export type PlannedAbsence = NonNullable<Plan['sealedTo']>[number]

export const emptyPlan = (rehearsal = false): Plan => ({
  ...(rehearsal && { rehearsal }),
  title: '',
  organisation: '',
  quorum: { threshold: 3, custodians: ['', '', '', '', ''], identity: 'hybrid', kdf: 3 },
  keys: [{ label: '', purpose: '', bits: 256, expires: null }],
  imports: [],
})

/** "Any 3 of these 5 people, together with the passphrase": the policy as it will be read aloud. */
export function policySentence({ threshold, custodians }: Plan['quorum']): string {
  const count = custodians.length
  const people =
    threshold === count
      ? count === 2
        ? 'Both of these people'
        : `All ${count} of these people`
      : `Any ${threshold} of these ${count} people`
  return `${people}, together with the passphrase, can open what is made here. Fewer can do nothing.`
}

/** What losing cards means under a policy, in words. */
export function toleranceSentence({ threshold, custodians }: Plan['quorum']): string {
  const spare = custodians.length - threshold
  if (spare <= 0) return 'Not one card may be lost: everything would be lost with it.'
  return `${spare} ${spare === 1 ? 'card' : 'cards'} may be lost, and ${threshold - 1} may be stolen, before anything is in danger.`
}

/** The fields that a refusal can be about. */
const POLICY_CODES: readonly string[] = ['QUORUM_THRESHOLD_ONE', 'QUORUM_POLICY']

const isAboutPlan = (code: string): code is keyof typeof words.inField =>
  Object.hasOwn(words.inField, code)

/**
 * The refusal that belongs to one field of the plan, or `null`.
 *
 * @param what what stands in the field, where it is one of several beside each other
 */
export function problemAt(
  problem: KeyclaveError | null,
  field: string,
  what = 'This',
): Complaint | null {
  if (problem === null) return null
  if (POLICY_CODES.includes(problem.code)) return field === 'quorum.threshold' ? problem : null
  const { code, data } = problem
  if (!isAboutPlan(code)) return null
  // Beside the field, its name need not be said.
  const said = words.inField[code](data as never, field)
  return said === null ? null : { code, data, sentence: `${what} ${said}.` }
}

/** Whether all that a refusal says has a place in the form. */
export function hasPlace(problem: KeyclaveError, plan: Plan): boolean {
  const fields = [
    'title',
    'organisation',
    'contact',
    'quorum.threshold',
    ...Object.entries(plan.people ?? {}).flatMap(([place, names]) => [
      `people.${place}`,
      ...names.map((_, i) => `people.${place}[${i}]`),
    ]),
    ...plan.quorum.custodians.map((_, i) => `quorum.custodians[${i}]`),
    ...plan.keys.flatMap((_, i) => ['label', 'purpose', 'expires'].map(f => `keys[${i}].${f}`)),
    ...plan.imports.flatMap((_, i) => ['label', 'purpose', 'file'].map(f => `imports[${i}].${f}`)),
    'sealedTo',
    ...(plan.sealedTo ?? []).flatMap((_, i) =>
      ['custodian', 'file', 'fingerprint'].map(f => `sealedTo[${i}].${f}`),
    ),
  ]
  const placed = fields.filter(field => problemAt(problem, field) !== null).length
  const { faults, more } = problem.data as Partial<DataOf<'PLAN_FORMAT'>>
  return placed > 0 && placed >= (faults?.length ?? 1) + (more ?? 0)
}

export const withItem = <Item>(items: readonly Item[], at: number, item: Item): Item[] =>
  items.map((before, i) => (i === at ? item : before))

export const withoutItem = <Item>(items: readonly Item[], at: number): Item[] =>
  items.filter((_, i) => i !== at)
