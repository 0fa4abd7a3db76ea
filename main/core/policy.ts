import { ACTIONS, type Action, type Profile, type Role, type Waiver } from '../../shared/roles.ts'

/**
 * Who must sign for what, and which roles one person may not have together: the whole policy, as a table.
 *
 * `strict` is the rule; `small-team` does without some of it, each waiver by name and with its reason,
 * which the founding entry of the log records. One person counts once, whatever their roles.
 */

/** So many different people who each have one of these roles. */
export interface Demand {
  readonly roles: readonly Role[]
  readonly count: number
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
  readonly title: string
  /** The action of the log entry that records it. */
  readonly entry: string
  /** Members of that entry, its subject among them, that those who sign agree to. */
  readonly binds: readonly string[]
  readonly strict: Requirement
  readonly smallTeam?: { readonly requirement: Requirement; readonly waiver: Waiver }
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
    title: 'Name the first people of a vault',
    entry: 'people.founded',
    binds: ['profile', 'waivers', 'people'],
    strict: ADMINISTRATOR_AND_WITNESS,
  },
  'person.add': {
    title: 'Add a person',
    entry: 'person.added',
    binds: ['subject', 'name', 'roles', 'key'],
    strict: ADMINISTRATOR_AND_WITNESS,
  },
  'person.suspend': {
    title: 'Suspend a person',
    entry: 'person.suspended',
    binds: ['subject', 'reason'],
    strict: { signers: [two('administrator', 'witness')] },
  },
  'person.reinstate': {
    title: 'Reinstate a person',
    entry: 'person.reinstated',
    binds: ['subject', 'reason'],
    strict: ADMINISTRATOR_AND_WITNESS,
  },
  'person.retire': {
    title: 'Retire a person',
    entry: 'person.retired',
    binds: ['subject', 'reason'],
    strict: ADMINISTRATOR_AND_WITNESS,
  },
  'person.replace-key': {
    title: "Replace a person's sign-in key",
    entry: 'person.key-replaced',
    binds: ['subject', 'key'],
    strict: ADMINISTRATOR_AND_WITNESS,
  },
  'policy.change': {
    title: 'Change the profile',
    entry: 'policy.changed',
    binds: ['profile', 'waivers'],
    ...TWO_OR_ONE,
  },
  'ceremony.run': {
    title: 'Run a ceremony',
    entry: 'ceremony.opened',
    binds: ['plan'],
    strict: ADMINISTRATOR_AND_WITNESS,
  },
  'ceremony.close': {
    title: 'Close a ceremony',
    entry: 'ceremony.closed',
    binds: ['record'],
    strict: { ...ADMINISTRATOR_AND_WITNESS, allPresent: true },
  },
  'quorum.open': {
    title: 'Open anything',
    entry: 'quorum.opened',
    binds: ['subject'],
    strict: { signers: [one('recovery-officer'), one('witness')], quorum: true },
  },
  'quorum.reissue': {
    title: 'Replace a quorum by a new one',
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
    title: 'Rehearse a recovery',
    entry: 'drill.held',
    binds: ['subject'],
    strict: { signers: [one('recovery-officer'), one('witness')], quorum: true },
  },
  'drill.schedule': {
    title: 'Choose how often drills are held',
    entry: 'drill.interval-chosen',
    binds: ['months'],
    strict: ADMINISTRATOR_AND_WITNESS,
  },
  'custody.change': {
    title: 'Record where a share is kept',
    entry: 'custody.changed',
    binds: ['subject', 'person', 'bag'],
    strict: ADMINISTRATOR_AND_WITNESS,
  },
  'key.add': {
    title: 'Add a key',
    entry: 'key.added',
    binds: ['subject'],
    strict: ADMINISTRATOR_AND_WITNESS,
  },
  'key.compromise': {
    title: 'Mark a key compromised',
    entry: 'key.compromised',
    binds: ['subject'],
    strict: { signers: [one('administrator', 'witness')] },
  },
  'key.destroy': {
    title: 'Destroy a key',
    entry: 'key.destroyed',
    binds: ['subject'],
    ...TWO_OR_ONE,
  },
  'backup-key.rotate': {
    title: 'Make a new backup key',
    entry: 'backup-key.rotated',
    binds: ['subject'],
    strict: ADMINISTRATOR_AND_WITNESS,
  },
  'backup.create': {
    title: 'Record a backup',
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
  const places = demands.flatMap(({ roles, count }) => Array.from({ length: count }, () => roles))
  const filled = fill(places, [...new Map(signers.map(signer => [signer.id, signer])).values()])
  const unfilled = places.filter((_, place) => !filled.has(place)).map(describeRoles)
  const counts = new Map<string, number>()
  for (const roles of unfilled) counts.set(roles, 1 + (counts.get(roles) ?? 0))
  const absent = allPresent
    ? present.filter(({ id }) => !signers.some(signer => signer.id === id))
    : []
  return [
    ...Array.from(counts, ([roles, count]) => countOf(count, roles)),
    ...absent.map(({ name }) => `${name} (present)`),
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

export const ROLE_NAMES: { readonly [role in Role]: string } = {
  administrator: 'administrator',
  witness: 'witness',
  custodian: 'custodian',
  'recovery-officer': 'recovery officer',
  auditor: 'auditor',
}

const describeRoles = (roles: readonly Role[]): string =>
  roles.map(role => ROLE_NAMES[role]).join(' or ')

/** "1 witness", "2 people (administrator or witness)". */
const countOf = (count: number, roles: string): string =>
  count === 1 ? `1 ${roles}` : `${count} people (${roles})`

/** What an action takes, for a person: "1 administrator", "everyone present". */
export const describeRequirement = ({ signers, allPresent, quorum }: Requirement): string[] => [
  ...(quorum ? ['a quorum of shares and the passphrase'] : []),
  ...signers.map(({ roles, count }) => countOf(count, describeRoles(roles))),
  ...(allPresent ? ['everyone present'] : []),
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
    : `${describeRoles([clash.roles[0]])} and ${describeRoles([clash.roles[1]])} are kept apart, because ${clash.why}`
}

/** Every rule that the profile does without. */
export const waiversOf = (profile: Profile): Waiver[] =>
  profile === 'strict' ? [] : (Object.keys(WAIVER_REASONS) as Waiver[])
