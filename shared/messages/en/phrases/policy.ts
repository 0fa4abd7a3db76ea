import type { Role } from '../../../roles.ts'
import type { Need } from '../../../signers.ts'
import type { PolicyWording } from '../../wording/wording.ts'
import { listOf } from './listing.ts'

const or = (words: readonly string[]): string =>
  new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(words)

const roles: PolicyWording['roles'] = {
  administrator: {
    name: 'administrator',
    one: 'an administrator',
    does: 'Runs ceremonies. Holds no share.',
  },
  witness: { name: 'witness', one: 'a witness', does: 'Watches, and signs what was done.' },
  custodian: { name: 'custodian', one: 'a custodian', does: 'Holds one share card.' },
  'recovery-officer': {
    name: 'recovery officer',
    one: 'a recovery officer',
    does: 'Knows the passphrase. Holds no share.',
  },
  auditor: {
    name: 'auditor',
    one: 'an auditor',
    does: 'Reads and verifies, and changes nothing.',
  },
}

/** "witnesses", "administrators". */
const several = (role: Role): string => `${roles[role].name}${role === 'witness' ? 'es' : 's'}`

function need(of: Need): string {
  switch (of.kind) {
    case 'quorum':
      return 'a quorum of shares and the passphrase'
    case 'everyone-present':
      return 'everyone who is in the room'
    case 'person':
      return `${of.name} (in the room)`
    case 'roles': {
      if (of.count === 1) return or(of.roles.map(role => roles[role].one))
      const kinds = or(of.roles.map(several))
      return of.roles.length === 1 ? `two ${kinds}` : `two people who are ${kinds}`
    }
  }
}

const apart: PolicyWording['apart'] = {
  'own-witness': 'nobody is their own witness',
  'runs-without-share': 'who runs the ceremony holds no share',
  'runs-without-passphrase': 'who runs the ceremony does not know the passphrase',
  'passphrase-without-share': 'who knows the passphrase holds no share',
  'watches-without-share': 'who watches holds no share',
  'watch-each-other': 'opening takes both, and they watch each other',
  'only-reads': 'an auditor only reads and verifies',
}

export const policy: PolicyWording = {
  ...{ roles, need, apart },
  profiles: {
    strict: {
      title: 'Strict',
      hint: 'Nobody has two roles that watch each other, and keys are opened by passphrases. Takes two administrators and two witnesses, so that the loss of one can be mended, a recovery officer, and the custodians.',
    },
    'small-team': {
      title: 'Small team',
      hint: 'For two people or a few. Some rules are waived; each waiver is named here and recorded.',
    },
  },
  reasons: {
    left: 'they left',
    'role-changed': 'their role changed',
    'key-lost': 'their PIN or passphrase was lost',
    'key-suspected': 'somebody else may know their PIN or passphrase',
    misconduct: 'misconduct',
    returned: 'they came back',
    other: 'another, which is not on the list',
  },
  waivers: {
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
    pins: {
      title: 'A PIN of six digits may open a key',
      why: 'Whoever has a copy of the vault tries all of them in some days of one processor, and can sign in that person’s name from then on. Keep the vault where nobody copies it, or choose passphrases.',
    },
    'one-operator': {
      title: 'A ceremony may be run from the command line',
      why: 'Whoever runs it has every share and the passphrase in their hands until the cards are handed out. The record says that it was done so, and who accepted it.',
    },
    'one-administrator': {
      title: 'One administrator is enough where strict asks for two',
      why: 'There may be only one. The witness signs all the same.',
    },
    'one-officer': {
      title: 'One recovery officer is enough where strict asks for two',
      why: 'There may be only one who knows the passphrase. The witness signs all the same.',
    },
  },
  kdf: {
    1: 'KDF profile 1: 64 MiB of memory, three passes',
    2: 'KDF profile 2: 2 GiB of memory, one pass',
    3: 'KDF profile 3: 1 GiB of memory, four passes',
  },
  rolesTogether: of => listOf(of.map(role => roles[role].name)),
  rolesProblem: problem => {
    switch (problem.kind) {
      case 'none':
        return 'there are none'
      case 'twice':
        return 'one stands there twice'
      case 'apart': {
        const [first, second] = problem.roles
        return `${roles[first].name} and ${roles[second].name} are kept apart, because ${apart[problem.why]}`
      }
    }
  },
  quorum: ({ threshold, count }) =>
    `${threshold === count ? `all ${count} of these` : `any ${threshold} of these ${count}`} people, together with the passphrase`,
}
