import { z } from 'zod'
import type { DocumentProblem } from '../../../shared/codes/index.ts'
import { PROFILES, type Role } from '../../../shared/roles.ts'
import { labelProblem } from '../kit/index.ts'
import { rolesProblem } from '../people/index.ts'
import { nameKey } from '../text/index.ts'

/**
 * The rules of a plan that are about several fields. They are asked of whatever is there, so that a plan's
 * faults are found at once: a field that is no name or no list is the schema's to refuse.
 */

/** What is wrong, and where. */
export interface PlanFault {
  readonly path: readonly PropertyKey[]
  readonly problem: DocumentProblem
}

/** Of one ceremony: more has no room on the pages that people sign. Records of before may have more. */
const MOST = { keys: 500, imports: 100 } as const

const names = z.array(z.string().catch('')).catch([])
const labelled = z
  .array(
    z
      .object({
        label: z.string().catch(''),
        expires: z.string().optional().catch(undefined),
        bits: z.unknown().optional(),
        pair: z.unknown().optional(),
      })
      .catch({ label: '', bits: null, pair: undefined }),
  )
  .catch([])
const looseSchema = z.object({
  quorum: z
    .object({ custodians: names, threshold: z.int().catch(0) })
    .catch({ custodians: [], threshold: 0 }),
  people: z
    .object({ administrators: names, witnesses: names, recoveryOfficers: names })
    .optional()
    .catch(undefined),
  profile: z.enum(PROFILES).optional().catch(undefined),
  keys: labelled,
  imports: labelled,
  sealedTo: z
    .array(
      z
        .object({ custodian: z.string().catch(''), to: z.unknown(), fingerprint: z.unknown() })
        .catch({ custodian: '', to: null, fingerprint: null }),
    )
    .catch([]),
})
type Loose = z.infer<typeof looseSchema>

/** @param now a key must not have expired before it is made */
export function ruleFaults(document: unknown, now: Date): PlanFault[] {
  const { data } = looseSchema.safeParse(document)
  if (data === undefined) return []
  const today = now.toISOString().slice(0, 10)
  const { keys, imports, quorum } = data
  const labels = [
    ...keys.map(({ label }, i) => ({ name: label, path: ['keys', i, 'label'] })),
    ...imports.map(({ label }, i) => ({ name: label, path: ['imports', i, 'label'] })),
  ]
  const custodians = quorum.custodians.map((name, i) => ({
    ...{ name, path: ['quorum', 'custodians', i] },
  }))
  const counts = Object.entries({ keys, imports }).flatMap(([list, { length }]): PlanFault[] =>
    length > MOST[list as keyof typeof MOST]
      ? [{ path: [list], problem: { mostEntries: MOST[list as keyof typeof MOST] } }]
      : [],
  )
  const repeated = repeats(custodians, 'name-of-earlier')
  return [
    ...counts,
    ...repeated,
    ...roleFaults(data).filter(({ path }) => !repeated.some(it => samePlace(it.path, path))),
    ...repeats(labels, 'label-of-earlier'),
    ...labels.flatMap(({ name, path }): PlanFault[] =>
      labelProblem(name) === 'another-name' ? [{ path, problem: 'another-name' }] : [],
    ),
    ...keys.flatMap(({ expires }, i): PlanFault[] =>
      expires !== undefined && expires <= today
        ? [{ path: ['keys', i, 'expires'], problem: 'not-to-come' }]
        : [],
    ),
    ...keys.flatMap(({ bits, pair }, i): PlanFault[] => {
      if (bits === undefined && pair === undefined) {
        return [{ path: ['keys', i, 'bits'], problem: 'absent' }]
      }
      const both = bits !== undefined && pair !== undefined
      return both ? [{ path: ['keys', i, 'pair'], problem: 'beside-bits' }] : []
    }),
    ...sealedFaults(data),
  ]
}

/** Each of them is a custodian, once, with a whole fingerprint; and enough are left in the room to open the quorum. */
function sealedFaults({ sealedTo, quorum }: Loose): PlanFault[] {
  const custodians = new Set(quorum.custodians.map(nameKey))
  const named = sealedTo.map(({ custodian, to, fingerprint }, i) => ({
    ...{ name: custodian, to, fingerprint, path: ['sealedTo', i, 'custodian'] },
  }))
  const tooFew =
    sealedTo.length > 0 && quorum.custodians.length - sealedTo.length < quorum.threshold
  return [
    ...named.flatMap(({ name, path }): PlanFault[] =>
      name === '' || custodians.has(nameKey(name)) ? [] : [{ path, problem: 'no-custodian' }],
    ),
    ...repeats(named, 'name-of-earlier'),
    ...named.flatMap(({ to, fingerprint }, i): PlanFault[] => {
      const hexDigits = to === 'openpgp' ? 40 : 64
      const isWhole = typeof fingerprint !== 'string' || fingerprint.length === hexDigits
      return isWhole ? [] : [{ path: ['sealedTo', i, 'fingerprint'], problem: { hexDigits } }]
    }),
    ...(tooFew ? [{ path: ['sealedTo'], problem: 'too-few-in-room' } as const] : []),
  ]
}

export const samePlace = (one: readonly PropertyKey[], other: readonly PropertyKey[]): boolean =>
  one.length === other.length && one.every((step, i) => step === other[i])

interface PlacedName {
  readonly name: string
  readonly path: readonly PropertyKey[]
}

/** Each name that would be taken for one before it; an empty one is no name. */
function repeats(placed: readonly PlacedName[], problem: DocumentProblem): PlanFault[] {
  const seen = new Set<string>()
  return placed.flatMap(({ name, path }) => {
    const key = nameKey(name)
    const isRepeated = key !== '' && seen.has(key)
    seen.add(key)
    return isRepeated ? [{ path, problem }] : []
  })
}

function roleFaults(plan: Loose): PlanFault[] {
  const roles = new Map<string, Role[]>()
  return everybodyIn(plan).flatMap(({ name, role, path }): PlanFault[] => {
    const key = nameKey(name)
    if (key === '') return []
    const before = roles.get(key) ?? []
    const theirs = [...before, role]
    if (!before.includes(role)) roles.set(key, theirs)
    const problem = rolesProblem(theirs, plan.profile ?? 'strict')
    return problem === null ? [] : [{ path, problem: { roles: problem } }]
  })
}

/** Whoever takes part, as a plan names them. */
interface Everybody {
  readonly quorum: { readonly custodians: readonly string[] }
  readonly people?:
    | {
        readonly administrators: readonly string[]
        readonly witnesses: readonly string[]
        readonly recoveryOfficers: readonly string[]
      }
    | undefined
}

/** Everybody in a plan with the role they have in it, and where it stands. */
export function everybodyIn({ quorum, people }: Everybody): readonly (PlacedName & {
  readonly role: Role
})[] {
  const places = (list: readonly string[], role: Role, ...path: readonly string[]) =>
    list.map((name, i) => ({ name, role, path: [...path, i] }))
  return [
    ...places(quorum.custodians, 'custodian', 'quorum', 'custodians'),
    ...places(people?.administrators ?? [], 'administrator', 'people', 'administrators'),
    ...places(people?.witnesses ?? [], 'witness', 'people', 'witnesses'),
    ...places(people?.recoveryOfficers ?? [], 'recovery-officer', 'people', 'recoveryOfficers'),
  ]
}
