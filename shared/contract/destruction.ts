/**
 * Destruction, as a course in the window: what is known, what is destroyed, what became of copies, and the
 * certificate. Each step is planned, signed for and carried out; the vault keeps how far it is.
 */
import * as z from 'zod'
import { chosen } from '../chosen.ts'
import { count, setId, time } from '../field.ts'
import { CARD_ENDS, COPY_FATES, KEY_REASONS } from '../key-life.ts'
import { approved, personId } from './people.ts'
import { printedPage, printerName } from './printing.ts'

/** `video-root@2` or, by its id, `9f86d081884c7d65@2`; `backup-key-2`. */
const item = z.string().min(1).max(420)
const note = z.string().max(400)

const about = {
  item,
  /** Of a backup key; null: of a key. */
  setId: setId.nullable(),
}

const copy = z.strictObject({
  /** By which it is accounted for. */
  copy: z.string(),
  kind: z.enum(['kit', 'export', 'delivery', 'identity', 'vault-copies', 'other']),
  what: z.string(),
  where: z.string().nullable(),
  /** Null: nobody has said what became of it. */
  fate: z.enum(COPY_FATES).nullable(),
  by: z.string().nullable(),
  serial: z.string().nullable(),
  recorded: time.nullable(),
})

const quorum = z.strictObject({
  setId: z.string(),
  title: z.string(),
  inForce: z.boolean(),
  threshold: z.int(),
  cards: count,
  destroyed: z.array(
    z.strictObject({
      card: z.int(),
      method: z.enum(CARD_ENDS).nullable(),
      observer: z.string().nullable(),
      recorded: time.nullable(),
    }),
  ),
  passphraseCardDestroyed: z.boolean(),
  fewerThanThresholdRemain: z.boolean(),
})

const status = z.strictObject({
  item: z.string(),
  /** Null: it is not destroyed. */
  destroyed: z
    .strictObject({
      recorded: time,
      state: z.enum(['destroyed', 'destroyed-compromised']),
      signers: z.array(z.string()),
    })
    .nullable(),
  /** How the files of the vault were found afterwards; null: nobody has looked. */
  verified: z
    .strictObject({
      recorded: time,
      copiesRemoved: z.array(z.string()),
      copiesLeft: z.array(z.string()),
      foundIn: z.array(z.string()),
    })
    .nullable(),
  copies: z.array(copy),
  /** Every quorum that it was sealed to, the oldest first. */
  quorums: z.array(quorum),
})

const step = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('destroy'), ...about, reason: z.enum(KEY_REASONS) }),
  z.strictObject({
    kind: z.literal('account'),
    ...about,
    copies: z
      .array(
        z.strictObject({
          copy: note,
          fate: z.enum(COPY_FATES),
          by: note,
          serial: note.nullable(),
        }),
      )
      .min(1)
      .max(1000),
  }),
  z.strictObject({ kind: z.literal('certify'), ...about, observer: note.nullable() }),
])

export const destructionCalls = {
  /** Whenever the course is shown. @throws KEY_UNKNOWN_HERE, KEY_LABEL_SHARED, KEY_WHICH_VERSION; VAULT_CLOSED, VAULT_* */
  'destruction.show': { input: z.strictObject(about), output: status },
  /**
   * Before people sign for a step: changes nothing.
   *
   * @throws as `destruction.show`; KEY_STATE, BACKUP_KEY_CURRENT, KIT_CANNOT_GROW; NOT_DESTROYED,
   *         DESTRUCTION_NOTE; CLOCK_DOUBTFUL {day} until that day was typed as `clock`; VAULT_READ_ONLY;
   *         CEREMONY_RUNNING
   */
  'destruction.plan': {
    input: z.strictObject({
      step,
      /** The day that somebody typed because the clock is right all the same. */
      clock: z.string().max(20).exactOptional(),
    }),
    output: z.strictObject({
      /** What `approval.ask` takes, and `destruction.carryOut` its draft. */
      action: z.enum(['key.destroy', 'destruction.account', 'destruction.certify']),
      draft: personId,
    }),
  },
  /**
   * Does what was planned. In a vault with people, `approval.ask` for the deed of the plan first.
   *
   * @throws DRAFT_UNKNOWN; APPROVAL_*; KIT_NOT_THEIRS; CEREMONY_RUNNING; VAULT_*
   */
  'destruction.carryOut': {
    input: z.strictObject({ draft: personId, approval: approved }),
    output: status,
  },
  /**
   * When the certificate that was signed last is saved: as JSON, or as a PDF to print and sign.
   *
   * @throws NOT_DESTROYED when none was signed since the window was opened; FILE_EXISTS, FILE_*
   */
  'destruction.save': {
    input: z.strictObject({
      file: chosen('new'),
      as: z.enum(['json', 'pdf']),
      paper: z.enum(['a4', 'letter']),
    }),
    output: z.strictObject({ path: z.string() }),
  },
  /** Prints the pages of the same certificate, on any printer. @throws NOT_DESTROYED; PRINT_*; TASK_RUNNING */
  'destruction.print': {
    input: z.strictObject({ printer: printerName, paper: z.enum(['a4', 'letter']) }),
    output: printedPage,
  },
} as const
