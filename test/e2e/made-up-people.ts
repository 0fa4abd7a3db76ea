/** Made-up people of a vault, what they sign, and a ceremony of theirs. */
import type { Output } from '../../shared/contract.ts'
import type { Action } from '../../shared/deeds.ts'
import type { Profile, Role } from '../../shared/roles.ts'
import type { Need } from '../../shared/signers.ts'
import * as made from './made-up.ts'

type People = Output<'people.list'>
type Person = People['people'][number]

const HERE = '2026-11-21T09:12:00.000Z'
const idOf = (i: number): string => `${i + 1}`.padStart(16, '0')

const WHO: readonly (readonly [name: string, ...roles: Role[]])[] = [
  ['Margaret Hamilton', 'administrator'],
  ['Joan Clarke', 'witness'],
  ['Radia Perlman', 'recovery-officer'],
  ...made.PEOPLE.map((name): readonly [string, Role] => [name, 'custodian']),
  ['Frances Allen', 'auditor'],
]

const person = ([name, ...roles]: (typeof WHO)[number], i: number): Person => ({
  ...{ id: idOf(i), name, roles, state: 'active', added: '2026-11-02T08:00:00.000Z' },
  contact: `${name.split(' ')[0]?.toLowerCase()}@archive.example`,
  key: {
    fingerprint: `a94${i} 7c02 1f5e 88d1 b30a 4e97 6620 d3c${i}`,
    since: '2026-11-02T08:00:00.000Z',
    by: i % 3 === 0 ? 'passphrase' : 'pin',
  },
  attempts: { failed: 0, wait: 0, locked: false },
  present: null,
  shares: roles.includes('custodian')
    ? [{ setId: made.SET_ID, index: i - 2, bag: `B-10${40 + i}` }]
    : [],
})

export const everybody: readonly Person[] = WHO.map(person)

/** The vault's people; those named are in the room. */
export const people = (
  present: readonly string[] = [],
  change: (person: Person) => Person = same => same,
): People => ({
  profile: 'strict',
  oldPolicy: null,
  waivers: [],
  people: everybody.map(one =>
    change({ ...one, present: present.includes(one.name) ? HERE : null }),
  ),
})

/** One suspended, one retired, one with a locked key, one who has mistyped. */
export const unevenPeople: People = people(['Margaret Hamilton', 'Joan Clarke'], one => {
  const attempts = { failed: 10, wait: 0, locked: true }
  switch (one.name) {
    case 'Katherine Johnson':
      return { ...one, state: 'suspended' }
    case 'Annie Easley':
      return { ...one, state: 'retired', shares: [] }
    case 'Grace Hopper':
      return { ...one, attempts }
    case 'Hedy Lamarr':
      return { ...one, attempts: { ...attempts, failed: 2, locked: false } }
    default:
      return one
  }
})

const WORDS =
  'aardvark adroitness absurd adviser accrue aftermath acme aggregate adrift alkali adult almighty afflict amulet ahead amusement aimless antenna algol applicant allow apollo alone armistice ammo article ancient asteroid apple atlantic artist atmosphere'.split(
    ' ',
  )
export const words: readonly string[] = WORDS

const HASH = '7d02c6f8e1b94a53d0276ec18f5ab3947d02c6f8e1b94a53d0276ec18f5ab394'

export const approval = (
  signed: readonly string[],
  missing: readonly Need[],
): Output<'approval.ask'> => ({
  id: '00112233445566aa',
  deed: {
    action: 'person.suspend',
    terms: { subject: `person:${idOf(6)}`, reason: 'key-suspected' },
  },
  name: 'Hedy Lamarr',
  hash: HASH,
  words: [...WORDS],
  asked: '2026-11-21T09:40:00.000Z',
  ends: '2026-11-21T09:55:00.000Z',
  signed: everybody
    .filter(({ name }) => signed.includes(name))
    .map(({ id, name, roles }) => ({ person: id, name, roles })),
  missing: [...missing],
  next: everybody
    .filter(({ name }) => !signed.includes(name))
    .filter(({ roles }) =>
      missing.some(need => need.kind === 'roles' && need.roles.some(role => roles.includes(role))),
    )
    .map(({ id }) => id),
  satisfied: missing.length === 0,
})

/** So many people of some of these roles. */
export const need = (count: 1 | 2, ...roles: readonly Role[]): Need => ({
  ...{ kind: 'roles', roles, count },
})
const ADMINISTRATOR_AND_WITNESS = [need(1, 'administrator'), need(1, 'witness')]

export const policy = (profile: Profile): Output<'policy.show'> => {
  const line = (action: Action, needs: Need[]): Output<'policy.show'>['actions'][number] => ({
    ...{ action, needs, waiver: null, available: !action.startsWith('key.') },
  })
  return {
    ...{ profile, number: 2 },
    waivers:
      profile === 'strict'
        ? []
        : ['administrator-holds-share', 'officer-holds-share', 'one-administrator'],
    actions: [
      line('person.add', ADMINISTRATOR_AND_WITNESS),
      line('person.suspend', [need(2, 'administrator', 'witness')]),
      line('ceremony.run', ADMINISTRATOR_AND_WITNESS),
      line('ceremony.close', [...ADMINISTRATOR_AND_WITNESS, { kind: 'everyone-present' }]),
      line('quorum.open', [{ kind: 'quorum' }, need(1, 'recovery-officer'), need(1, 'witness')]),
      line('key.compromise', [need(1, 'administrator', 'witness')]),
      profile === 'strict'
        ? line('key.destroy', [need(2, 'administrator'), need(1, 'witness')])
        : { ...line('key.destroy', ADMINISTRATOR_AND_WITNESS), waiver: 'one-administrator' },
    ],
    apart: [
      { roles: ['administrator', 'witness'], why: 'own-witness' },
      { roles: ['recovery-officer', 'custodian'], why: 'passphrase-without-share' },
    ],
  }
}

export const plan: Output<'ceremony.checkPlan'>['plan'] = {
  ...made.plan,
  profile: 'strict',
  people: {
    administrators: ['Margaret Hamilton'],
    witnesses: ['Joan Clarke'],
    recoveryOfficers: ['Radia Perlman'],
  },
}

export const checkedPlan: Output<'ceremony.checkPlan'> = {
  ...made.checkedPlan,
  plan,
  planWords: [...WORDS],
}

export const agreed = { ...made.agreed, ...checkedPlan }

export const proved: made.CeremonyAt<'proved'> = {
  step: 'proved',
  agreed,
  made: made.made,
  shares: made.shares(5),
  proof: made.proof,
  record: { hash: HASH, words: [...WORDS] },
}

/** Enough cards and no kit: the set id is what the cards say. */
export const sharesWithoutKit: Extract<Output<'recovery.state'>, { step: 'shares' }> = {
  ...{ step: 'shares', kit: null, setId: made.SET_ID },
  shares: [1, 3, 4].map(index => ({ index, custodian: null })),
  ...{
    need: 3,
    missing: [],
    complete: true,
    proposal: false,
    leaveUntil: null,
    passphrase: 'missing',
  },
}

export const approvalToOpen: Output<'approval.ask'> = {
  ...approval([], [need(1, 'recovery-officer'), need(1, 'witness')]),
  deed: { action: 'quorum.open', terms: { subject: `quorum:${made.SET_ID}` } },
  name: '',
}
