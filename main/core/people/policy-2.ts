import type { Demand, Requirement } from '../../../shared/signers.ts'
import type { PolicyTable } from './policy-table.ts'

/** The policy of the version after 0.1.0. */

const ADMINISTRATOR: Demand = { roles: ['administrator'], count: 1 }
const WITNESS: Demand = { roles: ['witness'], count: 1 }
const OFFICER: Demand = { roles: ['recovery-officer'], count: 1 }
const AW: Requirement = { signers: [ADMINISTRATOR, WITNESS] }
const OW: Requirement = { signers: [OFFICER, WITNESS], quorum: true }
const TWO: Requirement = { signers: [{ roles: ['administrator'], count: 2 }, WITNESS] }

const TWO_OFFICERS: Requirement = {
  signers: [{ roles: ['recovery-officer'], count: 2 }, WITNESS],
  quorum: true,
}

const ANY_OF_AW: Requirement = {
  signers: [{ roles: ['administrator', 'witness'], count: 1 }],
}
const CHANGE_OF_BACKUP_KEY = ['subject', 'recipient', 'from', 'to', 'reason']
const CHANGE_OF_KEY = ['subject', 'label', 'fingerprint', 'from', 'to', 'reason']

export const POLICY_2: PolicyTable = {
  number: 2,
  deeds: {
    'people.found': {
      entry: 'people.founded',
      binds: ['profile', 'waivers', 'policy', 'people'],
      strict: AW,
    },
    'person.add': { entry: 'person.added', binds: ['subject', 'name', 'roles', 'key'], strict: AW },
    'person.suspend': {
      entry: 'person.suspended',
      binds: ['subject', 'reason'],
      strict: { signers: [{ roles: ['administrator', 'witness'], count: 2 }] },
    },
    'person.reinstate': { entry: 'person.reinstated', binds: ['subject', 'reason'], strict: AW },
    'person.retire': { entry: 'person.retired', binds: ['subject', 'reason'], strict: AW },
    'person.replace-key': { entry: 'person.key-replaced', binds: ['subject', 'key'], strict: AW },
    'person.unlock': {
      entry: 'person.unlocked',
      binds: ['subject', 'set'],
      strict: { signers: [OFFICER], quorum: true },
      smallTeam: {
        requirement: {
          signers: [{ roles: ['administrator', 'recovery-officer'], count: 1 }],
          quorum: true,
        },
        waiver: 'administrator-is-officer',
      },
    },
    'policy.change': {
      entry: 'policy.changed',
      binds: ['subject', 'profile', 'waivers', 'policy'],
      strict: TWO,
      smallTeam: { requirement: AW, waiver: 'one-administrator' },
    },
    'ceremony.run': { entry: 'ceremony.opened', binds: ['plan'], strict: AW },
    'ceremony.close': {
      entry: 'ceremony.closed',
      binds: ['record'],
      strict: { ...AW, allPresent: true },
    },
    'quorum.open': { entry: 'quorum.opened', binds: ['subject'], strict: OW },
    'key.open': { entry: 'key.opened', binds: ['subject', 'destination'], strict: OW },
    'key.deliver': {
      entry: 'key.delivered',
      binds: [
        ...['subject', 'label', 'fingerprint', 'use', 'destination', 'target', 'wrappingKey'],
        ...['validTo', 'plain', 'others'],
      ],
      strict: OW,
    },
    'delivery.confirm': {
      entry: 'delivery.confirmed',
      binds: ['subject', 'outcome', 'proof', 'others'],
      strict: { signers: [{ roles: ['administrator', 'witness', 'recovery-officer'], count: 1 }] },
    },
    'backup-key.open': {
      entry: 'backup-key.opened',
      binds: ['subject', 'destination'],
      strict: TWO_OFFICERS,
      smallTeam: { requirement: OW, waiver: 'one-officer' },
    },
    'identity.open': {
      entry: 'quorum.identity-opened',
      binds: ['subject', 'destination'],
      strict: TWO_OFFICERS,
      smallTeam: { requirement: OW, waiver: 'one-officer' },
    },
    'backup.restore': {
      entry: 'backup.restored',
      binds: ['subject', 'backup', 'destination'],
      lasts: true,
      strict: OW,
    },
    'quorum.reissue': {
      entry: 'quorum.reissued',
      binds: ['subject', 'plan'],
      lasts: true,
      strict: { signers: [ADMINISTRATOR, OFFICER, WITNESS], quorum: true },
      smallTeam: { requirement: { ...AW, quorum: true }, waiver: 'administrator-is-officer' },
    },
    'drill.run': { entry: 'drill.held', binds: ['subject'], lasts: true, strict: OW },
    'drill.schedule': { entry: 'drill.interval-chosen', binds: ['months'], strict: AW },
    'custody.change': { entry: 'custody.changed', binds: ['subject', 'person', 'bag'], strict: AW },
    'kit.take-in': {
      entry: 'kit.taken-in',
      binds: ['subject', 'fingerprint', 'kit'],
      strict: AW,
    },
    'kit.renew': {
      entry: 'kit.renewed',
      binds: ['subject', 'profile', 'people', 'revision'],
      strict: TWO,
      smallTeam: { requirement: AW, waiver: 'one-administrator' },
    },
    'key.add': {
      entry: 'key.added',
      binds: [
        ...['subject', 'set', 'label', 'fingerprint', 'purpose', 'activates', 'expires'],
        ...['processUntil', 'revision'],
      ],
      strict: AW,
    },
    'key.rotate': {
      entry: 'keys.rotated',
      binds: ['subject', 'keys', 'retired', 'revision'],
      strict: AW,
    },
    'key.activate': { entry: 'key.activated', binds: CHANGE_OF_KEY, strict: AW },
    'key.suspend': { entry: 'key.suspended', binds: CHANGE_OF_KEY, strict: ANY_OF_AW },
    'key.resume': {
      entry: 'key.resumed',
      binds: CHANGE_OF_KEY,
      strict: { signers: [{ roles: ['administrator', 'witness'], count: 2 }] },
    },
    'key.retire': { entry: 'key.retired', binds: CHANGE_OF_KEY, strict: AW },
    'key.compromise': {
      entry: 'key.compromised',
      binds: [...CHANGE_OF_KEY, 'occurred'],
      strict: { signers: [{ roles: ['administrator', 'witness'], count: 1 }] },
    },
    'key.destroy': {
      entry: 'key.destroyed',
      binds: [...CHANGE_OF_KEY, 'recipient', 'method', 'revision'],
      strict: TWO,
      smallTeam: { requirement: AW, waiver: 'one-administrator' },
    },
    'share.destroy': {
      entry: 'shares.destroyed',
      binds: ['subject', 'cards', 'passphraseCard', 'method', 'observer'],
      strict: AW,
    },
    'share.acknowledge': {
      entry: 'share.acknowledged',
      binds: ['subject', 'acknowledgement'],
      strict: {
        signers: [
          { roles: ['administrator', 'witness', 'custodian', 'recovery-officer'], count: 1 },
        ],
      },
    },
    'destruction.account': { entry: 'copies.accounted', binds: ['subject', 'copies'], strict: AW },
    'destruction.certify': {
      entry: 'destruction.certified',
      binds: ['subject', 'certificate'],
      strict: TWO,
      smallTeam: { requirement: AW, waiver: 'one-administrator' },
    },
    'backup-key.rotate': {
      entry: 'backup-key.rotated',
      binds: ['subject', 'recipient', 'revision'],
      strict: AW,
    },
    'backup-key.suspend': {
      entry: 'backup-key.suspended',
      binds: CHANGE_OF_BACKUP_KEY,
      strict: ANY_OF_AW,
    },
    'backup-key.resume': {
      entry: 'backup-key.resumed',
      binds: CHANGE_OF_BACKUP_KEY,
      strict: { signers: [{ roles: ['administrator', 'witness'], count: 2 }] },
    },
    'backup-key.compromise': {
      entry: 'backup-key.compromised',
      binds: [...CHANGE_OF_BACKUP_KEY, 'occurred'],
      strict: ANY_OF_AW,
    },
    'quorum.compromise': {
      entry: 'quorum.compromised',
      binds: ['subject', 'reason', 'occurred', 'keys', 'backupKeys'],
      strict: { signers: [{ roles: ['administrator', 'witness'], count: 1 }] },
    },
    'backup.reencrypt': {
      entry: 'backup.reencryption-begun',
      binds: ['subject', 'generation', 'backups'],
      strict: OW,
    },
    'backup.scan': {
      entry: 'backup.scanned',
      binds: ['subject', 'places'],
      lasts: true,
      strict: OW,
    },
    'status.publish': {
      entry: 'status.published',
      binds: ['subject', 'list', 'previous', 'issued', 'nextIssue'],
      strict: AW,
    },
    'cryptoperiod.set': {
      entry: 'cryptoperiod.chosen',
      binds: ['purpose', 'protect', 'process', 'rotate', 'warn'],
      strict: AW,
    },
    'backup.create': {
      entry: 'backup.created',
      binds: ['set'],
      lasts: true,
      strict: {
        signers: [
          { roles: ['administrator', 'witness', 'custodian', 'recovery-officer'], count: 1 },
        ],
      },
    },
  },
  waivers: [
    'administrator-holds-share',
    'officer-holds-share',
    'witness-holds-share',
    'administrator-is-officer',
    'witness-is-officer',
    'one-administrator',
    'one-officer',
    'pins',
    'one-operator',
  ],
}
