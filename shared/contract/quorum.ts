/** A quorum, and a past ceremony, as pages of their own: all that the open vault knows of one. */
import * as z from 'zod'
import { chosen } from '../chosen.ts'
import { count, setId, time } from '../field.ts'
import { KEY_STATES } from '../key-life.ts'
import { PAIR_ALGORITHMS } from '../key-pairs.ts'
import { ROLES } from '../roles.ts'
import { recordedStep } from './ceremony.ts'
import { heldDrill, registeredShare, whatIsLeft } from './custody.ts'
import { attention, backupFacts, ceremonyFacts, quorumFacts, vaultKey, voidCard } from './vault.ts'

/** 16 hex digits, as every id that a vault gives. */
export const ceremonyId = z
  .string()
  .regex(/^[0-9a-f]{16}$/)
  .meta({ examples: ['0011223344556677'] })

const relatedQuorum = z.strictObject({ setId: z.string(), title: z.string() })

const quorumCard = registeredShare.extend({
  /** When somebody should look at it again; null: nobody need, as of a card that opens nothing. */
  due: time.nullable(),
  /** Whether that time has come. */
  isDue: z.boolean(),
  /** Whether somebody has seen it destroyed. */
  isDestroyed: z.boolean(),
})

const quorumPage = quorumFacts.extend({
  /** Null: nothing in the vault says it, as before its ceremony has closed. */
  organisation: z.string().nullable(),
  recipient: z.string(),
  /** When its ceremony closed, or it came into this vault by its kit; null: it is not in force yet. */
  founded: time.nullable(),
  replaces: relatedQuorum.nullable(),
  replacedBy: relatedQuorum.nullable(),
  cards: z.array(quorumCard),
  left: whatIsLeft,
  /** The newest kit; null before the ceremony has closed. */
  kit: z.strictObject({ revision: z.int(), created: time, digest: z.string() }).nullable(),
  backupKeys: z.array(
    z.strictObject({
      generation: z.int(),
      created: time,
      isCurrent: z.boolean(),
      /** Whatever quorum seals it. */
      state: z.enum(KEY_STATES),
    }),
  ),
  /** Every version of every key, in the order in which they were recorded. */
  keys: z.array(vaultKey),
  /** The newest fifty. */
  backups: z.array(backupFacts),
  backupCount: count,
  /** What made it, and what replaced it, newest first. */
  ceremonies: z.array(
    ceremonyFacts
      .omit({ destroy: true })
      .extend({ what: z.enum(['made', 'replaced', 'imported']) }),
  ),
  /** Its drills, newest first; at most 1,000. */
  drills: z.array(heldDrill),
  nextDrill: time.nullable(),
  /** How often drills, and checks of the cards, are due, in months. */
  interval: z.int(),
  /** What of it somebody should see to. */
  toDo: z.array(attention),
})

const people = z.array(z.string())

/** A page of a past ceremony that can be drawn again. */
const pastPage = z.enum(['plan', 'register', 'recovery-sheet'])

const ceremonyPage = ceremonyFacts.omit({ destroy: true }).extend({
  /** No ceremony of this vault: a quorum came into it by its kit. */
  isImport: z.boolean(),
  /** 64 hex digits, and as they were read aloud; what the people in the room agreed to. */
  planHash: z.string(),
  planWords: z.array(z.string()),
  /** As it was agreed to; null where the vault has none, as of an imported kit. */
  plan: z
    .strictObject({
      organisation: z.string(),
      threshold: z.int(),
      custodians: people,
      /** Of a re-issue: keys that were not taken over, `video-root@1`, or a label for every version. */
      leaveOut: people,
      identity: z.enum(['hybrid', 'classic']),
      kdf: z.int(),
      people: z
        .strictObject({ administrators: people, witnesses: people, recoveryOfficers: people })
        .nullable(),
      keys: z.array(
        z.strictObject({
          label: z.string(),
          purpose: z.string(),
          bits: z.int().exactOptional(),
          pair: z.enum(PAIR_ALGORITHMS).exactOptional(),
          expires: z.string().nullable(),
        }),
      ),
      imports: z.array(z.strictObject({ label: z.string(), purpose: z.string() })),
    })
    .nullable(),
  /** What it made; null: it ended before that. */
  quorum: quorumFacts.pick({ setId: true, state: true, fingerprint: true, title: true }).nullable(),
  replaces: relatedQuorum.nullable(),
  /** Of the record that everyone present signed, 64 hex digits and 32 words; null: nobody signed. */
  record: z.strictObject({ hash: z.string(), words: z.array(z.string()) }).nullable(),
  /** What the log says of it, in order. */
  steps: z.array(
    z.strictObject({
      sequence: z.int(),
      time,
      actor: z.string(),
      action: z.string(),
      /** The card that it is about. */
      card: z.strictObject({ index: z.int(), custodian: z.string() }).nullable(),
      signed: z.boolean(),
    }),
  ),
  /** Cards that it had issued before it became void. */
  destroy: z.array(voidCard),
  /** What can be drawn again without a file. */
  pages: z.array(pastPage),
})

/** A record of a ceremony as it stands in its file, verified. */
const pastRecord = z.strictObject({
  path: z.string(),
  title: z.string(),
  setId: z.string(),
  hash: z.string(),
  words: z.array(z.string()),
  opened: time,
  closed: time,
  /** Who signed it, with their roles; empty: nobody did. */
  signed: z.array(z.strictObject({ name: z.string(), roles: z.array(z.enum(ROLES)) })),
  steps: z.array(recordedStep),
})

export const quorumCalls = {
  /** For the page of a quorum, each time it is shown. @throws VAULT_UNKNOWN, VAULT_CLOSED, VAULT_* */
  'quorum.show': { input: z.strictObject({ setId }), output: quorumPage },
  /** For the page of a past ceremony, each time it is shown. @throws as quorum.show */
  'ceremony.show': { input: z.strictObject({ ceremony: ceremonyId }), output: ceremonyPage },
  /**
   * When the record of a past ceremony was chosen: verified, and that the log of the vault says the same.
   *
   * @throws RECORD_*, RECORD_OTHER {title}, VAULT_HEAD, FILE_*; as quorum.show
   */
  'ceremony.openRecord': {
    input: z.strictObject({ ceremony: ceremonyId, file: chosen('file') }),
    output: pastRecord,
  },
} as const
