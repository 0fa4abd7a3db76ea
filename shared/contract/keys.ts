/**
 * Keys over their life. What is to become of one is planned first: the main side makes what there is to make,
 * sealed, and says what will be so; people sign that; then it is carried out.
 *
 *   keys.plan → approval.ask with the draft → approval.sign … → keys.carryOut
 */
import * as z from 'zod'
import { chosen } from '../chosen.ts'
import type { AskableAction } from '../deeds.ts'
import { count, nothing, setId, time } from '../field.ts'
import {
  BACKUP_KEY_DEEDS,
  KEY_DEEDS,
  KEY_DUES,
  KEY_EXCEPTIONS,
  KEY_REASONS,
  KEY_STATES,
  KEY_USES,
} from '../key-life.ts'
import { KEY_KINDS, PAIR_ALGORITHMS } from '../key-pairs.ts'
import { approved, personId } from './people.ts'

const day = z.iso.date().meta({ examples: ['2026-11-21'] })
const name = z.string().max(400)
/** 16 hex digits. */
export const keyId = z
  .string()
  .regex(/^[0-9a-f]{16}$/)
  .meta({ examples: ['0011223344556677'] })
const version = z.strictObject({
  id: z.string(),
  version: z.int(),
  label: z.string(),
  kind: z.enum(KEY_KINDS),
  purpose: z.string(),
  /** Of a master key; otherwise null. */
  bits: z.int().nullable(),
  bytes: count.nullable(),
  algorithm: z.enum(PAIR_ALGORITHMS).nullable(),
  /** 8 groups of 4 hex digits, and the key check value; null of an imported secret. */
  fingerprint: z.string().nullable(),
  checkValue: z.string().nullable(),
  setId: z.string(),
  /** Today: a day that has come or passed counts. */
  state: z.enum(KEY_STATES),
  activates: z.string().nullable(),
  protectUntil: z.string().nullable(),
  processUntil: z.string().nullable(),
  created: time,
})

/** What a version may be handed over for today, and what whoever does it has to know; null: nothing. */
export const keyUses = z.array(
  z.strictObject({ use: z.enum(KEY_USES), although: z.enum(KEY_EXCEPTIONS).nullable() }),
)

/** A quorum that was replaced, whose cards still open what it had. */
const opener = z.strictObject({
  setId: z.string(),
  title: z.string(),
  threshold: z.int(),
  /** How many of its cards nobody has seen destroyed. */
  left: count,
  /** Too few are left to open anything. */
  opensNothing: z.boolean(),
})

const due = z.strictObject({
  what: z.enum(KEY_DUES),
  day: z.string(),
  /** From today; below 0 when it should have been done. */
  days: z.int(),
})

/** Months, and days of `warn`. */
const period = z.strictObject({ protect: count, process: count, rotate: count, warn: count })
const purposePeriod = z.strictObject({
  purpose: z.string(),
  period,
  chosen: time,
  /** The last days of a key that is used from today on. */
  protectUntil: z.string(),
  processUntil: z.string(),
})

const list = z.strictObject({
  /** Of the quorums in force: every version of every key. */
  keys: z.array(version),
  /** Versions that a re-issue left out: no quorum in force has them, and old cards still open them. */
  leftOut: z.array(version.extend({ openers: z.array(opener) })),
  /** What the newest version of each is due for, the soonest first. */
  due: z.array(z.strictObject({ key: version, due })),
  /** How long keys of each purpose are used, as far as it was agreed on. */
  cryptoperiods: z.array(purposePeriod),
  /** What is proposed where nothing was agreed on. */
  proposed: period,
  /** The quorums in force, to which a key can be sealed, each with its newest backup key. */
  quorums: z.array(
    z.strictObject({ setId: z.string(), title: z.string(), backupKey: z.int().nullable() }),
  ),
})

/** What is signed for when keys are planned for. */
const PLANNED_ACTIONS = [
  ...(['key.add', 'key.rotate', 'key.activate', 'key.suspend', 'key.resume'] as const),
  ...(['key.retire', 'key.compromise', 'backup-key.rotate', 'cryptoperiod.set'] as const),
  ...(['backup-key.suspend', 'backup-key.resume', 'backup-key.compromise'] as const),
  ...(['quorum.compromise', 'kit.renew'] as const),
] as const satisfies readonly AskableAction[]

/** Something that became of a version, by whom it stands in the log. */
const event = z.strictObject({
  time,
  what: z.enum(['made', 'changed', 'opened', 'delivered']),
  version: z.int(),
  /** What it was from then on; null: that did not change. */
  state: z.enum(KEY_STATES).nullable(),
  reason: z.enum(KEY_REASONS).nullable(),
  /** Of a compromise: since when what the key protected is suspect. */
  occurred: z.string().nullable(),
  /** Who did it, and who signed for it, by name. */
  people: z.array(z.string()),
  /** Where something that was taken out or handed over went. */
  destination: z.string().nullable(),
  /** The entry of the log. */
  entry: z.int(),
})

const page = z.strictObject({
  id: z.string(),
  label: z.string(),
  /** The newest version first, each with what may become of it today. */
  versions: z.array(
    version.extend({
      may: z.array(z.enum(KEY_DEEDS)),
      uses: keyUses,
      /** Of one that a re-issue left out: what still opens it. Null: a quorum in force has it. */
      leftOut: z.array(opener).nullable(),
    }),
  ),
  /** The newest event first. */
  events: z.array(event),
  due: z.array(due),
  /** What was agreed on for its purpose; null: nothing. */
  cryptoperiod: period.nullable(),
  /** The newest that it was sealed to. */
  quorum: z.strictObject({ setId: z.string(), title: z.string() }),
  /** Whether a quorum in force has any version: only then it gets a next one. */
  inForce: z.boolean(),
})

const backupKeyPage = z.strictObject({
  setId: z.string(),
  title: z.string(),
  inForce: z.boolean(),
  /** The newest generation first. */
  generations: z.array(
    z.strictObject({
      generation: z.int(),
      recipient: z.string(),
      created: time,
      isCurrent: z.boolean(),
      /** Whatever quorum seals it. */
      state: z.enum(KEY_STATES),
      /** Of a compromise: since when whoever has it may have read backups. */
      occurred: z.string().nullable(),
      /** What may become of it today. */
      may: z.array(z.enum(BACKUP_KEY_DEEDS)),
      /** The current one of a quorum may not be destroyed. */
      mayDestroy: z.boolean(),
      /** Backups of the catalogue that it opens, the newest first. */
      backups: z.array(z.strictObject({ fileName: z.string(), created: time, setId: z.string() })),
      backupCount: count,
      /** Who made it and who signed for it; empty where the ceremony did. */
      people: z.array(z.string()),
      /** Where its identity was taken out to. */
      opened: z.array(
        z.strictObject({ time, destination: z.string().nullable(), people: z.array(z.string()) }),
      ),
    }),
  ),
})

const days = {
  activates: day.nullable(),
  protectUntil: day.nullable(),
  processUntil: day.nullable(),
  /** It is to have no last day, whatever was agreed on for its purpose. */
  unlimited: z.boolean(),
}
const newKey = { label: name, purpose: name, ...days, setId: setId.nullable() }

const change = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('add'), bits: z.literal([128, 192, 256]), ...newKey }),
  z.strictObject({ kind: z.literal('add-pair'), pair: z.enum(PAIR_ALGORITHMS), ...newKey }),
  /** The file's bytes are the secret, or a private key, which is taken in as a pair unless it is to be a secret. */
  z.strictObject({
    kind: z.literal('import'),
    file: chosen('file'),
    asSecret: z.boolean(),
    ...newKey,
  }),
  /** The next versions. */
  z.strictObject({
    kind: z.literal('rotate'),
    /** By their ids; null: every one whose next version is due. */
    keys: z.array(keyId).min(1).max(1000).nullable(),
    ...days,
  }),
  /** The next version of an imported secret, or of a pair that others make: what is in the file. */
  z.strictObject({ kind: z.literal('replace'), key: keyId, file: chosen('file'), ...days }),
  z.strictObject({
    kind: z.enum(['activate', 'suspend', 'resume', 'retire', 'compromise']),
    key: keyId,
    version: z.int().min(1),
    reason: z.enum(KEY_REASONS),
    /** Of a compromise; null: today. */
    occurred: day.nullable(),
  }),
  z.strictObject({ kind: z.literal('rotate-backup-key'), setId }),
  z.strictObject({
    kind: z.literal('change-backup-key'),
    deed: z.enum(BACKUP_KEY_DEEDS),
    setId,
    generation: z.int().min(1),
    reason: z.enum(KEY_REASONS),
    /** Of a compromise; null: today. */
    occurred: day.nullable(),
  }),
  /** Everything that was sealed to a quorum. */
  z.strictObject({
    kind: z.literal('compromise-quorum'),
    setId,
    reason: z.enum(KEY_REASONS),
    /** Null: today. */
    occurred: day.nullable(),
  }),
  /** The kit of the quorum names the people of today. */
  z.strictObject({ kind: z.literal('renew-kit'), setId }),
  z.strictObject({
    kind: z.literal('cryptoperiod'),
    purpose: name,
    /** Null: what was agreed on is taken back. */
    period: period.nullable(),
  }),
])

const planned = z.strictObject({
  /** What `approval.ask` takes, and `keys.carryOut` its draft. */
  action: z.enum(PLANNED_ACTIONS),
  draft: personId,
})

const pairVersion = z.strictObject({ key: keyId, version: z.int().min(1) })

export const keyCalls = {
  /** For the keys of the vault, each time they are shown. @throws VAULT_CLOSED, VAULT_* */
  'keys.list': { input: nothing, output: list },
  /** For the page of one key. @throws KEY_UNKNOWN_HERE; VAULT_CLOSED, VAULT_* */
  'keys.show': { input: z.strictObject({ key: keyId }), output: page },
  /** For the public half of a pair, for which nothing is opened. @throws KEY_UNKNOWN_HERE, KEY_NO_PAIR; VAULT_CLOSED, VAULT_* */
  'keys.publicHalf': {
    input: pairVersion,
    /** SubjectPublicKeyInfo, RFC 7468. */
    output: z.strictObject({ pem: z.string() }),
  },
  /** When somebody saves it. @throws as `keys.publicHalf`; FILE_* */
  'keys.savePublicHalf': {
    input: pairVersion.extend({ out: chosen('new') }),
    output: z.strictObject({ path: z.string() }),
  },
  /** For the page of the backup keys of a quorum. @throws VAULT_UNKNOWN, VAULT_CLOSED, VAULT_* */
  'keys.showBackupKeys': { input: z.strictObject({ setId }), output: backupKeyPage },
  /**
   * When somebody wants something to become of keys, before people sign for it: changes nothing. What is made
   * is sealed at once.
   *
   * @throws KEY_* and KIT_* as the command line; CLOCK_DOUBTFUL {day} until that day was typed as `clock`;
   *         CRYPTOPERIOD*; FILE_*; VAULT_CLOSED, VAULT_READ_ONLY; CEREMONY_RUNNING
   */
  'keys.plan': {
    input: z.strictObject({
      change,
      /** The day that somebody typed because the clock is right all the same. */
      clock: z.string().max(20).exactOptional(),
    }),
    output: planned,
  },
  /**
   * Does what was planned. In a vault with people, `approval.ask` for the deed of the plan first.
   *
   * @returns the keys that it was about, as they are now; and the digest of the kit that lists them, if that
   *          has changed: copies of an earlier one do not have them
   * @throws DRAFT_UNKNOWN; APPROVAL_*, APPROVAL_VOID when the vault has changed meanwhile; KEY_*, KIT_NOT_THEIRS;
   *         CEREMONY_RUNNING; VAULT_*
   */
  'keys.carryOut': {
    input: z.strictObject({ draft: personId, approval: approved }),
    output: z.strictObject({
      keys: z.array(version),
      kit: z.strictObject({ setId: z.string(), digest: z.string() }).nullable(),
    }),
  },
} as const
