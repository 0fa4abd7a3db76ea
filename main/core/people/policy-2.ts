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
    'key.add': { entry: 'key.added', binds: ['subject'], strict: AW },
    'key.compromise': {
      entry: 'key.compromised',
      binds: ['subject'],
      strict: { signers: [{ roles: ['administrator', 'witness'], count: 1 }] },
    },
    'key.destroy': {
      entry: 'key.destroyed',
      binds: ['subject'],
      strict: TWO,
      smallTeam: { requirement: AW, waiver: 'one-administrator' },
    },
    'backup-key.rotate': { entry: 'backup-key.rotated', binds: ['subject'], strict: AW },
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
