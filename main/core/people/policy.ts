import {
  ACTIONS,
  type Action,
  type Profile,
  ROLE_NAMES,
  type Role,
  type Waiver,
} from '../../../shared/roles.ts'

/**
 * Who must sign for what, and which roles one person may not have together: the whole policy, as a table.
 *
 * `strict` is the rule; `small-team` does without some of it, each waiver by name and with its reason,
 * which the founding entry of the log records. One person counts once, whatever their roles.
 */

/** So many different people who each have one of these roles. */
export interface Demand {
  readonly roles: readonly Role[]
  readonly count: 1 | 2
}

/** What an action takes. */
export interface Requirement {
  readonly signers: readonly Demand[]
  /** Everyone who is in the room signs, whatever their role. */
  readonly allPresent?: true
  /** Shares and passphrase, which no signature replaces: without them there is nothing to open with. */
  readonly quorum?: true
}

interface Rule {
  /** The action of the log entry that records it. */
  readonly entry: string
  /** Members of that entry, its subject among them, that those who sign agree to. */
  readonly binds: readonly string[]
  readonly strict: Requirement
  readonly smallTeam?: { readonly requirement: Requirement; readonly waiver: Waiver }
  /** Its line stands already, and this version cannot do it yet (ARCHITECTURE: What comes after). */
  readonly later?: true
}

/** Somebody as the policy sees them. */
export interface Signatory {
  readonly id: string
  readonly name: string
  readonly roles: readonly Role[]
}

const ANY: readonly Role[] = ['administrator', 'witness', 'custodian', 'recovery-officer']
const one = (...roles: readonly Role[]): Demand => ({ roles, count: 1 })
const two = (...roles: readonly Role[]): Demand => ({ roles, count: 2 })

const ADMINISTRATOR_AND_WITNESS: Requirement = { signers: [one('administrator'), one('witness')] }
const TWO_ADMINISTRATORS: Requirement = { signers: [two('administrator'), one('witness')] }
const TWO_OR_ONE = {
  strict: TWO_ADMINISTRATORS,
  smallTeam: { requirement: ADMINISTRATOR_AND_WITNESS, waiver: 'one-administrator' },
} as const

export const POLICY: { readonly [action in Action]: Rule } = {
  'people.found': {
    entry: 'people.founded',
    binds: ['profile', 'waivers', 'people'],
    strict: ADMINISTRATOR_AND_WITNESS,
  },
  'person.add': {
    entry: 'person.added',
    binds: ['subject', 'name', 'roles', 'key'],
    strict: ADMINISTRATOR_AND_WITNESS,
  },
  'person.suspend': {
    entry: 'person.suspended',
    binds: ['subject', 'reason'],
    strict: { signers: [two('administrator', 'witness')] },
  },
  'person.reinstate': {
    entry: 'person.reinstated',
    binds: ['subject', 'reason'],
    strict: ADMINISTRATOR_AND_WITNESS,
  },
  'person.retire': {
    entry: 'person.retired',
    binds: ['subject', 'reason'],
    strict: ADMINISTRATOR_AND_WITNESS,
  },
  'person.replace-key': {
    entry: 'person.key-replaced',
    binds: ['subject', 'key'],
    strict: ADMINISTRATOR_AND_WITNESS,
  },
  'policy.change': {
    entry: 'policy.changed',
    binds: ['profile', 'waivers'],
    ...TWO_OR_ONE,
  },
  'ceremony.run': {
    entry: 'ceremony.opened',
    binds: ['plan'],
    strict: ADMINISTRATOR_AND_WITNESS,
  },
  'ceremony.close': {
    entry: 'ceremony.closed',
    binds: ['record'],
    strict: { ...ADMINISTRATOR_AND_WITNESS, allPresent: true },
  },
  'quorum.open': {
    entry: 'quorum.opened',
    binds: ['subject'],
    strict: { signers: [one('recovery-officer'), one('witness')], quorum: true },
  },
  'quorum.reissue': {
    entry: 'quorum.reissued',
    binds: ['subject'],
    strict: {
      signers: [one('administrator'), one('recovery-officer'), one('witness')],
      quorum: true,
    },
    smallTeam: {
      requirement: { ...ADMINISTRATOR_AND_WITNESS, quorum: true },
      waiver: 'administrator-is-officer',
    },
  },
  'drill.run': {
    entry: 'drill.held',
    binds: ['subject'],
    strict: { signers: [one('recovery-officer'), one('witness')], quorum: true },
  },
  'drill.schedule': {
    entry: 'drill.interval-chosen',
    binds: ['months'],
    strict: ADMINISTRATOR_AND_WITNESS,
  },
  'custody.change': {
    entry: 'custody.changed',
    binds: ['subject', 'person', 'bag'],
    strict: ADMINISTRATOR_AND_WITNESS,
  },
  'key.add': {
    entry: 'key.added',
    binds: ['subject'],
    strict: ADMINISTRATOR_AND_WITNESS,
    later: true,
  },
  'key.compromise': {
    entry: 'key.compromised',
    binds: ['subject'],
    strict: { signers: [one('administrator', 'witness')] },
    later: true,
  },
  'key.destroy': {
    entry: 'key.destroyed',
    binds: ['subject'],
    ...TWO_OR_ONE,
    later: true,
  },
  'backup-key.rotate': {
    entry: 'backup-key.rotated',
    binds: ['subject'],
    strict: ADMINISTRATOR_AND_WITNESS,
    later: true,
  },
  'backup.create': {
    entry: 'backup.created',
    binds: ['set'],
    strict: { signers: [one(...ANY)] },
  },
}

/** The action that an entry of the log needs signatures for; null when one signature, its own, is enough. */
export const actionOfEntry = (entry: string): Action | null =>
  ACTIONS.find(action => POLICY[action].entry === entry) ?? null

export const requirementOf = (action: Action, profile: Profile): Requirement => {
  const { strict, smallTeam } = POLICY[action]
  return profile === 'small-team' ? (smallTeam?.requirement ?? strict) : strict
}

/**
 * Who is still missing, for a person; empty when these people may do it.
 *
 * @param signers who has signed, and is in force
 * @param present who is in the room, for what everybody there signs
 */
export function missingSigners(
  action: Action,
  profile: Profile,
  signers: readonly Signatory[],
  present: readonly Signatory[] = [],
): string[] {
  const { signers: demands, allPresent } = requirementOf(action, profile)
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
      return count === 0 ? [] : [describeDemand({ ...demand, count: count === 1 ? 1 : 2 })]
    }),
    ...absent.map(({ name }) => `${name} (in the room)`),
  ]
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

/** "a witness", "an administrator". */
const someone = (role: Role): string =>
  `${/^[aeiou]/.test(ROLE_NAMES[role]) ? 'an' : 'a'} ${ROLE_NAMES[role]}`

/** "witnesses", "administrators". */
const several = (role: Role): string => `${ROLE_NAMES[role]}${role === 'witness' ? 'es' : 's'}`

const either = (words: readonly string[]): string =>
  new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(words)

/** "a witness", "two administrators", "two people who are administrators or witnesses". */
export function describeDemand({ roles, count }: Demand): string {
  if (count === 1) return either(roles.map(someone))
  const kinds = either(roles.map(several))
  return roles.length === 1 ? `two ${kinds}` : `two people who are ${kinds}`
}

/** What an action takes, for a person: "an administrator", "everyone who is in the room". */
export const describeRequirement = ({ signers, allPresent, quorum }: Requirement): string[] => [
  ...(quorum ? ['a quorum of shares and the passphrase'] : []),
  ...signers.map(describeDemand),
  ...(allPresent ? ['everyone who is in the room'] : []),
]

export const WAIVER_REASONS: { readonly [waiver in Waiver]: { title: string; why: string } } = {
  'administrator-holds-share': {
    title: 'An administrator may hold a share',
    why: 'Who runs the machine is one of those who can open what it sealed. The witness watches the machine instead.',
  },
  'officer-holds-share': {
    title: 'A recovery officer may hold a share',
    why: 'The passphrase and one share are in one hand: it takes one person less to open the quorum.',
  },
  'witness-holds-share': {
    title: 'A witness may hold a share',
    why: 'Who watches has a part in what is watched.',
  },
  'administrator-is-officer': {
    title: 'An administrator may be the recovery officer',
    why: 'Who runs the machine knows the passphrase. The shares of others are still needed.',
  },
  'witness-is-officer': {
    title: 'A witness may be the recovery officer',
    why: 'Opening still takes two people, the officer and another witness.',
  },
  'one-administrator': {
    title: 'One administrator is enough where strict asks for two',
    why: 'There may be only one. The witness signs all the same.',
  },
}

/** Roles that one person may not have together; with a waiver, a small team may. */
export const APART: readonly {
  readonly roles: readonly [Role, Role]
  readonly why: string
  readonly waiver: Waiver | null
}[] = [
  {
    roles: ['administrator', 'witness'],
    why: 'nobody is their own witness',
    waiver: null,
  },
  {
    roles: ['administrator', 'custodian'],
    why: 'who runs the ceremony holds no share',
    waiver: 'administrator-holds-share',
  },
  {
    roles: ['administrator', 'recovery-officer'],
    why: 'who runs the ceremony does not know the passphrase',
    waiver: 'administrator-is-officer',
  },
  {
    roles: ['recovery-officer', 'custodian'],
    why: 'who knows the passphrase holds no share',
    waiver: 'officer-holds-share',
  },
  {
    roles: ['witness', 'custodian'],
    why: 'who watches holds no share',
    waiver: 'witness-holds-share',
  },
  {
    roles: ['witness', 'recovery-officer'],
    why: 'opening takes both, and they watch each other',
    waiver: 'witness-is-officer',
  },
  ...(['administrator', 'witness', 'custodian', 'recovery-officer'] as const).map(
    role =>
      ({
        roles: ['auditor', role],
        why: 'an auditor only reads and verifies',
        waiver: null,
      }) as const,
  ),
]

/** The pairs of roles that a profile keeps apart. */
export const apartIn = (profile: Profile): typeof APART =>
  APART.filter(({ waiver }) => profile === 'strict' || waiver === null)

/** What is wrong with one person's roles, as the end of a sentence; null when nothing is. */
export function rolesProblem(roles: readonly Role[], profile: Profile): string | null {
  if (roles.length === 0) return 'there are none'
  if (new Set(roles).size < roles.length) return 'one stands there twice'
  const clash = apartIn(profile).find(({ roles: pair }) => pair.every(role => roles.includes(role)))
  return clash === undefined
    ? null
    : `${ROLE_NAMES[clash.roles[0]]} and ${ROLE_NAMES[clash.roles[1]]} are kept apart, because ${clash.why}`
}

/** Every rule that the profile does without. */
export const waiversOf = (profile: Profile): Waiver[] =>
  profile === 'strict' ? [] : (Object.keys(WAIVER_REASONS) as Waiver[])
