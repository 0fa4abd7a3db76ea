import { type Action, DEEDS } from '../../../shared/deeds.ts'
import type { ApartReason, Profile, Role, Waiver } from '../../../shared/roles.ts'
import type { Need, Relief, Requirement, RolesProblem } from '../../../shared/signers.ts'
import { type DeedRule, NEWEST_POLICY, type PolicyTable } from './policies.ts'

/**
 * Who must sign for what, and which roles one person may not have together: the whole policy. Who signs
 * for a deed stands in the policy of the number that is in force (policies.ts).
 *
 * `strict` is the rule; `small-team` does without some of it, each waiver by name and with its reason,
 * which the founding entry of the log records. One person counts once, whatever their roles.
 */

/** Somebody as the policy sees them. */
export interface Signatory {
  readonly id: string
  readonly name: string
  readonly roles: readonly Role[]
}

/** By which rules people sign: the profile, and the policy of the number in force. */
export interface Authority {
  readonly profile: Profile
  readonly policy: PolicyTable
}

/** A deed that the policy in force does not have yet takes the rule of the newest. */
function ruleOf(action: string, policy: PolicyTable): DeedRule {
  const [rule] = [policy, NEWEST_POLICY].flatMap(({ deeds }) =>
    Object.hasOwn(deeds, action) ? (deeds[action] ?? []) : [],
  )
  if (rule === undefined) throw new RangeError(`no policy has the deed ${action}`)
  return rule
}

/** The terms that a statement about a deed must have: without one of them it is about something else. */
export const bindsOf = (action: string, policy: PolicyTable): readonly string[] =>
  ruleOf(action, policy).binds

/** Whether a deed is recorded at the end of long work. */
export const isLong = (action: string, policy: PolicyTable): boolean =>
  ruleOf(action, policy).lasts === true

/** The deed that an entry of the log needs signatures for; null when one signature, its own, is enough. */
export function actionOfEntry(entry: string, policy: PolicyTable): string | null {
  const known = ENTRIES.get(policy) ?? entriesOf(policy)
  return known.get(entry) ?? null
}

/** By policy: entry → deed. A policy never changes, and a log asks for each of its entries. */
const ENTRIES = new WeakMap<PolicyTable, ReadonlyMap<string, string>>()

function entriesOf(policy: PolicyTable): ReadonlyMap<string, string> {
  const entries = new Map<string, string>()
  for (const [action, { entry }] of Object.entries(policy.deeds)) {
    if (!entries.has(entry)) entries.set(entry, action)
  }
  ENTRIES.set(policy, entries)
  return entries
}

export const requirementOf = (action: string, { profile, policy }: Authority): Requirement => {
  const { strict } = ruleOf(action, policy)
  return profile === 'small-team' ? (reliefOf(action, policy)?.requirement ?? strict) : strict
}

/** What a small team needs instead; null when it needs the same. */
export const reliefOf = (action: string, policy: PolicyTable): Relief | null =>
  ruleOf(action, policy).smallTeam ?? null

/** Whether this version can do it; the row of what comes later stands already. */
export const isAvailable = (action: Action): boolean => !('later' in DEEDS[action])

/** What a deed takes, one thing after the other. */
export const needsOf = ({ signers, allPresent, quorum }: Requirement): Need[] => [
  ...(quorum ? ([{ kind: 'quorum' }] as const) : []),
  ...signers.map(demand => ({ kind: 'roles', ...demand }) as const),
  ...(allPresent ? ([{ kind: 'everyone-present' }] as const) : []),
]

/**
 * Who is still missing; nobody when these people may do it.
 *
 * @param signers who has signed, and is in force
 * @param present who is in the room, for what everybody there signs
 */
export function missingSigners(
  action: string,
  authority: Authority,
  signers: readonly Signatory[],
  present: readonly Signatory[] = [],
): Need[] {
  const { signers: demands, allPresent } = requirementOf(action, authority)
  const places = demands.flatMap(demand => Array.from({ length: demand.count }, () => demand))
  const roles = places.map(place => place.roles)
  const filled = fill(roles, [...new Map(signers.map(signer => [signer.id, signer])).values()])
  const unfilled = places.filter((_, place) => !filled.has(place))
  const absent = allPresent
    ? present.filter(({ id }) => !signers.some(signer => signer.id === id))
    : []
  return [
    ...demands.flatMap(demand => {
      const count = unfilled.filter(place => place === demand).length
      const { roles } = demand
      return count === 0 ? [] : [{ kind: 'roles', roles, count: count === 1 ? 1 : 2 } as const]
    }),
    ...absent.map(({ id, name }) => ({ kind: 'person', person: id, name }) as const),
  ]
}

/** Whether one more signature, of this person, would leave less to be missing. */
export function wouldCount(
  person: Signatory,
  action: string,
  authority: Authority,
  signers: readonly Signatory[],
  present: readonly Signatory[],
): boolean {
  const placesIn = (people: readonly Signatory[]): number =>
    missingSigners(action, authority, people, present).reduce(
      (sum, need) => sum + (need.kind === 'roles' ? need.count : 1),
      0,
    )
  return placesIn([...signers, person]) < placesIn(signers)
}

/**
 * Gives as many places as possible to different people: each person tries each place that fits, and the
 * one who has it looks for another (Kuhn's method for bipartite matching).
 *
 * @returns place → person, by position
 */
function fill(
  places: readonly (readonly Role[])[],
  people: readonly Signatory[],
): ReadonlyMap<number, number> {
  const holder = new Map<number, number>()
  const seat = (person: number, tried: Set<number>): boolean =>
    places.some((roles, place) => {
      if (tried.has(place) || !roles.some(role => people[person]?.roles.includes(role)))
        return false
      tried.add(place)
      const other = holder.get(place)
      if (other !== undefined && !seat(other, tried)) return false
      holder.set(place, person)
      return true
    })
  for (const person of people.keys()) seat(person, new Set())
  return holder
}

/** Roles that one person may not have together; with a waiver, a small team may. */
export const APART: readonly {
  readonly roles: readonly [Role, Role]
  readonly why: ApartReason
  readonly waiver: Waiver | null
}[] = [
  {
    roles: ['administrator', 'witness'],
    why: 'own-witness',
    waiver: null,
  },
  {
    roles: ['administrator', 'custodian'],
    why: 'runs-without-share',
    waiver: 'administrator-holds-share',
  },
  {
    roles: ['administrator', 'recovery-officer'],
    why: 'runs-without-passphrase',
    waiver: 'administrator-is-officer',
  },
  {
    roles: ['recovery-officer', 'custodian'],
    why: 'passphrase-without-share',
    waiver: 'officer-holds-share',
  },
  {
    roles: ['witness', 'custodian'],
    why: 'watches-without-share',
    waiver: 'witness-holds-share',
  },
  {
    roles: ['witness', 'recovery-officer'],
    why: 'watch-each-other',
    waiver: 'witness-is-officer',
  },
  ...(['administrator', 'witness', 'custodian', 'recovery-officer'] as const).map(
    role =>
      ({
        roles: ['auditor', role],
        why: 'only-reads',
        waiver: null,
      }) as const,
  ),
]

/** The pairs of roles that a profile keeps apart. */
export const apartIn = (profile: Profile): typeof APART =>
  APART.filter(({ waiver }) => profile === 'strict' || waiver === null)

/** What is wrong with one person's roles; null when nothing is. */
export function rolesProblem(roles: readonly Role[], profile: Profile): RolesProblem | null {
  if (roles.length === 0) return { kind: 'none' }
  if (new Set(roles).size < roles.length) return { kind: 'twice' }
  const clash = apartIn(profile).find(({ roles: pair }) => pair.every(role => roles.includes(role)))
  return clash === undefined ? null : { kind: 'apart', roles: clash.roles, why: clash.why }
}

/** Every rule that the profile does without. */
export const waiversOf = ({ profile, policy }: Authority): Waiver[] =>
  profile === 'strict' ? [] : [...policy.waivers]
