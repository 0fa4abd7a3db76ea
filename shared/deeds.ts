import * as z from 'zod'
import { chosen, type WithPaths } from './chosen.ts'
import { setId, shareIndex } from './field.ts'
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

/** Of a new key: that it is theirs. Absent in version 0.1.0. */
const signature = z
  .string()
  .regex(/^[0-9a-f]{128}$/)
  .exactOptional()

/**
 * Members of details marked so are what the tables of a vault need beside what people sign: a log of 0.1.0
 * lacks them (FORMAT: Tables).
 */
const sealedKeyFacts = {
  kind: z.enum(['master-key', 'imported-secret']).exactOptional(),
  bits: count.nullable().exactOptional(),
  bytes: count.exactOptional(),
  purpose: z.string().exactOptional(),
  expires: z.string().nullable().exactOptional(),
  kcv: z.string().nullable().exactOptional(),
  /** SHA-256 of the sealed bytes. */
  sealed: hash.exactOptional(),
  created: z.string().exactOptional(),
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
    given: { key: z.string().min(1), version: z.int().min(1), destination: to },
    terms: z.strictObject({ subject: SUBJECTS.key, destination }),
    termsOf: ({ key, version, destination }) => ({
      ...{ subject: `key:${key}/${version}` as const, destination },
    }),
    entry: 'key.opened',
    subject: 'key',
    details: z.strictObject({ destination: destination.exactOptional() }),
    strict: OFFICER_AND_WITNESS,
  }),
  /** For `recovery.exportIdentity` of a backup key, which opens every backup that was made with it. */
  'backup-key.open': plain({
    given: { setId, generation: z.int().min(1), destination: to },
    terms: z.strictObject({ subject: SUBJECTS['backup-key'], destination }),
    termsOf: ({ setId: set, generation, destination }) => ({
      ...{ subject: `backup-key:${set}/${generation}` as const, destination },
    }),
    entry: 'backup-key.opened',
    subject: 'backup-key',
    details: z.strictObject({ destination: destination.exactOptional() }),
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
  'key.add': {
    terms: z.strictObject({ subject: SUBJECTS.key }),
    entry: 'key.added',
    subject: 'key',
    details: z.strictObject({
      set: setId,
      label: name,
      fingerprint: z.string().nullable(),
      kit: hash,
      kitFile,
      ...sealedKeyFacts,
    }),
    strict: ADMINISTRATOR_AND_WITNESS,
    later: true,
  },
  'key.compromise': {
    terms: z.strictObject({ subject: SUBJECTS.key }),
    entry: 'key.compromised',
    subject: 'key',
    details: z.strictObject({}),
    strict: { signers: [one('administrator', 'witness')] },
    later: true,
  },
  'key.destroy': {
    terms: z.strictObject({ subject: SUBJECTS.key }),
    entry: 'key.destroyed',
    subject: 'key',
    details: z.strictObject({}),
    ...TWO_OR_ONE,
    later: true,
  },
  'backup-key.rotate': {
    terms: z.strictObject({ subject: SUBJECTS['backup-key'] }),
    entry: 'backup-key.rotated',
    subject: 'backup-key',
    details: z.strictObject({
      recipient: z.string(),
      kit: hash,
      kitFile,
      ...backupKeyFacts,
    }),
    strict: ADMINISTRATOR_AND_WITNESS,
    later: true,
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
