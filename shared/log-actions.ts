import * as z from 'zod'
import { DEEDS } from './deeds.ts'
import { setId } from './field.ts'
import type { SUBJECTS, SubjectKind } from './log-subjects.ts'
import { SEALED_SHARE_FORMS } from './sealed-shares.ts'

/**
 * The words of the audit log: every action that an entry may have, with what it is about and what it says
 * (FORMAT: Audit log). Those of deeds stand in the rows of the deeds.
 *
 * To what stands here an entry adds `agreed` where people agreed to it, and `unsigned` where there are no
 * people. A log of another version may have other actions: reading takes any.
 */

interface EntryRow {
  readonly subject: SubjectKind
  readonly details: z.ZodObject
  /**
   * Whether the program notes it by itself and unsigned, even where there are people: it takes nothing from
   * anybody and gives nobody anything. Everything else carries a signature there.
   */
  readonly unsigned?: true
}

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const id = z.string().regex(/^[0-9a-f]{16}$/)
const count = z.int().min(0)
const indexes = z.array(z.int().min(1)).readonly()
/** Of a refusal. */
const code = z.string()
const session = z.strictObject({ session: id })
const card = z.strictObject({ custodian: z.string(), commitment: hash })
/** To the key of a custodian who is absent. */
const sealedTo = { to: z.enum(SEALED_SHARE_FORMS), recipient: z.string() }

const OTHER_ENTRIES = {
  'log.begun': {
    subject: 'log',
    /** `tables`: the format of a vault whose tables all follow from this log, from its first entry. */
    details: z.strictObject({ format: z.string(), tables: count.exactOptional() }),
  },
  /**
   * The tables of a vault as they stood when it was brought up to date, from a format whose log did not say
   * all of them; from here on they follow from the log (FORMAT: Tables).
   */
  'state.adopted': {
    subject: 'log',
    details: z.strictObject({
      from: count,
      tables: z
        .record(
          z.string(),
          z
            .strictObject({
              columns: z.array(z.string()).readonly(),
              rows: z
                .array(z.array(z.union([z.string(), z.number(), z.null()])).readonly())
                .readonly(),
            })
            .readonly(),
        )
        .readonly(),
    }),
    unsigned: true,
  },
  /** A log did not verify; `entry` is the number of the first that is wrong. */
  'log.damaged': {
    subject: 'log',
    details: z.strictObject({ code, entry: count }),
    unsigned: true,
  },
  /** `failed` is the number of wrong entries since the last right one. */
  'sign-in.refused': {
    subject: 'person',
    details: z.strictObject({ failed: count }),
    unsigned: true,
  },
  'sign-in.locked': {
    subject: 'person',
    details: z.strictObject({ failed: count }),
    unsigned: true,
  },
  /** The same key, sealed under another PIN or passphrase. */
  'sign-in.secret-changed': {
    subject: 'person',
    details: z.strictObject({
      by: z.enum(['pin', 'passphrase']),
      /** Digest of what it takes to open it (FORMAT: Tables). */
      seal: hash.exactOptional(),
    }),
  },
  /** A new `session` empties the room. */
  'attendance.signed-in': { subject: 'person', details: session },
  'attendance.signed-out': { subject: 'person', details: session, unsigned: true },
  'action.refused': {
    subject: 'any',
    details: z.strictObject({
      action: z.string(),
      code,
      signers: z.array(z.string()).readonly(),
    }),
    unsigned: true,
  },
  'ceremony.voided': {
    subject: 'ceremony',
    details: z.strictObject({
      reason: z.enum(['cancelled', 'failed', 'interrupted']),
      /** Its quorums, each with the shares that had been issued. */
      voided: z.array(z.strictObject({ set: setId, shares: indexes }).readonly()).readonly(),
      /** The refusal that made it fail. */
      error: z.string().exactOptional(),
    }),
    unsigned: true,
  },
  'quorum.founded': {
    subject: 'quorum',
    details: z.strictObject({
      ceremony: id,
      threshold: count,
      count,
      identity: z.enum(['hybrid', 'classic']),
      kdf: z.int(),
      recipient: z.string(),
      /** Absent in a log of 0.1.0. */
      secretCommitment: hash.exactOptional(),
      fingerprint: hash,
    }),
  },
  'share.issued': {
    subject: 'share',
    details: card.extend({
      /** It is sealed to its absent custodian; absent: it is on a card. */
      sealed: z.strictObject(sealedTo).readonly().exactOptional(),
    }),
  },
  'share.read-back': {
    subject: 'share',
    details: card.extend({
      /** The file in which it is sealed was; absent: a card. */
      sealed: z
        .strictObject({
          ...sealedTo,
          sha256: hash,
          /** SHA-256 of what its holder will say (FORMAT: Sealed shares). */
          acknowledgement: hash.exactOptional(),
        })
        .readonly()
        .exactOptional(),
    }),
  },
  'share.checked': {
    subject: 'share',
    details: z.strictObject({ result: z.string() }),
    unsigned: true,
  },
  'share.refused': { subject: 'attempt', details: z.strictObject({ code }), unsigned: true },
  'passphrase.refused': { subject: 'attempt', details: z.strictObject({ code }), unsigned: true },
  /**
   * After a destruction: the copies beside the vault that had what was destroyed, and whether they are gone;
   * and the files, by name, in which pieces of it were still found.
   */
  'destruction.checked': {
    subject: 'item',
    details: z.strictObject({
      copies: z
        .array(z.strictObject({ name: z.string(), gone: z.boolean() }).readonly())
        .readonly(),
      found: z.array(z.string()).readonly(),
    }),
  },
  /**
   * A backup that was encrypted again, read back, and compared entry by entry with the one it `replaces`, which
   * is the SHA-256 of the old file. Follows `backup.reencryption-begun`.
   */
  'backup.reencrypted': {
    subject: 'backup',
    details: z.strictObject({
      sha256: hash,
      size: count,
      files: count,
      set: setId,
      generation: count,
      created: z.string(),
      fileName: z.string(),
      bytes: count,
      recipients: z.array(z.string()).readonly(),
      replaces: hash,
    }),
  },
  /** Shares and passphrase opened the quorum that a ceremony is to replace. */
  'reissue.opened': {
    subject: 'quorum',
    details: z.strictObject({ ceremony: id, shares: indexes }),
  },
} as const satisfies { readonly [action: string]: EntryRow }

type Others = typeof OTHER_ENTRIES
type Deeds = typeof DEEDS

/** Actions that no deed has. */
export type OtherLogAction = keyof Others
/** Every action that this version writes. */
export type LogAction = OtherLogAction | Deeds[keyof Deeds]['entry']

type RowOf<A extends LogAction> = A extends OtherLogAction
  ? Others[A]
  : Extract<Deeds[keyof Deeds], { readonly entry: A }>

/** What an entry is about, and says, by its action. */
export type LogNote<A extends LogAction = LogAction> = {
  [L in A]: {
    readonly action: L
    readonly subject: z.output<(typeof SUBJECTS)[RowOf<L>['subject']]>
    readonly details: z.output<RowOf<L>['details']>
  }
}[A]

const deedEntries = Object.values(DEEDS).map(row => [row.entry, row] as const)

export const LOG_ROWS = Object.fromEntries<EntryRow>([
  ...Object.entries(OTHER_ENTRIES),
  ...deedEntries,
]) as { readonly [action in LogAction]: EntryRow }

export const isLogAction = (action: string): action is LogAction => Object.hasOwn(LOG_ROWS, action)

/** Every action that this version writes, in the order of the alphabet. */
export const LOG_ACTIONS: readonly LogAction[] = Object.keys(LOG_ROWS)
  .filter(isLogAction)
  .toSorted()
