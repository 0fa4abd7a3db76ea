/**
 * The permit stands before everything: whoever lacks a signature learns nothing, at neither desk. Every verb
 * that people sign for, every set of signers that is not enough, both profiles, with the right passphrase
 * and with a wrong one: the window and the command line give the same answer, look at no passphrase, and
 * record nothing but the refusal.
 */
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import type { TestContext } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { passphraseSalt } from '../../main/core/passphrase/kdf.ts'
import type { Output } from '../../shared/contract.ts'
import type { Action } from '../../shared/deeds.ts'
import type { BackupKeyDeed } from '../../shared/key-life.ts'
import type { Profile, Role } from '../../shared/roles.ts'
import { done, doneJson, keyclave, newDesk, planText, wordsOf } from '../cli/command-line.ts'
import { AGE_RECIPIENT } from '../core/deliveries/sides.ts'
import { onCard } from '../fixtures/card-fingerprint.ts'
import type { ByPath } from '../fixtures/choosing.ts'
import { stretchedSince } from '../setup/quick-argon2.ts'
import { withVault } from '../vault/vault-fixture.ts'
import type { FakeWindow } from './window.ts'
import { openWindow, PLAN, refusalOf } from './window.ts'

const PEOPLE = {
  ...{ Ines: 'administrator', Inga: 'administrator', Walt: 'witness', Wanda: 'witness' },
  ...{ Olga: 'recovery-officer', Ada: 'custodian', Bob: 'custodian', Udo: 'auditor' },
  ...{ Sue: 'recovery-officer', Sid: 'witness', Lena: 'custodian' },
} as const satisfies { readonly [name: string]: Role }
type Name = keyof typeof PEOPLE
const NAMES = Object.keys(PEOPLE) as Name[]
const SUSPENDED: readonly string[] = ['Sue', 'Sid']
/** Whose key wrong entries have locked. */
const LOCKED = 'Lena'
/** Somebody of another vault, who has a key and a PIN there. */
const STRANGER = 'Mallory'

/** As `passphraseOf` of the window's tests; a file of that name holds it, for the command line. */
const passphraseOf = (name: string): string => `${name.toLowerCase()} unmixed tarantula`

const RIGHT = 'unmixed tarantula yo-yo gumdrop'
const WRONG = 'unmixed tarantula yo-yo gumball'

/** Who tries in few words: nobody, one, all but one role, and those who may not sign at all. */
const FEW: readonly (readonly string[])[] = [
  [],
  ['Walt'],
  ['Ines', 'Inga', 'Ada', 'Olga', 'Udo'],
  ['Walt', 'Wanda', 'Ada', 'Olga', 'Udo'],
  ['Ines', 'Inga', 'Walt', 'Ada', 'Udo'],
  ['Walt', 'Sue'],
  ['Walt', STRANGER],
]

/**
 * Where the quorum is open already, and in the profile that asks for less: nobody, one, what is enough for another
 * deed, one who is suspended.
 */
const FEWEST: readonly (readonly string[])[] = [[], ['Walt'], ['Olga', 'Walt'], ['Walt', 'Sue']]

/** Where this profile asks for what the other does, and is tried there: nobody, and one who is suspended. */
const LEAST: readonly (readonly string[])[] = [[], ['Walt', 'Sue']]

/** And at length: each role alone, and the wrong roles together. */
const ALL: readonly (readonly string[])[] = [
  ...FEW,
  ...['Ines', 'Olga', 'Ada', 'Udo'].map(name => [name]),
  ['Ada', 'Bob'],
  ['Ada', 'Olga'],
  ['Ada', 'Walt'],
  ['Walt', 'Wanda'],
  ['Ines', 'Inga'],
  ['Ines', 'Walt'],
  ['Ines', 'Olga'],
  ['Walt', 'Olga'],
  ['Olga', 'Sid'],
]

/** So many people of these roles, as README and policy say it; written down once more, for the test. */
type Needs = readonly (readonly [count: number, ...roles: Role[]])[]
const AW: Needs = [
  [1, 'administrator'],
  [1, 'witness'],
]
const OW: Needs = [
  [1, 'recovery-officer'],
  [1, 'witness'],
]

function suffices(needs: Needs, names: readonly string[]): boolean {
  // One who may not sign at all spoils it for the others: nobody signs for a deed half.
  if (names.some(name => name === STRANGER || SUSPENDED.includes(name))) return false
  const roles = names.map(name => PEOPLE[name as Name])
  return needs.every(([count, ...of]) => roles.filter(role => of.includes(role)).length >= count)
}

/** What somebody is told who does not have enough signatures. */
function expectedCode(names: readonly string[]): string {
  if (names.includes(STRANGER)) return 'PERSON_UNKNOWN'
  if (names.some(name => SUSPENDED.includes(name))) return 'PERSON_STATE'
  return names.length === 0 ? 'APPROVAL_NEEDED' : 'APPROVAL_SHORT'
}

/** An office with a quorum and ten people, as both desks reach it. */
interface Office {
  readonly profile: Profile
  readonly at: (name: string) => string
  readonly vault: string
  readonly kit: string
  readonly setId: string
  readonly cards: readonly (readonly string[])[]
  readonly window: FakeWindow
  readonly ids: ReadonlyMap<string, string>
  /** The id of one that was made. */
  readonly delivery: string
}

type AskedDeed = ByPath<'approval.ask'>['deed']

/** One verb at both desks. */
interface Verb {
  readonly name: string
  readonly action: Action
  readonly needs: (profile: Profile) => Needs
  /** Whether it opens a quorum, so that there is a passphrase. */
  readonly opens?: true
  /** Whether few sets of signers are tried: where share files are read each time, fewest. */
  readonly brief?: 'few' | 'fewest'
  /** What must not be there afterwards. */
  readonly makes?: string
  /** Whether the command line refuses it to a vault of this profile before it looks who has signed. */
  readonly inWindowAlone?: (profile: Profile) => boolean
  /** The command, but for the vault and those who sign; null: the window alone has it. */
  readonly command: ((office: Office, passphrase: string) => readonly string[]) | null
  /** Goes as far as the signatures; whoever is needed for that has signed. */
  readonly enter?: (office: Office) => Promise<void>
  readonly leave?: (office: Office) => Promise<void>
  /** Whether the call cannot be made without an approval, so that nobody's is one without signatures. */
  readonly alwaysAsks?: true
  /** What people are asked to sign, and the call that it is for; null: the command line alone has it. */
  readonly deed: ((office: Office) => AskedDeed | Promise<AskedDeed>) | null
  readonly call:
    | ((office: Office, approval: string | undefined, passphrase: string) => Promise<unknown>)
    | null
}

/** A verb that the window has. */
type InWindow = Verb & {
  readonly [member in 'deed' | 'call']: NonNullable<Verb[member]>
}

const approved = (approval: string | undefined) => (approval === undefined ? {} : { approval })
const openingArgs = ({ at, kit }: Office, passphrase: string): string[] => [
  ...['--kit', kit, '--share', at('ceremony/shares/01-ada.txt'), at('ceremony/shares/02-bob.txt')],
  ...['--passphrase-file', at(passphrase === RIGHT ? 'right.txt' : 'wrong.txt')],
]
/** The kit of a quorum that the vault does not know, by its card. */
const foreignKit = ({ at }: Office) => {
  const path = at('elsewhere/kit.json')
  return { kind: 'file', path, fingerprint: onCard(path) } as const
}
const fromKit = ({ kit }: Office) => ({ kind: 'file', path: kit }) as const

async function enterCards(
  { window, cards }: Office,
  purpose: 'recovery' | 'drill' | 'reissue',
): Promise<void> {
  for (const words of cards) {
    await window.call('share.add', { for: purpose, card: { kind: 'words', words: [...words] } })
  }
}

const planOf = (title: string) => ({
  ...PLAN,
  title,
  quorum: { ...PLAN.quorum, custodians: ['Ada', 'Bob'] },
  people: { administrators: ['Ines'], witnesses: ['Walt'], recoveryOfficers: ['Olga'] },
})
const RUN = { kind: 'form' as const, plan: planOf('Another ceremony') }
const NEXT = { kind: 'form' as const, plan: { ...planOf('The next quorum'), keys: [] } }
const PLAN_PEOPLE =
  'people: { administrators: [Ines], witnesses: [Walt], recoveryOfficers: [Olga] }\n'

/** The window's side of whatever opens a quorum to take something out: it opens first, for all of it. */
const RECOVERY = {
  action: 'quorum.open',
  needs: () => OW,
  opens: true,
  enter: async (office: Office) => {
    await office.window.call('recovery.begin', { kit: fromKit(office) })
    await enterCards(office, 'recovery')
  },
  leave: async ({ window }: Office) => {
    await window.call('recovery.end', {})
    await window.call('recovery.leave', {})
  },
  deed: ({ setId }: Office) => ({ action: 'quorum.open' as const, setId }),
  call: ({ window }: Office, approval: string | undefined, passphrase: string) =>
    window.call('recovery.open', { passphrase, ...approved(approval) }),
} as const

/** What is taken out of a quorum that officer and witness have opened, in the window. */
const TAKING = {
  opens: true,
  brief: 'fewest',
  enter: async (office: Office) => {
    await RECOVERY.enter(office)
    const approval = await signed(office, RECOVERY.deed(office), ['Olga', 'Walt'])
    await RECOVERY.call(office, approval, RIGHT)
    // From here on no passphrase is looked at.
    stretchedSince()
  },
  leave: RECOVERY.leave,
} as const

const twoOfficers = (profile: Profile): Needs =>
  profile === 'small-team'
    ? OW
    : [
        [2, 'recovery-officer'],
        [1, 'witness'],
      ]

async function keyHere({ call }: FakeWindow) {
  const state = await call('recovery.state', {})
  assert.ok(state.step === 'open')
  return state.kit?.keys[0] ?? assert.fail('a key')
}

const state = (
  action: 'person.suspend' | 'person.reinstate' | 'person.retire',
  name: Name,
  needs: Needs,
): Verb => {
  const verb = action.slice('person.'.length) as 'suspend' | 'reinstate' | 'retire'
  const reason = verb === 'reinstate' ? 'returned' : 'left'
  return {
    ...{ name: `people ${verb}`, action, needs: () => needs, alwaysAsks: true },
    command: () => ['people', verb, name, '--reason', reason],
    deed: ({ ids }) => ({ action, person: ids.get(name) ?? '', reason }),
    call: ({ window, ids }, approval = '', _passphrase) =>
      window.call(`people.${verb}`, { person: ids.get(name) ?? '', reason, approval }),
  }
}

/** What was planned last. */
let draft = ''

type KeyChange = ByPath<'keys.plan'>['change']
type KeyAction =
  | KeyDeed
  | `backup-key.${BackupKeyDeed}`
  | ('key.add' | 'key.rotate' | 'backup-key.rotate' | 'cryptoperiod.set' | 'kit.renew')
type KeyDeed = `key.${'activate' | 'suspend' | 'resume' | 'retire' | 'compromise'}`

/** What becomes of keys: in the window it is planned, signed for and carried out. */
const ofKeys = (
  name: string,
  action: KeyAction,
  { needs = AW, change, command }: KeyRow,
): Verb => ({
  ...{ name, action, needs: typeof needs === 'function' ? needs : () => needs, brief: 'few' },
  command: () => command,
  deed: async office => {
    const planned = await office.window.call('keys.plan', { change: await change(office) })
    assert.equal(planned.action, action)
    draft = planned.draft
    return { action, draft }
  },
  call: ({ window }, approval) => window.call('keys.carryOut', { draft, ...approved(approval) }),
})
interface KeyRow {
  readonly needs?: Needs | ((profile: Profile) => Needs)
  readonly change: (office: Office) => KeyChange | Promise<KeyChange>
  readonly command: readonly string[]
}

const NO_DAYS = { activates: null, protectUntil: null, processUntil: null, unlimited: false }

/** The state of a key that is there, by its label. */
const ofState = (
  kind: 'activate' | 'suspend' | 'resume' | 'retire' | 'compromise',
  label: string,
  needs: Needs,
): Verb =>
  ofKeys(`key ${kind}`, `key.${kind}`, {
    needs,
    command: ['key', kind, label, '--reason', 'unspecified'],
    change: async ({ window }) => {
      const { keys } = await window.call('keys.list', {})
      const key = keys.find(other => other.label === label) ?? assert.fail(label)
      return { kind, key: key.id, version: 1, reason: 'unspecified', occurred: null }
    },
  })

/** The state of a backup key, by its number. */
const ofBackupKey = (deed: BackupKeyDeed, generation: number, needs: Needs): Verb =>
  ofKeys(`backup-key ${deed}`, `backup-key.${deed}`, {
    needs,
    command: ['backup-key', deed, String(generation)],
    change: ({ setId }) => ({
      ...{ kind: 'change-backup-key', deed, setId, generation },
      ...{ reason: 'unspecified', occurred: null },
    }),
  })

/** What goes through whole drives with an opened quorum; in the window within a recovery. */
const ofDrives = (
  name: string,
  action: 'backup.reencrypt' | 'backup.scan',
  args: (office: Office) => readonly string[],
  asked: Pick<InWindow, 'deed' | 'call'>,
): Verb => ({
  ...{ ...TAKING, name, action, needs: () => OW },
  command: (office, passphrase) => [...args(office), ...openingArgs(office, passphrase)],
  ...asked,
})

const ANY_OF_AW: Needs = [[1, 'administrator', 'witness']]
const TWO_OR_ONE = (profile: Profile): Needs =>
  isStrict(profile)
    ? [
        [2, 'administrator'],
        [1, 'witness'],
      ]
    : AW
/** A step of a destruction: in the window it is planned, signed for and carried out. */
const ofDestruction = (
  name: string,
  action: 'key.destroy' | 'destruction.account' | 'destruction.certify',
  {
    needs,
    step,
    command,
  }: Pick<Verb, 'needs' | 'command'> & { readonly step: ByPath<'destruction.plan'>['step'] },
): Verb => ({
  ...{ name, action, needs, command, brief: 'few' as const },
  deed: async office => {
    const planned = await office.window.call('destruction.plan', { step })
    assert.equal(planned.action, action)
    draft = planned.draft
    return { action, draft }
  },
  call: ({ window }, approval) =>
    window.call('destruction.carryOut', { draft, ...approved(approval) }),
})
/** The card with the passphrase, burned. */
const CARD = { passphraseCard: true, method: 'burned', observer: null } as const

/** One operator does not hold every share and the passphrase there. */
const isStrict = (profile: Profile): boolean => profile === 'strict'

let drafted: Output<'status.draft'> | null = null
const VERBS: readonly Verb[] = [
  {
    ...{ name: 'recover key', ...RECOVERY, makes: 'out.key' },
    command: (office, passphrase) => [
      ...['recover', 'key', 'video-root', ...openingArgs(office, passphrase)],
      ...['--out', office.at('out.key')],
    ],
  },
  {
    ...{ name: 'take out a key', ...TAKING, action: 'key.open', needs: () => OW },
    command: null,
    deed: async ({ window, at }) => {
      const { id: key, version } = await keyHere(window)
      return { action: 'key.open', key, version, destination: at('out.key') }
    },
    call: async ({ window, at }, approval) => {
      const { id: key } = await keyHere(window)
      return window.call('recovery.exportKey', { key, out: at('out.key'), ...approved(approval) })
    },
  },
  {
    ...{ name: 'recover backup', ...TAKING, action: 'backup.restore', needs: () => OW },
    makes: 'restored',
    command: (office, passphrase) => [
      ...['recover', 'backup', office.at('office.age'), ...openingArgs(office, passphrase)],
      ...['--out', office.at('restored')],
    ],
    deed: ({ setId, at }) => ({
      ...{ action: 'backup.restore', setId, backup: 'office.age', destination: at('restored') },
    }),
    call: ({ window, at }, approval) =>
      window.call('recovery.restore', {
        ...{ file: at('office.age'), out: at('restored'), ...approved(approval) },
      }),
  },
  {
    ...{ name: 'recover identity', ...TAKING, action: 'identity.open', needs: twoOfficers },
    command: (office, passphrase) => ['recover', 'identity', ...openingArgs(office, passphrase)],
    deed: ({ setId, at }) => ({ action: 'identity.open', setId, destination: at('identity') }),
    call: ({ window, at }, approval) =>
      window.call('recovery.exportIdentity', {
        ...{ backupKey: null, out: at('identity'), ...approved(approval) },
      }),
  },
  {
    ...{ name: 'recover identity --backup-key', ...TAKING, action: 'backup-key.open' },
    needs: twoOfficers,
    command: (office, passphrase) => [
      ...['recover', 'identity', '--backup-key', '2', ...openingArgs(office, passphrase)],
    ],
    deed: ({ setId, at }) => ({
      ...{ action: 'backup-key.open', setId, generation: 2, destination: at('identity') },
    }),
    call: ({ window, at }, approval) =>
      window.call('recovery.exportIdentity', {
        ...{ backupKey: 2, out: at('identity'), ...approved(approval) },
      }),
  },
  {
    ...{ name: 'drill hold', action: 'drill.run', needs: () => OW, opens: true },
    command: (office, passphrase) => ['drill', 'hold', ...openingArgs(office, passphrase)],
    enter: async office => {
      await office.window.call('drill.begin', { kit: fromKit(office) })
      await enterCards(office, 'drill')
    },
    leave: async ({ window }) => void (await window.call('drill.leave', {})),
    deed: ({ setId }) => ({ action: 'drill.run', setId }),
    call: ({ window }, approval, passphrase) =>
      window.call('drill.run', { passphrase, backup: null, ...approved(approval) }),
  },
  {
    ...{ name: 'people unlock', action: 'person.unlock', opens: true },
    needs: profile =>
      profile === 'strict' ? [[1, 'recovery-officer']] : [[1, 'administrator', 'recovery-officer']],
    command: (office, passphrase) => [
      ...['people', 'unlock', LOCKED, ...openingArgs(office, passphrase)],
    ],
    enter: async office => {
      await office.window.call('drill.begin', { kit: fromKit(office) })
      await enterCards(office, 'drill')
    },
    leave: async ({ window }) => void (await window.call('drill.leave', {})),
    deed: ({ setId, ids }) => ({ action: 'person.unlock', person: ids.get(LOCKED) ?? '', setId }),
    call: ({ window, ids }, approval, passphrase) =>
      window.call('drill.unlock', {
        ...{ person: ids.get(LOCKED) ?? '', passphrase, ...approved(approval) },
      }),
  },
  {
    ...{ name: 'ceremony reissue', action: 'quorum.reissue', opens: true, makes: 'next' },
    inWindowAlone: isStrict,
    needs: profile => (profile === 'strict' ? [...AW, [1, 'recovery-officer']] : AW),
    command: (office, passphrase) => [
      ...['ceremony', 'reissue', office.at('next.yaml'), ...openingArgs(office, passphrase)],
      ...['--new-passphrase-file', office.at('right.txt'), '--out', office.at('next'), '--no-pdf'],
    ],
    enter: async office => {
      const kit = fromKit(office)
      const { window } = office
      const { planHash } = await window.call('ceremony.checkPlan', { source: NEXT, old: kit })
      const run = { action: 'ceremony.run', planHash } as const
      const approval = await signed(office, run, ['Ines', 'Walt'])
      await window.call('ceremony.beginReissue', { source: NEXT, kit, approval })
      await enterCards(office, 'reissue')
    },
    leave: async ({ window }) => {
      await window.call('ceremony.abort', { cause: 'other' })
      await window.call('ceremony.leave', {})
    },
    deed: async ({ setId, window }) => {
      const at = await window.call('ceremony.state', {})
      assert.ok(at.step === 'old-quorum')
      return { action: 'quorum.reissue', setId, planHash: at.agreed.planHash }
    },
    call: ({ window }, approval, passphrase) =>
      window.call('ceremony.openOld', { passphrase, ...approved(approval) }),
  },
  {
    ...{ name: 'ceremony run', action: 'ceremony.run', needs: () => AW, makes: 'another' },
    inWindowAlone: isStrict,
    command: ({ at }) => [
      ...['ceremony', 'run', at('another.yaml'), '--passphrase-file', at('right.txt')],
      ...['--out', at('another'), '--no-pdf'],
    ],
    deed: async ({ window }) => {
      const { planHash } = await window.call('ceremony.checkPlan', { source: RUN })
      return { action: 'ceremony.run', planHash }
    },
    call: ({ window }, approval) =>
      window.call('ceremony.begin', { source: RUN, ...approved(approval) }),
  },
  {
    ...{ name: 'drill interval', action: 'drill.schedule', needs: () => AW },
    command: () => ['drill', 'interval', '7'],
    deed: () => ({ action: 'drill.schedule', months: 7 }),
    call: ({ window }, approval) =>
      window.call('register.setInterval', { months: 7, ...approved(approval) }),
  },
  {
    ...{ name: 'status publish', action: 'status.publish', needs: () => AW, makes: 'list.json' },
    command: ({ at }) => ['status', 'publish', '--out', at('list.json')],
    deed: async ({ window }) => {
      drafted = await window.call('status.draft', { days: 90 })
      const { number, list, previous, issued, nextIssue } = drafted
      return { action: 'status.publish', number, list, previous, issued, nextIssue }
    },
    call: async ({ window, at }, approval) => {
      const { issued, days, size } = drafted ?? (await window.call('status.draft', { days: 90 }))
      const order = { issued, days, size, out: at('list.json') }
      return window.call('status.publish', { ...order, ...approved(approval) })
    },
  },
  {
    ...{ name: 'backup create', action: 'backup.create', makes: 'second.age' },
    needs: () => [[1, 'administrator', 'witness', 'custodian', 'recovery-officer']],
    command: ({ at, kit }) => [
      ...['backup', 'create', '--kit', kit, '--out', at('second.age'), at('right.txt')],
    ],
    deed: ({ setId }) => ({ action: 'backup.create', setId }),
    call: ({ window, at, ...office }, approval) =>
      window.call('backup.create', {
        ...{ paths: [at('right.txt')], kit: fromKit({ window, at, ...office }) },
        ...{ out: at('second.age'), ...approved(approval) },
      }),
  },
  {
    ...{ name: 'custody', action: 'custody.change', needs: () => AW, command: null },
    deed: ({ setId }) => ({ action: 'custody.change', setId, index: 1, place: 'bank', bag: null }),
    call: ({ window, setId }, approval) =>
      window.call('register.note', {
        ...{ setId, index: 1, place: 'bank', bag: null, ...approved(approval) },
      }),
  },
  {
    ...{ name: 'kit import', action: 'kit.take-in', needs: () => AW },
    command: office => {
      const { path, fingerprint } = foreignKit(office)
      return ['kit', 'import', path, '--fingerprint', fingerprint]
    },
    deed: async office => ({
      action: 'kit.take-in',
      ...(await office.window.call('kit.checkImport', { kit: foreignKit(office) })),
    }),
    call: (office, approval) =>
      office.window.call('kit.import', { kit: foreignKit(office), ...approved(approval) }),
  },
  ofKeys('key add', 'key.add', {
    command: ['key', 'add', 'api-root', '--purpose', 'the shop'],
    change: () => ({
      ...{ kind: 'add', label: 'api-root', purpose: 'the shop', bits: 256, ...NO_DAYS },
      setId: null,
    }),
  }),
  ofKeys('key rotate', 'key.rotate', {
    command: ['key', 'rotate', 'video-root'],
    change: async ({ window }) => {
      const { keys } = await window.call('keys.list', {})
      const { id } = keys.find(({ label }) => label === 'video-root') ?? assert.fail('a key')
      return { kind: 'rotate', keys: [id], ...NO_DAYS }
    },
  }),
  ofState('activate', 'to-come', AW),
  ofState('suspend', 'video-root', ANY_OF_AW),
  ofState('resume', 'paused', [[2, 'administrator', 'witness']]),
  ofState('retire', 'video-root', AW),
  ofState('compromise', 'video-root', ANY_OF_AW),
  ofKeys('backup-key rotate', 'backup-key.rotate', {
    command: ['backup-key', 'rotate'],
    change: ({ setId }) => ({ kind: 'rotate-backup-key', setId }),
  }),
  ofBackupKey('suspend', 2, ANY_OF_AW),
  ofBackupKey('resume', 1, [[2, 'administrator', 'witness']]),
  ofBackupKey('compromise', 2, ANY_OF_AW),
  {
    ...ofDrives(
      ...(['backup reencrypt', 'backup.reencrypt'] as const),
      ({ at }) => ['backup', 'reencrypt', at('old.age'), '--out', at('again')],
      {
        deed: async ({ at, window }) => {
          const order = { files: [at('old.age')], out: at('again') }
          draft = (await window.call('incident.planReencryption', order)).draft
          return { action: 'backup.reencrypt', draft }
        },
        call: ({ window }, approval) =>
          window.call('incident.reencrypt', { draft, again: false, ...approved(approval) }),
      },
    ),
    makes: 'again/old.age',
  },
  ofDrives(
    ...(['backup scan', 'backup.scan'] as const),
    ({ at }) => ['backup', 'scan', at('ceremony')],
    {
      deed: ({ setId, at }) => ({ action: 'backup.scan', setId, places: [at('ceremony')] }),
      call: ({ window, at }, approval) =>
        window.call('incident.scan', { places: [at('ceremony')], ...approved(approval) }),
    },
  ),
  ofKeys('cryptoperiod set', 'cryptoperiod.set', {
    command: ['cryptoperiod', 'set', 'content encryption'],
    change: () => ({
      ...{ kind: 'cryptoperiod', purpose: 'content encryption' },
      period: { protect: 12, process: 48, rotate: 11, warn: 90 },
    }),
  }),
  ofKeys('kit renew', 'kit.renew', {
    needs: TWO_OR_ONE,
    command: ['kit', 'renew'],
    change: ({ setId }) => ({ kind: 'renew-kit', setId }),
  }),
  ofDestruction('key destroy', 'key.destroy', {
    needs: TWO_OR_ONE,
    step: { kind: 'destroy', item: 'paused', setId: null, reason: 'superseded' },
    command: () => ['key', 'destroy', 'paused'],
  }),
  ofDestruction('destruction account', 'destruction.account', {
    needs: () => AW,
    step: {
      ...{ kind: 'account', item: 'gone', setId: null },
      copies: [{ copy: 'vault-copies', fate: 'lost', by: 'Walt', serial: null }],
    },
    command: () => [
      ...['destruction', 'account', 'gone', '--copy', 'vault-copies'],
      ...['--fate', 'lost', '--by', 'Walt'],
    ],
  }),
  ofDestruction('destruction certify', 'destruction.certify', {
    needs: TWO_OR_ONE,
    step: { kind: 'certify', item: 'gone', setId: null, observer: null },
    command: ({ at }) => [
      ...['destruction', 'certify', 'gone', '--out', at('gone.json'), '--pdf', at('gone.pdf')],
    ],
  }),
  {
    ...{ name: 'deliver make', ...TAKING, action: 'key.deliver', needs: () => OW },
    makes: 'for-somebody',
    command: (office, passphrase) => [
      ...['deliver', 'make', 'age', 'video-root', ...openingArgs(office, passphrase)],
      ...['--file', `recipient=${office.at('recipient.txt')}`, '--out', office.at('for-somebody')],
    ],
    enter: async office => {
      await TAKING.enter(office)
      const { window, at } = office
      const { id: key, version } = await keyHere(window)
      await window.call('deliveries.check', {
        ...{ key, version, destination: 'age', options: [], use: 'protect' },
        files: [{ name: 'recipient', file: at('recipient.txt') }],
        ...{ although: null, plain: null, kek: null },
      })
    },
    deed: async ({ window }) => {
      draft = (await window.call('deliveries.plan', {})).draft
      return { action: 'key.deliver', draft }
    },
    call: ({ window, at }, approval) =>
      window.call('deliveries.make', {
        ...{ out: at('for-somebody'), paper: 'a4', ...approved(approval) },
      }),
  },
  {
    ...{ name: 'deliver confirm', action: 'delivery.confirm', brief: 'few' },
    needs: () => [[1, 'administrator', 'witness', 'recovery-officer']],
    command: ({ delivery }) => ['deliver', 'confirm', delivery, '--outcome', 'arrived'],
    deed: async ({ window, delivery }) => {
      const note = { delivery, outcome: 'arrived', proof: null } as const
      draft = (await window.call('deliveries.planNote', note)).draft
      return { action: 'delivery.confirm', draft }
    },
    call: ({ window }, approval) =>
      window.call('deliveries.note', { draft, ...approved(approval) }),
  },
  {
    ...{ name: 'quorum compromise', action: 'quorum.compromise', brief: 'few' },
    needs: () => [[1, 'administrator', 'witness']],
    command: ({ setId }) => ['quorum', 'compromise', setId],
    deed: async ({ window, setId }) => {
      const change = { kind: 'compromise-quorum', setId, occurred: null } as const
      const planned = await window.call('keys.plan', {
        change: { ...change, reason: 'key-compromise' },
      })
      draft = planned.draft
      return { action: 'quorum.compromise', draft }
    },
    call: ({ window }, approval) => window.call('keys.carryOut', { draft, ...approved(approval) }),
  },
  {
    ...{ name: 'share destroy', action: 'share.destroy', needs: () => AW },
    command: ({ setId }) => ['share', 'destroy', '--set', setId, '--passphrase-card'],
    deed: ({ setId }) => ({ action: 'share.destroy', setId, cards: [], ...CARD }),
    call: ({ window, setId }, approval) =>
      window.call('register.destroy', { setId, ...CARD, cards: [], ...approved(approval) }),
  },
  state('person.suspend', 'Bob', [[2, 'administrator', 'witness']]),
  state('person.reinstate', 'Sue', AW),
  state('person.retire', 'Bob', AW),
  {
    ...{ name: 'people add', action: 'person.add', needs: () => AW, alwaysAsks: true },
    command: ({ at }) => [
      ...['people', 'add', 'Newton', '--role', 'custodian', '--pin-file', at('Newton.pin')],
    ],
    deed: async ({ window }) => {
      const [secret, contact] = [passphraseOf('Newton'), '']
      const who = { name: 'Newton', contact, roles: ['custodian' as const], secret, again: secret }
      draft = (await window.call('people.draft', who)).draft
      return { action: 'person.add', draft }
    },
    call: ({ window }, approval = '') => window.call('people.add', { draft, approval }),
  },
  {
    ...{ name: 'people rekey', action: 'person.replace-key', needs: () => AW, alwaysAsks: true },
    command: ({ at }) => ['people', 'rekey', 'Bob', '--pin-file', at('Newton.pin')],
    deed: async ({ window, ids }) => {
      const [secret, person] = [passphraseOf('Newton'), ids.get('Bob') ?? '']
      draft = (await window.call('people.draftKey', { person, secret, again: secret })).draft
      return { action: 'person.replace-key', draft }
    },
    call: ({ window }, approval = '') => window.call('people.replaceKey', { draft, approval }),
  },
  {
    ...{ name: 'policy change', action: 'policy.change', alwaysAsks: true },
    needs: profile =>
      profile === 'strict'
        ? [
            [2, 'administrator'],
            [1, 'witness'],
          ]
        : AW,
    command: ({ profile }) => ['policy', 'change', otherProfile(profile)],
    deed: ({ profile }) => ({ action: 'policy.change', profile: otherProfile(profile) }),
    call: ({ window, profile }, approval = '') =>
      window.call('policy.change', { profile: otherProfile(profile), approval }),
  },
]

const otherProfile = (profile: Profile): Profile => (profile === 'strict' ? 'small-team' : 'strict')

/** The actions of the verbs, each once, in the order of the alphabet. */
export const actionsOfVerbs = (): readonly Action[] =>
  [...new Set(VERBS.map(({ action }) => action))].toSorted()

/** Has people sign a deed in the window. @throws what refused one of them */
async function signed(
  { window, ids }: Office,
  deed: AskedDeed,
  names: readonly string[],
): Promise<string> {
  const { id: approval } = await window.call('approval.ask', { deed })
  for (const name of names) {
    const person = ids.get(name) ?? '0123456789abcdef'
    await window.call('approval.sign', { approval, person, secret: passphraseOf(name) })
  }
  return approval
}

const signArgs = ({ at }: Office, names: readonly string[]): string[] =>
  names.flatMap(name => ['--sign', `${name}=${at(`${name}.pin`)}`])

async function openOffice(context: TestContext, profile: Profile): Promise<Office> {
  const desk = newDesk()
  context.after(() => desk.remove())
  const { at } = desk
  const vault = at('office.vault')
  for (const name of [...NAMES, STRANGER, 'Newton']) desk.write(`${name}.pin`, passphraseOf(name))
  desk.write('right.txt', RIGHT)
  desk.write('wrong.txt', WRONG)
  const quorum = 'threshold: 2, custodians: [Ada, Bob], identity: classic'
  const keys = 'keys: [{ label: video-root, bits: 256, purpose: content encryption }]\n'
  desk.write('plan.yaml', planText(quorum, keys + PLAN_PEOPLE))
  desk.write('another.yaml', planText(quorum, keys + PLAN_PEOPLE))
  desk.write('elsewhere.yaml', planText(quorum, 'keys: []'))
  desk.write('next.yaml', planText(quorum, PLAN_PEOPLE))
  const flag = (role: Role): string[] => [
    `--${role}`,
    ...NAMES.filter(name => PEOPLE[name] === role).map(name => `${name}=${at(`${name}.pin`)}`),
  ]
  const roles = [...new Set(Object.values(PEOPLE))]
  await done([
    ...['people', 'found', '--vault', vault, ...roles.flatMap(flag)],
    ...['--profile', 'small-team'],
  ])
  const both = ['--vault', vault, '--sign', `Ines=${at('Ines.pin')}`, `Walt=${at('Walt.pin')}`]
  await done([
    ...['ceremony', 'run', at('plan.yaml'), '--passphrase-file', at('right.txt'), '--no-pdf'],
    ...['--out', at('ceremony'), ...both],
  ])
  await done([
    ...['backup', 'create', '--kit', at('ceremony/kit.json'), '--out', at('old.age')],
    ...[at('right.txt'), ...both],
  ])
  await done(['backup-key', 'suspend', '1', ...both])
  await done(['backup-key', 'rotate', ...both])
  mkdirSync(at('again'))
  const toCome = ['--activates', '2999-01-01']
  await done(['key', 'add', 'to-come', '--purpose', 'tests', ...toCome, ...both])
  await done(['key', 'add', 'paused', '--purpose', 'tests', ...both])
  await done(['key', 'suspend', 'paused', '--reason', 'unspecified', ...both])
  await done(['key', 'add', 'gone', '--purpose', 'tests', ...both])
  await done(['key', 'retire', 'gone', ...both])
  await done(['key', 'destroy', 'gone', ...both])
  const kit = at('kit.json') // the ceremony's does not have them
  await done(['kit', 'export', '--vault', vault, '--out', kit])
  desk.write('recipient.txt', AGE_RECIPIENT.toString())
  const { id: delivery } = await doneJson<{ readonly id: string }>([
    ...['deliver', 'make', 'age', 'video-root', '--file', `recipient=${at('recipient.txt')}`],
    ...['--kit', kit, '--share', at('ceremony/shares/01-ada.txt')],
    ...[at('ceremony/shares/02-bob.txt'), '--passphrase-file', at('right.txt')],
    ...['--out', at('for-age'), '--vault', vault],
    ...['--sign', `Olga=${at('Olga.pin')}`, `Walt=${at('Walt.pin')}`],
  ])
  await done([
    ...['ceremony', 'run', at('elsewhere.yaml'), '--passphrase-file', at('right.txt'), '--no-pdf'],
    ...['--out', at('elsewhere')],
  ])
  await done([
    ...['backup', 'create', '--kit', kit, '--out', at('office.age'), at('right.txt'), ...both],
  ])
  if (profile === 'strict') await done(['policy', 'change', profile, ...both])
  await withVault(vault, ({ people }) => {
    for (let failed = 0; failed < 10; failed += 1) people.failed(people.named(LOCKED).id, 0)
  })
  for (const name of SUSPENDED) {
    await done(['people', 'suspend', name, '--reason', 'left', ...both])
  }
  const stranger = ['--administrator', `${STRANGER}=${at(`${STRANGER}.pin`)}`]
  const other = ['--vault', at('other.vault'), '--witness', `Walt=${at('Walt.pin')}`]
  const single = ['--single', `${STRANGER}, Walt`]
  await done(['people', 'found', ...other, ...stranger, ...single])

  const window = openWindow(context)
  await window.call('vault.open', { path: at('other.vault'), readOnly: false })
  const others = (await window.call('people.list', {})).people
  await window.call('vault.open', { path: vault, readOnly: false })
  const { people } = await window.call('people.list', {})
  const named = [...others.filter(({ name }) => name === STRANGER), ...people]
  return {
    ...{ profile, at, vault, kit, window, delivery },
    setId: (JSON.parse(readFileSync(kit, 'utf8')) as { quorum: { setId: string } }).quorum.setId,
    cards: ['01-ada', '02-bob'].map(file =>
      wordsOf(readFileSync(at(`ceremony/shares/${file}.txt`), 'utf8')),
    ),
    ids: new Map(named.map(({ name, id }) => [name, id])),
  }
}

/** What the log says that it did not say when this was asked last. */
type Noted = () => Promise<readonly string[]>

/**
 * The new entries of the log, as the window reads it, from now on and from each look to the next: so nothing is noted
 * between two tries either. Who signs for a ceremony has come into the room by that, whatever comes of it.
 */
async function notedFromNow({ window }: Office): Promise<Noted> {
  const newest = async (limit: number) =>
    (await window.call('audit.page', { before: null, limit })).entries
  let last = (await newest(1))[0]?.sequence ?? -1
  return async () => {
    const entries = await newest(20)
    const since = entries.filter(({ sequence }) => sequence > last)
    last = entries[0]?.sequence ?? last
    return since.map(({ action }) => action).filter(action => action !== 'attendance.signed-in')
  }
}

const PASSPHRASES = [WRONG, RIGHT] as const

const said = (names: readonly string[], passphrase: string): string =>
  `signed by ${names.join(' and ') || 'nobody'}, ${passphrase === RIGHT ? 'right' : 'wrong'} passphrase`

/** What must stand in the log after such an answer, and nothing else. */
const notedFor = (code: string): string[] =>
  code.startsWith('APPROVAL_') ? ['action.refused'] : []

/**
 * What the window answers to people with these signatures: when one of them signs, or to the call, with
 * each passphrase.
 */
async function inWindow(
  office: Office,
  verb: InWindow,
  names: readonly string[],
  noted: Noted,
): Promise<string> {
  const deed = await verb.deed(office)
  const asks = names.length > 0 || verb.alwaysAsks === true
  const answers = new Set<string>()
  for (const passphrase of verb.opens ? PASSPHRASES : [RIGHT]) {
    const work = async (): Promise<unknown> => {
      const approval = asks ? await signed(office, deed, names) : undefined
      return await verb.call(office, approval, passphrase)
    }
    const { code } = await refusalOf(work())
    answers.add(code)
    assert.deepEqual(await noted(), notedFor(code), `window: ${said(names, passphrase)}`)
  }
  assert.equal(answers.size, 1, `window: ${said(names, RIGHT)}: ${[...answers]}`)
  const [code = ''] = answers
  // What cannot be called without an approval is called with one that nobody has signed.
  const isUnsigned = names.length === 0 && verb.alwaysAsks === true && code === 'APPROVAL_SHORT'
  return isUnsigned ? 'APPROVAL_NEEDED' : code
}

async function refusedInWindow(office: Office, verb: Verb, sets: typeof ALL): Promise<void> {
  const { deed, call } = verb
  if (deed === null || call === null) return
  await verb.enter?.(office)
  const noted = await notedFromNow(office)
  for (const names of sets) {
    assert.equal(
      await inWindow(office, { ...verb, deed, call }, names, noted),
      expectedCode(names),
      names.join(),
    )
  }
  await verb.leave?.(office)
}

/** What the command line answers, with each passphrase. */
async function asCommand(
  office: Office,
  { command, makes, opens }: Verb,
  names: readonly string[],
  noted: Noted,
): Promise<string> {
  const answers = new Set<string>()
  for (const passphrase of opens ? PASSPHRASES : [RIGHT]) {
    const args = [...(command?.(office, passphrase) ?? []), '--vault', office.vault]
    const { err, out } = await keyclave([...args, ...signArgs(office, names)])
    const code = /error\[([A-Z_]+)\]/.exec(err)?.[1] ?? ''
    answers.add(code)
    const what = `command line: ${said(names, passphrase)}`
    assert.equal(out, '', what)
    // A re-issue is two deeds, and each refusal is noted.
    assert.deepEqual([...new Set(await noted())], notedFor(code), what)
    if (makes !== undefined) assert.ok(!existsSync(office.at(makes)), what)
  }
  assert.equal(answers.size, 1, `command line: ${said(names, RIGHT)}: ${[...answers]}`)
  return [...answers].join()
}

/** How many sets of signers are tried, of whom most are refused for the same reason. */
export type Length = 'few' | 'all'

/** Which sets of signers a verb is tried with in a vault of this profile. */
function setsFor({ brief, needs }: Verb, profile: Profile, length: Length): typeof ALL {
  const asStrict = profile !== 'strict' && isDeepStrictEqual(needs(profile), needs('strict'))
  if (length === 'few' && asStrict) return LEAST
  if (brief === 'fewest') return FEWEST
  // At length the whole list once; where share files are read each time, and in the other profile, a few.
  if (length === 'all') return brief === undefined && profile === 'strict' ? ALL : FEW
  return profile === 'strict' ? FEW : FEWEST
}

/** Too few signatures get one answer at both desks, and whoever gave them learns nothing. */
export async function refuseTooFew(
  context: TestContext,
  profile: Profile,
  length: Length,
): Promise<void> {
  const office = await openOffice(context, profile)
  const salt = passphraseSalt(Buffer.from(office.setId, 'hex'))
  const insufficient = (verb: Verb, sets: typeof ALL) =>
    sets.filter(names => !suffices(verb.needs(profile), names))
  for (const verb of VERBS) {
    const all = setsFor(verb, profile, length)
    const sets = insufficient(verb, all)
    const asked = insufficient(verb, verb.opens && all === ALL ? FEW : all)
    await context.test(`${profile}: ${verb.name}`, async () => {
      stretchedSince()
      await refusedInWindow(office, verb, sets)
      const noted = await notedFromNow(office)
      for (const names of verb.command === null ? [] : asked) {
        const code = verb.inWindowAlone?.(profile) ? 'CEREMONY_STRICT' : expectedCode(names)
        assert.equal(await asCommand(office, verb, names, noted), code, names.join())
      }
      const stretched = stretchedSince()
      // Where any one signature is enough, only nobody is too few, and there is no PIN.
      const somebody = [...sets, ...asked].some(names => names.length > 0)
      assert.ok(stretched.length > 0 || !somebody, 'PINs')
      assert.ok(!stretched.includes(salt), 'and no passphrase')
    })
  }
  const kit = foreignKit(office)
  const checked = await office.window.call('kit.checkImport', { kit })
  const deed = { action: 'kit.take-in', ...checked } as const
  const approval = await signed(office, deed, ['Ines', 'Walt'])
  await office.window.call('kit.import', { kit, approval })
  await office.window.refused('kit.checkImport', { kit }, 'KIT_KNOWN')
  await office.window.call('audit.verify', {})
}
