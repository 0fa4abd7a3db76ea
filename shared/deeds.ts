import * as z from 'zod'
import { chosen, type WithPaths } from './chosen.ts'
import { DELIVERY_FORMS, DELIVERY_OUTCOMES } from './delivery-states.ts'
import { setId, shareIndex } from './field.ts'
import {
  CARD_ENDS,
  COPY_FATES,
  ERASURES,
  KEY_EXCEPTIONS,
  KEY_REASONS,
  KEY_STATES,
  KEY_USES,
} from './key-life.ts'
import { KEY_KINDS, PAIR_ALGORITHMS } from './key-pairs.ts'
import { SUBJECTS, type SubjectKind } from './log-subjects.ts'
import { PERSON_REASONS, PROFILES, ROLES, type Role, WAIVERS } from './roles.ts'
import type { Demand, Relief, Requirement } from './signers.ts'

/**
 * The deeds: everything that people agree to by their signatures, a row each. What follows from a row is
 * the union of deeds, the types of what is signed and recorded, what a window may ask signatures for, and
 * which words there have to be (messages: deeds). Who signs is the newest policy's, which a test compares.
 */

interface DeedRow {
  /** What a window says of it when it asks for signatures; absent: no window asks. */
  readonly given?: z.ZodRawShape
  /** What those who sign agree to: members of the entry, and its subject where that is known beforehand. */
  readonly terms: z.ZodObject
  /** The action of the log entry that records it, with what the entry says. */
  readonly entry: string
  readonly subject: SubjectKind
  readonly details: z.ZodObject
  /** Who signs; `strict` is the rule. */
  readonly strict: Requirement
  readonly smallTeam?: Relief
  /** It is recorded at the end of long work. */
  readonly lasts?: true
  /** In the window, who signs it has come into the room by that, and signs in no second time. */
  readonly entersRoom?: true
  /** What it does, or whether it may be done, depends on the day: the clock has to be right. */
  readonly dated?: true
  /** Its row stands already, and this version cannot do it yet. */
  readonly later?: true
}

/** A row whose terms follow from what a window says of it. */
const plain = <
  const Given extends z.ZodRawShape,
  Terms extends z.ZodObject,
  const Rest extends Omit<DeedRow, 'given' | 'terms'>,
>(
  row: {
    readonly given: Given
    readonly terms: Terms
    readonly termsOf: (given: WithPaths<z.output<z.ZodObject<Given>>>) => z.output<Terms>
  } & Rest,
) => row

const ANY: readonly Role[] = ['administrator', 'witness', 'custodian', 'recovery-officer']
const one = (...roles: readonly Role[]): Demand => ({ roles, count: 1 })
const two = (...roles: readonly Role[]): Demand => ({ roles, count: 2 })

const ADMINISTRATOR_AND_WITNESS: Requirement = { signers: [one('administrator'), one('witness')] }
const OFFICER_AND_WITNESS: Requirement = {
  signers: [one('recovery-officer'), one('witness')],
  quorum: true,
}
const TWO_OR_ONE = {
  strict: { signers: [two('administrator'), one('witness')] },
  smallTeam: { requirement: ADMINISTRATOR_AND_WITNESS, waiver: 'one-administrator' },
} as const satisfies Pick<DeedRow, 'strict' | 'smallTeam'>

const TWO_OFFICERS_OR_ONE = {
  strict: { signers: [two('recovery-officer'), one('witness')], quorum: true },
  smallTeam: { requirement: OFFICER_AND_WITNESS, waiver: 'one-officer' },
} as const satisfies Pick<DeedRow, 'strict' | 'smallTeam'>

const id = z.string().regex(/^[0-9a-f]{16}$/)
const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ examples: ['0011223344556677'.repeat(4)] })
const personId = id.meta({ examples: ['0011223344556677'] })
const name = z.string().min(1)
const roles = z.array(z.enum(ROLES)).min(1).readonly()
const profile = z.enum(PROFILES)
const reason = z.enum(PERSON_REASONS)
const count = z.int().min(0)
const indexes = z.array(z.int().min(1)).readonly()
/** Where something that was taken out goes: a whole path, or the standard output of a command. */
const destination = z.string().min(1).max(4096)
/** The same, as a window says it. */
const to = chosen('new')

/** What speaks against reading with a key, and is known; absent: nothing does. */
const although = z.enum(KEY_EXCEPTIONS).exactOptional()

/** Of a new key: that it is theirs. Absent in version 0.1.0. */
const signature = z
  .string()
  .regex(/^[0-9a-f]{128}$/)
  .exactOptional()

/** A day of a key, where it has it. */
const day = z.iso.date().meta({ examples: ['2026-11-21'] })
const keyDay = day.nullable()
/** What people agree to of a kit's revision (FORMAT: Revisions); absent in version 0.1.0. */
const revision = hash.exactOptional()

/**
 * Members of details marked so are what the tables of a vault need beside what people sign: a log of 0.1.0
 * lacks them (FORMAT: Tables).
 */
const sealedKeyFacts = {
  kind: z.enum(KEY_KINDS).exactOptional(),
  bits: count.nullable().exactOptional(),
  bytes: count.nullable().exactOptional(),
  /** Of a key pair, and absent of everything else. */
  algorithm: z.enum(PAIR_ALGORITHMS).exactOptional(),
  /** SHA-256 of its public half. */
  publicKey: hash.exactOptional(),
  purpose: z.string().exactOptional(),
  expires: z.string().nullable().exactOptional(),
  activates: keyDay.exactOptional(),
  processUntil: keyDay.exactOptional(),
  kcv: z.string().nullable().exactOptional(),
  /** SHA-256 of the sealed bytes. */
  sealed: hash.exactOptional(),
  created: z.string().exactOptional(),
}
/** The next versions of keys, in the order of the kit, and the versions that are retired for them. */
const rotation = {
  keys: z
    .array(
      z
        .strictObject({
          id,
          version: count,
          label: name,
          fingerprint: z.string().nullable(),
          ...sealedKeyFacts,
        })
        .readonly(),
    )
    .min(1)
    .readonly(),
  retired: z
    .array(z.strictObject({ id, version: count, from: z.enum(KEY_STATES) }).readonly())
    .readonly(),
}
/** Whom a kit names, and by which rules they sign. */
const kitPeople = {
  profile: z.enum(PROFILES),
  people: z
    .array(
      z.strictObject({ id, name, roles: z.array(z.enum(ROLES)).readonly(), key: hash }).readonly(),
    )
    .readonly(),
}
const backupKeyFacts = { sealed: hash.exactOptional(), created: z.string().exactOptional() }
/** SHA-256 of the file of the kit. */
const kitFile = hash.exactOptional()
/** A quorum that was founded elsewhere, as its kit says it; its shares in the order of their indexes. */
const importedQuorum = z
  .strictObject({
    /** What stands for the ceremony that was held elsewhere. */
    ceremony: id,
    title: z.string(),
    threshold: count,
    count,
    identity: z.enum(['hybrid', 'classic']),
    kdf: count,
    recipient: z.string(),
    secretCommitment: hash,
    kitFile: hash,
    shares: z
      .array(z.strictObject({ index: count, custodian: z.string(), commitment: hash }).readonly())
      .readonly(),
    backupKeys: z
      .array(
        z
          .strictObject({
            generation: count,
            recipient: z.string(),
            sealed: hash,
            created: z.string(),
          })
          .readonly(),
      )
      .readonly(),
    keys: z
      .array(
        z
          .strictObject({
            id,
            version: count,
            label: name,
            fingerprint: z.string().nullable(),
            ...sealedKeyFacts,
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly()
/** Digest of what it takes to open a sign-in key. */
const seal = hash.exactOptional()

const person = { name, roles, key: hash }
const policy = {
  profile,
  waivers: z.array(z.enum(WAIVERS)).readonly(),
  /** The number of the policy (core/people/policies.ts); absent in version 0.1.0, whose policy is number 1. */
  policy: z.int().min(1).exactOptional(),
}
const founding = {
  ...policy,
  people: z.array(z.strictObject({ id, ...person }).readonly()).readonly(),
}
const aboutPerson = { subject: SUBJECTS.person }
const aboutQuorum = { subject: SUBJECTS.quorum }
const quorumOf = ({ setId: set }: { readonly setId: string }) =>
  ({ subject: `quorum:${set}` }) as const
/** Where a share is: the place is said where it is noted in the register of shares. */
const whereabouts = {
  person: z.string().nullable(),
  bag: z.string().nullable(),
  place: z.string().nullable().exactOptional(),
}

/** What changes somebody's state: the three differ in who signs. */
const changeOfState = {
  given: { person: personId, reason },
  terms: z.strictObject({ ...aboutPerson, reason }),
  termsOf: (given: { readonly person: string; readonly reason: z.output<typeof reason> }) =>
    ({ subject: `person:${given.person}`, reason: given.reason }) as const,
  subject: 'person',
  details: z.strictObject({ reason }),
} as const

/** What people have planned in the window: the main side has it (`keys.plan`). */
const drafted = { draft: personId }

/** What becomes of one version of a key: named as people know it, and by what nobody can give another key. */
const changeOfKey = {
  label: name,
  fingerprint: hash.nullable(),
  from: z.enum(KEY_STATES),
  to: z.enum(KEY_STATES),
  reason: z.enum(KEY_REASONS),
}
const keyDeed = {
  given: drafted,
  terms: z.strictObject({ subject: SUBJECTS.key, ...changeOfKey }),
  subject: 'key',
  dated: true,
  details: z.strictObject(changeOfKey),
} as const
/** A key on its way to the system that needs it, as people agree to it. */
const delivery = {
  label: name,
  fingerprint: hash.nullable(),
  /** To protect anew, or to read what it protected. */
  use: z.enum(KEY_USES),
  destination: z.string().min(1),
  /** Its own name there, an ARN or a path; null: it has none. */
  target: z.string().min(1).nullable(),
  /** Fingerprint of the key that it is wrapped under; null: none. */
  wrappingKey: z
    .string()
    .regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/)
    .nullable(),
  validTo: z.iso.datetime({ precision: 3 }).nullable(),
  /** Why something in the package is plain; null: nothing is. */
  plain: z.string().min(1).nullable(),
  /** Keys that go there in the same package, in its order: each in the same way; none: the one goes alone. */
  others: z
    .array(z.strictObject({ id, version: count, label: name, fingerprint: hash.nullable() }))
    .max(999)
    .readonly(),
}
const outcome = {
  outcome: z.enum(DELIVERY_OUTCOMES),
  /** SHA-256 of the file that shows it; null: people say so. */
  proof: hash.nullable(),
  /** Deliveries of other keys in the same package, of which it is said as well. */
  others: z.array(id).max(999).readonly(),
}
/** What is destroyed: a version of a key, or a backup key, which has a recipient and no label. */
const destruction = {
  ...changeOfKey,
  label: name.nullable(),
  recipient: z.string().nullable(),
  method: z.enum(ERASURES),
  /** Of the kit in force, which gets a tombstone; null: no quorum in force has it. */
  revision: hash.nullable(),
}
/** Of an observer, who has no sign-in key. */
const observer = z.string().min(1).max(200).nullable()
/** What the holder of a sealed share said. */
const acknowledged = { acknowledgement: hash }
/** Cards of a quorum that people have seen destroyed; `passphraseCard`: the card with the passphrase too. */
const cardsDestroyed = {
  cards: indexes,
  passphraseCard: z.boolean(),
  method: z.enum(CARD_ENDS),
  observer,
}
/** Copies of something destroyed, and what became of each: by whom, with the number of a bag or a device. */
const copiesAccounted = {
  copies: z
    .array(
      z
        .strictObject({
          copy: z.string().min(1).max(400),
          fate: z.enum(COPY_FATES),
          by: z.string().min(1).max(200),
          serial: z.string().min(1).max(80).nullable(),
        })
        .readonly(),
    )
    .min(1)
    .max(1000)
    .readonly(),
}
/** The day from which on what it protected is suspect. */
const compromise = { ...changeOfKey, occurred: day }

/** What becomes of a backup key, known by its recipient whatever quorum seals it. */
const changeOfBackupKey = {
  recipient: z.string(),
  from: z.enum(KEY_STATES),
  to: z.enum(KEY_STATES),
  reason: z.enum(KEY_REASONS),
}
const backupKeyDeed = {
  given: drafted,
  terms: z.strictObject({ subject: SUBJECTS['backup-key'], ...changeOfBackupKey }),
  subject: 'backup-key',
  dated: true,
  details: z.strictObject(changeOfBackupKey),
} as const
const backupKeyCompromise = { ...changeOfBackupKey, occurred: day }
/** Everything of a quorum that is marked compromised with it; each since that day, or since it was made. */
const quorumCompromise = {
  reason: z.enum(KEY_REASONS),
  occurred: day,
  keys: z
    .array(
      z
        .strictObject({
          ...{ id, version: count, label: name },
          ...{ from: z.enum(KEY_STATES), to: z.enum(KEY_STATES), occurred: day },
        })
        .readonly(),
    )
    .readonly(),
  backupKeys: z
    .array(
      z
        .strictObject({
          ...{ generation: count, recipient: z.string() },
          ...{ from: z.enum(KEY_STATES), to: z.enum(KEY_STATES), occurred: day },
        })
        .readonly(),
    )
    .readonly(),
}
/** Backups by the name of the file, and the SHA-256 of the age header, which only that file has. */
const backupsNamed = z
  .array(z.strictObject({ name, header: hash }).readonly())
  .min(1)
  .readonly()
const moment = z.iso.datetime({ precision: 3 }).meta({ examples: ['2026-11-21T10:00:00.000Z'] })
const statusList = {
  list: hash,
  /** Null: it is the first. */
  previous: hash.nullable(),
  issued: moment,
  nextIssue: moment,
}
/** Months, and days of `warn`; all of them, or none. */
const cryptoperiod = {
  purpose: name,
  protect: count.nullable(),
  process: count.nullable(),
  rotate: count.nullable(),
  warn: count.nullable(),
}

export const DEEDS = {
  /** The first people sign as they are named: no window asks. */
  'people.found': {
    terms: z.strictObject(founding),
    entry: 'people.founded',
    subject: 'people',
    details: z.strictObject({ ...founding, seals: z.array(hash).readonly().exactOptional() }),
    strict: ADMINISTRATOR_AND_WITNESS,
  },
  /** For `people.add`. */
  'person.add': {
    given: { draft: personId },
    terms: z.strictObject({ ...aboutPerson, ...person }),
    entry: 'person.added',
    subject: 'person',
    details: z.strictObject({ ...person, possession: signature, seal }),
    strict: ADMINISTRATOR_AND_WITNESS,
  },
  /** For `people.suspend`. */
  'person.suspend': plain({
    ...changeOfState,
    entry: 'person.suspended',
    strict: { signers: [two('administrator', 'witness')] },
  }),
  /** For `people.reinstate`. */
  'person.reinstate': plain({
    ...changeOfState,
    entry: 'person.reinstated',
    strict: ADMINISTRATOR_AND_WITNESS,
  }),
  /** For `people.retire`. */
  'person.retire': plain({
    ...changeOfState,
    entry: 'person.retired',
    strict: ADMINISTRATOR_AND_WITNESS,
  }),
  /** For `people.replaceKey`. */
  'person.replace-key': {
    given: { draft: personId },
    terms: z.strictObject({ ...aboutPerson, key: hash }),
    entry: 'person.key-replaced',
    subject: 'person',
    details: z.strictObject({ key: hash, possession: signature, byOld: signature, seal }),
    strict: ADMINISTRATOR_AND_WITNESS,
  },
  /**
   * For `drill.unlock`: somebody whose key ten wrong entries have locked may try again. Neither an
   * administrator nor a witness is asked, because it may be the only one of them who is locked.
   */
  'person.unlock': plain({
    given: { person: personId, setId },
    terms: z.strictObject({ ...aboutPerson, set: setId }),
    termsOf: ({ person, setId: set }) => ({ subject: `person:${person}`, set }) as const,
    entry: 'person.unlocked',
    subject: 'person',
    details: z.strictObject({ set: setId, shares: indexes }),
    strict: { signers: [one('recovery-officer')], quorum: true },
    smallTeam: {
      requirement: { signers: [one('administrator', 'recovery-officer')], quorum: true },
      waiver: 'administrator-is-officer',
    },
  }),
  /** For `policy.change`. */
  'policy.change': {
    given: { profile },
    terms: z.strictObject({ subject: SUBJECTS.people, ...policy }),
    entry: 'policy.changed',
    subject: 'people',
    details: z.strictObject(policy),
    ...TWO_OR_ONE,
  },
  /** For `ceremony.begin`: signed is the hash of the plan as `ceremony.checkPlan` gave it. */
  'ceremony.run': plain({
    given: { planHash: hash },
    terms: z.strictObject({ plan: hash }),
    termsOf: ({ planHash }) => ({ plan: planHash }),
    entry: 'ceremony.opened',
    subject: 'ceremony',
    details: z.strictObject({ title: name, plan: hash }),
    strict: ADMINISTRATOR_AND_WITNESS,
    entersRoom: true,
  }),
  /** For `ceremony.close`, after `ceremony.conclude`: signed is the hash of the record. */
  'ceremony.close': {
    given: {},
    terms: z.strictObject({ record: hash }),
    entry: 'ceremony.closed',
    subject: 'ceremony',
    details: z.strictObject({
      set: setId,
      kit: hash,
      kitFile,
      backupKey: z
        .strictObject({ generation: count, recipient: z.string(), ...backupKeyFacts })
        .readonly(),
      /** Backup keys of the quorum that this one replaces, sealed again. */
      inherited: z
        .array(
          z
            .strictObject({ generation: count, recipient: z.string(), ...backupKeyFacts })
            .readonly(),
        )
        .readonly()
        .exactOptional(),
      keys: z
        .array(
          z
            .strictObject({
              id: z.string(),
              version: count,
              label: z.string(),
              fingerprint: z.string().nullable(),
              ...sealedKeyFacts,
            })
            .readonly(),
        )
        .readonly(),
      /** How recovery was proved. */
      proof: z
        .strictObject({ subsets: count, possible: z.string(), exhaustive: z.boolean() })
        .readonly(),
      /** Absent without people. */
      record: hash.exactOptional(),
      /** Absent where none was noted. */
      bags: z
        .array(z.strictObject({ index: z.int(), bag: z.string() }).readonly())
        .readonly()
        .exactOptional(),
    }),
    strict: { ...ADMINISTRATOR_AND_WITNESS, allPresent: true },
  },
  /** For `recovery.open`: the set id of its state, which without a kit is that of the first share. */
  'quorum.open': plain({
    given: { setId },
    terms: z.strictObject(aboutQuorum),
    termsOf: quorumOf,
    entry: 'quorum.opened',
    subject: 'quorum',
    details: z.strictObject({ shares: indexes }),
    strict: OFFICER_AND_WITNESS,
  }),
  /** For `recovery.exportKey`: this version of a key, into this new file. */
  'key.open': plain({
    given: { key: z.string().min(1), version: z.int().min(1), destination: to, although },
    terms: z.strictObject({ subject: SUBJECTS.key, destination, although }),
    termsOf: ({ key, version, destination, although: known }) => ({
      ...{ subject: `key:${key}/${version}` as const, destination },
      ...(known !== undefined && { although: known }),
    }),
    entry: 'key.opened',
    subject: 'key',
    details: z.strictObject({ destination: destination.exactOptional(), although }),
    strict: OFFICER_AND_WITNESS,
  }),
  /** For `deliveries.make`: this version of a key, or several, to this system, under this key of it. */
  'key.deliver': {
    given: drafted,
    terms: z.strictObject({ subject: SUBJECTS.key, ...delivery, although }),
    entry: 'key.delivered',
    subject: 'key',
    details: z.strictObject({
      ...{ delivery: id, ...delivery, although },
      /** What the deliveries of the others are called, in their order. */
      otherDeliveries: z.array(id).max(999).readonly(),
      form: z.enum(DELIVERY_FORMS),
      /** SHA-256 of the package's list of files. */
      package: hash,
    }),
    strict: OFFICER_AND_WITNESS,
  },
  /** For `deliveries.note`: what became of it. */
  'delivery.confirm': {
    given: drafted,
    terms: z.strictObject({ subject: SUBJECTS.delivery, ...outcome }),
    entry: 'delivery.confirmed',
    subject: 'delivery',
    details: z.strictObject(outcome),
    strict: { signers: [one('administrator', 'witness', 'recovery-officer')] },
  },
  /** For `recovery.exportIdentity` of a backup key, which opens every backup that was made with it. */
  'backup-key.open': plain({
    given: { setId, generation: z.int().min(1), destination: to, although },
    terms: z.strictObject({ subject: SUBJECTS['backup-key'], destination, although }),
    termsOf: ({ setId: set, generation, destination, although: known }) => ({
      ...{ subject: `backup-key:${set}/${generation}` as const, destination },
      ...(known !== undefined && { although: known }),
    }),
    entry: 'backup-key.opened',
    subject: 'backup-key',
    details: z.strictObject({ destination: destination.exactOptional(), although }),
    ...TWO_OFFICERS_OR_ONE,
  }),
  /** For `recovery.exportIdentity` of the quorum, which opens everything for ever. */
  'identity.open': plain({
    given: { setId, destination: to },
    terms: z.strictObject({ ...aboutQuorum, destination }),
    termsOf: ({ setId: set, destination }) => ({
      ...{ subject: `quorum:${set}` as const, destination },
    }),
    entry: 'quorum.identity-opened',
    subject: 'quorum',
    details: z.strictObject({ destination: destination.exactOptional() }),
    ...TWO_OFFICERS_OR_ONE,
  }),
  /** For `recovery.restore`: the name of the backup's file, and the new folder. */
  'backup.restore': plain({
    given: { setId, backup: name, destination: to },
    terms: z.strictObject({ ...aboutQuorum, backup: name, destination }),
    termsOf: ({ setId: set, backup, destination }) => ({
      ...{ subject: `quorum:${set}` as const, backup, destination },
    }),
    entry: 'backup.restored',
    subject: 'quorum',
    lasts: true,
    /** `set` is of the quorum that the backup was made for. Version 0.1.0 had three of these. */
    details: z.strictObject({
      generation: count,
      files: count,
      bytes: count,
      /** How many entries of a damaged backup were not restored, or not as a whole. */
      lost: count.exactOptional(),
      backup: name.exactOptional(),
      destination: destination.exactOptional(),
      set: setId.exactOptional(),
    }),
    strict: OFFICER_AND_WITNESS,
  }),
  /** For `ceremony.openOld`: the quorum that is replaced, and the plan of the new one. */
  'quorum.reissue': plain({
    given: { setId, planHash: hash },
    terms: z.strictObject({ ...aboutQuorum, plan: hash }),
    termsOf: ({ planHash, ...quorum }) => ({ ...quorumOf(quorum), plan: planHash }),
    entry: 'quorum.reissued',
    subject: 'quorum',
    lasts: true,
    /** `by` is the set id of the new quorum. */
    details: z.strictObject({ plan: hash, by: setId }),
    strict: {
      signers: [one('administrator'), one('recovery-officer'), one('witness')],
      quorum: true,
    },
    smallTeam: {
      requirement: { ...ADMINISTRATOR_AND_WITNESS, quorum: true },
      waiver: 'administrator-is-officer',
    },
  }),
  /** For `drill.run`. */
  'drill.run': plain({
    given: { setId },
    terms: z.strictObject(aboutQuorum),
    termsOf: quorumOf,
    entry: 'drill.held',
    subject: 'quorum',
    details: z.strictObject({
      shares: indexes,
      /** Whose they are, in the same order. */
      custodians: z.array(name).readonly().exactOptional(),
      items: count,
      /** The name of the backup that was looked at. */
      backup: z.string().nullable(),
      /** The code of what was wrong; null: nothing. */
      problem: z.string().nullable(),
    }),
    lasts: true,
    strict: OFFICER_AND_WITNESS,
  }),
  /** For `register.setInterval`. */
  'drill.schedule': plain({
    given: { months: z.int() },
    terms: z.strictObject({ months: z.int() }),
    termsOf: ({ months }) => ({ months }),
    entry: 'drill.interval-chosen',
    subject: 'drills',
    details: z.strictObject({ months: z.int() }),
    strict: ADMINISTRATOR_AND_WITNESS,
  }),
  /** For `custody.change`; with `place`, which may be null, for `register.note` with this place and bag. */
  'custody.change': {
    given: {
      setId,
      index: shareIndex,
      bag: z.string().min(1).max(40).nullable(),
      place: z.string().min(1).max(400).nullable().exactOptional(),
    },
    terms: z.strictObject({ subject: SUBJECTS.share, ...whereabouts }),
    entry: 'custody.changed',
    subject: 'share',
    details: z.strictObject(whereabouts),
    strict: ADMINISTRATOR_AND_WITNESS,
  },
  /**
   * For `kit.import`, of a quorum that was founded elsewhere: from then on the log vouches for its kit.
   * Signed is what `kit.checkImport` gave.
   */
  'kit.take-in': plain({
    given: { setId, fingerprint: hash, kit: hash },
    terms: z.strictObject({ ...aboutQuorum, fingerprint: hash, kit: hash }),
    termsOf: ({ fingerprint, kit, ...quorum }) => ({ ...quorumOf(quorum), fingerprint, kit }),
    entry: 'kit.taken-in',
    subject: 'quorum',
    details: z.strictObject({
      fingerprint: hash,
      kit: hash,
      /** All that the kit says of the quorum, so that it is in the vault from here on. */
      quorum: importedQuorum.exactOptional(),
    }),
    strict: ADMINISTRATOR_AND_WITNESS,
  }),
  /** For `kit renew`: the people of today may change the kit from then on, and nobody else. */
  'kit.renew': {
    given: drafted,
    terms: z.strictObject({ ...aboutQuorum, ...kitPeople, revision: hash }),
    entry: 'kit.renewed',
    subject: 'quorum',
    details: z.strictObject({ ...kitPeople, revision: hash, kit: hash, kitFile: hash }),
    ...TWO_OR_ONE,
  },
  /** For `key add`: the first version of a key, sealed to a quorum that nobody has to open for it. */
  'key.add': {
    given: drafted,
    terms: z.strictObject({
      subject: SUBJECTS.key,
      set: setId,
      label: name,
      fingerprint: z.string().nullable(),
      purpose: z.string(),
      expires: z.string().nullable(),
      activates: keyDay,
      processUntil: keyDay,
      revision: hash,
    }),
    dated: true,
    entry: 'key.added',
    subject: 'key',
    details: z.strictObject({
      set: setId,
      label: name,
      fingerprint: z.string().nullable(),
      kit: hash,
      kitFile,
      revision,
      ...sealedKeyFacts,
    }),
    strict: ADMINISTRATOR_AND_WITNESS,
  },
  /** For `key rotate`: the next versions of keys of one quorum, and what they take the place of. */
  'key.rotate': {
    given: drafted,
    terms: z.strictObject({ ...aboutQuorum, ...rotation, revision: hash }),
    dated: true,
    entry: 'keys.rotated',
    subject: 'quorum',
    details: z.strictObject({ ...rotation, revision: hash, kit: hash, kitFile: hash }),
    strict: ADMINISTRATOR_AND_WITNESS,
  },
  /** For `key activate`, before its first day. */
  'key.activate': { ...keyDeed, entry: 'key.activated', strict: ADMINISTRATOR_AND_WITNESS },
  /** For `key suspend`: one person may, because it must be fast and can be undone. */
  'key.suspend': {
    ...keyDeed,
    entry: 'key.suspended',
    strict: { signers: [one('administrator', 'witness')] },
  },
  /** For `key resume`. */
  'key.resume': {
    ...keyDeed,
    entry: 'key.resumed',
    strict: { signers: [two('administrator', 'witness')] },
  },
  /** For `key retire`. */
  'key.retire': { ...keyDeed, entry: 'key.retired', strict: ADMINISTRATOR_AND_WITNESS },
  /** For `key compromise`: one person may, because it must be fast. */
  'key.compromise': {
    given: drafted,
    terms: z.strictObject({ subject: SUBJECTS.key, ...compromise }),
    dated: true,
    entry: 'key.compromised',
    subject: 'key',
    details: z.strictObject(compromise),
    strict: { signers: [one('administrator', 'witness')] },
  },
  /** For `key destroy` and `backup-key destroy`. */
  'key.destroy': {
    given: drafted,
    terms: z.strictObject({ subject: SUBJECTS.item, ...destruction }),
    entry: 'key.destroyed',
    subject: 'item',
    dated: true,
    details: z.strictObject({
      ...destruction,
      /** The quorum in force, and its kit with the tombstone; null: no quorum in force has it. */
      set: setId.nullable(),
      kit: hash.nullable(),
      kitFile: hash.nullable(),
      /** The kits that had its sealed bytes, and of which the vault keeps the digest alone from now on. */
      kits: z.array(z.strictObject({ set: setId, revision: count }).readonly()).readonly(),
    }),
    ...TWO_OR_ONE,
  },
  /** For `share destroy`: cards of an old quorum that the two have seen destroyed. */
  'share.destroy': plain({
    given: { setId, ...cardsDestroyed },
    terms: z.strictObject({ ...aboutQuorum, ...cardsDestroyed }),
    termsOf: ({ setId: set, ...cards }) => ({ ...quorumOf({ setId: set }), ...cards }),
    entry: 'shares.destroyed',
    subject: 'quorum',
    details: z.strictObject(cardsDestroyed),
    strict: ADMINISTRATOR_AND_WITNESS,
  }),
  /**
   * For `register.acknowledge` and `share acknowledged`: the holder of a sealed share has opened it. What they say
   * proves itself, by the hash that the ceremony noted, so that one signature is enough to record it.
   */
  'share.acknowledge': plain({
    given: { setId, index: shareIndex, acknowledgement: hash },
    terms: z.strictObject({ subject: SUBJECTS.share, ...acknowledged }),
    termsOf: ({ setId: set, index, acknowledgement }) => ({
      ...{ subject: `share:${set}/${index}` as const, acknowledgement },
    }),
    entry: 'share.acknowledged',
    subject: 'share',
    details: z.strictObject(acknowledged),
    strict: { signers: [one(...ANY)] },
  }),
  /** For `destruction account`: what became of copies elsewhere. */
  'destruction.account': {
    given: drafted,
    terms: z.strictObject({ subject: SUBJECTS.item, ...copiesAccounted }),
    entry: 'copies.accounted',
    subject: 'item',
    details: z.strictObject(copiesAccounted),
    strict: ADMINISTRATOR_AND_WITNESS,
  },
  /** For `destruction certify`: the certificate, by its hash. */
  'destruction.certify': {
    given: drafted,
    terms: z.strictObject({ subject: SUBJECTS.item, certificate: hash }),
    entry: 'destruction.certified',
    subject: 'item',
    details: z.strictObject({ certificate: hash }),
    ...TWO_OR_ONE,
  },
  /** For `backup-key rotate`. */
  'backup-key.rotate': {
    given: drafted,
    terms: z.strictObject({
      subject: SUBJECTS['backup-key'],
      recipient: z.string(),
      revision: hash,
    }),
    dated: true,
    entry: 'backup-key.rotated',
    subject: 'backup-key',
    details: z.strictObject({
      recipient: z.string(),
      kit: hash,
      kitFile,
      revision,
      ...backupKeyFacts,
    }),
    strict: ADMINISTRATOR_AND_WITNESS,
  },
  /** For `backup-key suspend`: one person may, because it must be fast and can be undone. */
  'backup-key.suspend': {
    ...backupKeyDeed,
    entry: 'backup-key.suspended',
    strict: { signers: [one('administrator', 'witness')] },
  },
  /** For `backup-key resume`. */
  'backup-key.resume': {
    ...backupKeyDeed,
    entry: 'backup-key.resumed',
    strict: { signers: [two('administrator', 'witness')] },
  },
  /** For `backup-key compromise`: one person may, because it must be fast. */
  'backup-key.compromise': {
    given: drafted,
    terms: z.strictObject({ subject: SUBJECTS['backup-key'], ...backupKeyCompromise }),
    entry: 'backup-key.compromised',
    subject: 'backup-key',
    dated: true,
    details: z.strictObject(backupKeyCompromise),
    strict: { signers: [one('administrator', 'witness')] },
  },
  /** For `quorum compromise`: everything that was sealed to it, at once; one person may, because it must be fast. */
  'quorum.compromise': {
    given: drafted,
    terms: z.strictObject({ ...aboutQuorum, ...quorumCompromise }),
    dated: true,
    entry: 'quorum.compromised',
    subject: 'quorum',
    details: z.strictObject(quorumCompromise),
    strict: { signers: [one('administrator', 'witness')] },
  },
  /**
   * For `backup reencrypt` and `incident.reencrypt`: these backups, to this backup key of the quorum that is opened. Each new backup is
   * an entry of its own, which follows.
   */
  'backup.reencrypt': {
    given: drafted,
    terms: z.strictObject({ ...aboutQuorum, generation: count, backups: backupsNamed }),
    entry: 'backup.reencryption-begun',
    subject: 'quorum',
    details: z.strictObject({ generation: count, backups: backupsNamed }),
    strict: OFFICER_AND_WITNESS,
  },
  /** For `backup scan` and `incident.scan`: an opened quorum tries the headers of what lies at these places. */
  'backup.scan': plain({
    given: { setId, places: z.array(chosen('source')).min(1).max(1000) },
    terms: z.strictObject({ ...aboutQuorum, places: z.array(name).min(1).readonly() }),
    termsOf: ({ places, ...quorum }) => ({ ...quorumOf(quorum), places }),
    entry: 'backup.scanned',
    subject: 'quorum',
    lasts: true,
    details: z.strictObject({
      places: z.array(name).min(1).readonly(),
      files: count,
      /** How many are age files, how many of those the quorum opens, and how many nobody could read. */
      backups: count,
      opened: count,
      unread: count,
      /** How many of those that it opens the catalogue does not know. */
      unlisted: count.exactOptional(),
    }),
    strict: OFFICER_AND_WITNESS,
  }),
  /** For `status publish`: which list, by the hash that is printed on it in words. */
  'status.publish': plain({
    given: { number: z.int().min(1), ...statusList },
    terms: z.strictObject({ subject: SUBJECTS['status-list'], ...statusList }),
    termsOf: ({ number, ...list }) => ({ subject: `status-list:${number}` as const, ...list }),
    entry: 'status.published',
    subject: 'status-list',
    dated: true,
    /** `set` is of the quorum whose status key signed it; null: people did. */
    details: z.strictObject({ ...statusList, set: setId.nullable() }),
    strict: ADMINISTRATOR_AND_WITNESS,
  }),
  /** For `cryptoperiod set`: how long keys of a purpose are used from now on; null: nothing is agreed on. */
  'cryptoperiod.set': {
    given: drafted,
    terms: z.strictObject(cryptoperiod),
    entry: 'cryptoperiod.chosen',
    subject: 'cryptoperiods',
    details: z.strictObject(cryptoperiod),
    strict: ADMINISTRATOR_AND_WITNESS,
  },
  /** For `backup.create`: whatever is backed up. */
  'backup.create': plain({
    given: { setId },
    terms: z.strictObject({ set: setId }),
    termsOf: ({ setId: set }) => ({ set }),
    entry: 'backup.created',
    subject: 'backup',
    details: z.strictObject({
      sha256: hash,
      size: count,
      files: count,
      set: setId,
      generation: count,
      created: z.string().exactOptional(),
      fileName: name.exactOptional(),
      bytes: count.exactOptional(),
      recipients: z.array(z.string()).readonly().exactOptional(),
      /** Root of its check file. */
      tree: hash.exactOptional(),
      /** What is not in it, by agreement. */
      leftOut: z
        .array(z.strictObject({ what: name, count }))
        .readonly()
        .exactOptional(),
    }),
    lasts: true,
    strict: { signers: [one(...ANY)] },
  }),
} as const satisfies { readonly [action: string]: DeedRow }

type Rows = typeof DEEDS

/** What the policy asks signatures for. */
export type Action = keyof Rows
export const ACTIONS = Object.keys(DEEDS) as unknown as readonly [Action, ...Action[]]

/** Whether those who sign it in the window have come into the room by that. */
export const entersRoom = (action: Action): boolean => 'entersRoom' in DEEDS[action]

/** Whether it depends on the day, so that the clock is looked at before it. */
export const isDated = (action: Action): boolean => 'dated' in DEEDS[action]

/** What is agreed to in one deed. */
export type Terms<A extends Action> = z.output<Rows[A]['terms']>

/** What is to be done, and every public fact that those who sign agree to. */
export type Deed<A extends Action = Action> = {
  [D in A]: { readonly action: D; readonly terms: Terms<D> }
}[A]

/** Deeds that a window may ask signatures for, each with what it says of it. */
export type AskableAction = {
  [A in Action]: Rows[A] extends { readonly given: z.ZodRawShape } ? A : never
}[Action]
type Asked<A extends AskableAction> = z.output<z.ZodObject<Rows[A]['given']>>
/** The same, as the main side has it. */
export type Given<A extends AskableAction> = WithPaths<Asked<A>>
/** The names of members: what has none is not an index of everything. */
type Named<T> = string extends keyof T ? never : keyof T
export type AskedDeed = {
  [A in AskableAction]: { readonly action: A } & Pick<Asked<A>, Named<Asked<A>>>
}[AskableAction]

/** Deeds whose terms follow from what is given of them. */
export type PlainAction = {
  [A in AskableAction]: Rows[A] extends { readonly termsOf: unknown } ? A : never
}[AskableAction]

/** A deed by what is given of it. */
export function deedOf<A extends PlainAction>(action: A, given: Given<A>): Deed<A> {
  const { termsOf } = DEEDS[action] as unknown as { readonly termsOf: (of: Given<A>) => Terms<A> }
  return { action, terms: termsOf(given) } as Deed<A>
}

/** A deed that is asked for and whose terms follow from that. */
export function plainDeed({
  action,
  ...given
}: WithPaths<Extract<AskedDeed, { readonly action: PlainAction }>>): Deed {
  return deedOf(action, given as never)
}

const askable = (Object.entries(DEEDS) as [Action, DeedRow][]).flatMap(([action, { given }]) =>
  given === undefined ? [] : [z.strictObject({ action: z.literal(action), ...given })],
)
/** What signatures are asked for. */
export const askedDeedSchema = z.discriminatedUnion(
  'action',
  askable as unknown as readonly [(typeof askable)[number]],
) as unknown as z.ZodType<AskedDeed, AskedDeed>

const rows = (Object.entries(DEEDS) as [Action, DeedRow][]).map(([action, { terms }]) =>
  z.strictObject({ action: z.literal(action), terms }),
)
/** A deed as it is signed. */
export const deedSchema = z.discriminatedUnion(
  'action',
  rows as unknown as readonly [(typeof rows)[number]],
) as unknown as z.ZodType<Deed, Deed>
