/** Made-up people of a vault, what they sign, and a ceremony of theirs. */
import type { Output } from '../../shared/contract.ts'
import type { Profile, Role } from '../../shared/roles.ts'
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
  attempts: { failed: 0, wait: null, locked: false },
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
  waivers: [],
  people: everybody.map(one =>
    change({ ...one, present: present.includes(one.name) ? HERE : null }),
  ),
})

/** One suspended, one retired, one with a locked key, one who has mistyped. */
export const unevenPeople: People = people(['Margaret Hamilton', 'Joan Clarke'], one => {
  const attempts = { failed: 10, wait: null, locked: true }
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
  missing: readonly string[],
): Output<'approval.ask'> => ({
  id: '00112233445566aa',
  action: 'person.suspend',
  what: 'Suspend Hedy Lamarr. The reason: somebody else may know their PIN or passphrase',
  terms: [
    { name: 'subject', value: `person:${idOf(6)}` },
    { name: 'reason', value: 'key-suspected' },
  ],
  hash: HASH,
  words: [...WORDS],
  asked: '2026-11-21T09:40:00.000Z',
  ends: '2026-11-21T09:55:00.000Z',
  signed: everybody
    .filter(({ name }) => signed.includes(name))
    .map(({ id, name, roles }) => ({ person: id, name, roles })),
  missing: [...missing],
  satisfied: missing.length === 0,
})

const WAIVERS = [
  [
    'administrator-holds-share',
    'An administrator may hold a share',
    'Who runs the machine is one of those who can open what it sealed. The witness watches the machine instead.',
  ],
  [
    'officer-holds-share',
    'A recovery officer may hold a share',
    'The passphrase and one share are in one hand: it takes one person less to open the quorum.',
  ],
  [
    'one-administrator',
    'One administrator is enough where strict asks for two',
    'There may be only one. The witness signs all the same.',
  ],
] as const

export const policy = (profile: Profile): Output<'policy.show'> => ({
  profile,
  waivers:
    profile === 'strict' ? [] : WAIVERS.map(([waiver, title, why]) => ({ waiver, title, why })),
  actions: [
    ['person.add', 'Add a person', ['an administrator', 'a witness']],
    ['person.suspend', 'Suspend a person', ['two people who are administrators or witnesses']],
    ['ceremony.run', 'Run a ceremony', ['an administrator', 'a witness']],
    [
      'ceremony.close',
      'Close a ceremony',
      ['an administrator', 'a witness', 'everyone who is in the room'],
    ],
    [
      'quorum.open',
      'Open anything',
      ['a quorum of shares and the passphrase', 'a recovery officer', 'a witness'],
    ],
    ['key.compromise', 'Mark a key compromised', ['an administrator or a witness']],
    [
      'key.destroy',
      'Destroy a key',
      profile === 'strict'
        ? ['two administrators', 'a witness']
        : ['an administrator', 'a witness'],
    ],
  ].map(([action, title, needs]) => ({
    action: action as 'key.destroy',
    title: String(title),
    needs: [...(needs ?? [])],
    available: !String(action).startsWith('key.'),
    waiver: action === 'key.destroy' && profile === 'small-team' ? 'one-administrator' : null,
  })),
  apart: [
    { roles: ['administrator', 'witness'], why: 'nobody is their own witness' },
    { roles: ['recovery-officer', 'custodian'], why: 'who knows the passphrase holds no share' },
  ],
})

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
  ...{ need: 3, missing: [], complete: true, proposal: false, leaveUntil: null },
}

export const approvalToOpen: Output<'approval.ask'> = {
  ...approval([], ['a recovery officer', 'a witness']),
  action: 'quorum.open',
  what: `Open what quorum ${made.SET_ID} sealed`,
  terms: [{ name: 'subject', value: `quorum:${made.SET_ID}` }],
}
