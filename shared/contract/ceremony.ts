/**
 * The ceremony in the window: one at a time, one step after the other.
 *
 *   none (→ old-quorum) → room → entropy → passphrase → founding → shares → proving → proved → closed
 *
 * `back` leads from passphrase to entropy to room; after founding there is no way back but `abort`.
 * `abort`, closing the window and a crash make the ceremony void: nothing it made counts. Every call
 * answers with the state, and `ceremony.state` gives it again, so the screen can always be redrawn.
 */
import * as z from 'zod'
import { chosen } from '../chosen.ts'
import { planWarning } from '../codes/notice.ts'
import { replacedQuorum } from '../codes/replaced.ts'
import {
  codeText,
  count,
  keyFacts,
  kitFacts,
  kitSource,
  nothing,
  passphrase,
  setId,
  shareIndex,
  time,
  typedWords,
} from '../field.ts'
import { PAIR_ALGORITHMS } from '../key-pairs.ts'
import { OTHER_LANGUAGES } from '../paper-languages.ts'
import { PROFILES, ROLES } from '../roles.ts'
import { SEALED_SHARE_FORMS } from '../sealed-shares.ts'
import { secret } from '../secret/field.ts'
import { approved, personId } from './people.ts'
import { drawnPage, paperSize, printedPage, printerName } from './printing.ts'
import { acceptedShare, leaveUntil } from './recovery.ts'
import { override, roomCheck } from './room.ts'

const people = z.array(z.string().max(400)).max(50)

/** The plan as the form has it. The main side judges it: PLAN_FORMAT names the field. */
const planForm = z.strictObject({
  title: z.string().max(400),
  organisation: z.string().max(400),
  /** In which the cards explain themselves besides English. */
  languages: z.array(z.enum(OTHER_LANGUAGES)).min(1).max(2).exactOptional(),
  /** Whom to call, for whoever finds a card. */
  contact: z.string().max(400).exactOptional(),
  quorum: z.strictObject({
    threshold: z.int(),
    custodians: z.array(z.string().max(400)).max(300),
    identity: z.enum(['hybrid', 'classic']),
    kdf: z.literal([1, 2, 3]),
  }),
  keys: z
    .array(
      z.strictObject({
        label: z.string().max(400),
        purpose: z.string().max(400),
        /** Of an AES key; or the kind of a key pair: one of the two. */
        bits: z.literal([128, 192, 256]).exactOptional(),
        pair: z.enum(PAIR_ALGORITHMS).exactOptional(),
        /** A day, `2028-11-21`. */
        expires: z.string().max(40).nullable(),
      }),
    )
    .max(500),
  /** Needed in a vault with people. */
  people: z
    .strictObject({ administrators: people, witnesses: people, recoveryOfficers: people })
    .exactOptional(),
  profile: z.enum(PROFILES).exactOptional(),
  /** Custodians who will be absent, each with the key that their share is sealed to. */
  sealedTo: z
    .array(
      z.strictObject({
        custodian: z.string().max(400),
        to: z.enum(SEALED_SHARE_FORMS),
        file: chosen('file'),
        /** Of the key, hex digits, as it was compared. */
        fingerprint: z.string().max(64),
      }),
    )
    .min(1)
    .max(253)
    .exactOptional(),
  /** The set id of the quorum that is replaced: this is the plan of a re-issue. */
  replaces: setId.exactOptional(),
  /** Of a re-issue: keys that the new quorum does not take over, `video-root@1`, or a label for every version. */
  leaveOut: z.array(z.string().max(400)).min(1).max(1000).exactOptional(),
  /** Existing secrets, sealed as they are; `file` is read when the ceremony begins. */
  imports: z
    .array(
      z.strictObject({
        label: z.string().max(400),
        purpose: z.string().max(400),
        file: chosen('file'),
        /** A private key is taken in as a pair; so, as whatever it is. */
        as: z.literal('secret').exactOptional(),
      }),
    )
    .max(100),
  /** Whether it counts for nothing: no vault takes it. */
  rehearsal: z.literal(true).exactOptional(),
  /** Left out: the strict choice in each. */
  options: z
    .strictObject({
      /** Whether a picture or a PDF of a card may stand for the card when it is read back. */
      pictures: z.boolean(),
    })
    .exactOptional(),
})

const planSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('form'), plan: planForm }),
  z.strictObject({ kind: z.literal('file'), path: chosen('file') }),
])

const checkedPlan = z.strictObject({
  /** As it was understood, defaults filled in. */
  plan: planForm,
  /** Where the files of its imports lie, in their order, then those with the keys of who is absent. */
  files: z.array(z.string()),
  /** What the people in the room agree to, 64 hex digits. */
  planHash: z.string(),
  /** The hash as 32 words, to be read aloud. */
  planWords: z.array(z.string()).exactOptional(),
  /** To be read aloud before it goes on: who refuses 192-bit keys, what a KDF profile means. */
  warnings: z.array(planWarning),
})

/** What the people in the room agreed to. */
const agreed = checkedPlan.extend({
  opened: time,
  /** The vault that records it; null: kit and record alone will tell of it. */
  vault: z.string().nullable(),
})

/** What was made, all of it public. */
const made = z.strictObject({
  setId: z.string(),
  /** 8 groups of 4 hex digits, on every card and every kit. */
  fingerprint: z.string(),
  recipient: z.string(),
  backupKey: z.strictObject({ generation: z.int(), recipient: z.string() }),
  keys: z.array(keyFacts),
})

const custodianShare = z.strictObject({
  index: z.int(),
  custodian: z.string(),
  /** waiting → shown → read-back */
  state: z.enum(['waiting', 'shown', 'read-back']),
  /** Where its card was saved; null when it was not. */
  card: z.string().nullable(),
  /** Its last print; `judged` once somebody has said whether it is legible. Absent: never printed. */
  print: printedPage.extend({ judged: z.boolean() }).exactOptional(),
  /** They are absent: the share is sealed to a key of theirs, and never shown. */
  sealed: z
    .strictObject({
      to: z.enum(SEALED_SHARE_FORMS),
      /** The fingerprint of that key, as the plan has it. */
      recipientWords: z.array(z.string()),
      /** Once it was sealed: the file, its sheet, and the SHA-256 of the file. Null before. */
      file: z.strictObject({ paths: z.array(z.string()), words: z.array(z.string()) }).nullable(),
    })
    .exactOptional(),
})
const custodianShares = z.array(custodianShare)

const proof = z.strictObject({
  /** Sets of shares that were combined and gave the secret. */
  subsets: count,
  /** How many such sets there are, in decimal: it may be more than a number holds. */
  possible: z.string(),
  exhaustive: z.boolean(),
})

/** What somebody saw, for the record. */
const evidence = z.strictObject({
  kind: z.enum(['bag', 'printer', 'program-hash', 'fingerprint', 'room', 'seal', 'other']),
  value: z.string().min(1).max(200),
  /** The share that it is about. */
  index: shareIndex.nullable(),
  /** Who saw it, of those in the room; null without people. */
  person: personId.nullable(),
})

const exception = z.strictObject({
  what: z.string().min(1).max(400),
  reason: z.string().min(1).max(400),
  /** Who accepted it, of those in the room; at least one where there are people. */
  accepted: z.array(personId).max(50),
})

/** Why a ceremony is given up. Codes: what people type does not go into the audit log. */
const abortCause = z.enum([
  'person-missing',
  'card-lost',
  'card-seen',
  'plan-wrong',
  'machine-distrusted',
  'other',
])

const saved = z.strictObject({
  folder: z.string(),
  /** The kit's path; null when writing there failed at the last moment. */
  kit: z.string().nullable(),
  record: z.string().nullable(),
})

export const recordedStep = z.strictObject({
  time,
  step: z.string(),
  /** Null where nobody is named, in a vault without people. */
  by: z.strictObject({ name: z.string(), role: z.enum(ROLES) }).nullable(),
  facts: z.array(z.strictObject({ name: z.string(), value: z.union([z.string(), z.number()]) })),
})

const begun = { agreed }
const founded = { agreed, made, shares: custodianShares }

const ceremonyState = z.discriminatedUnion('step', [
  z.strictObject({ step: z.literal('none') }),
  /**
   * A re-issue begins with the old quorum: its shares, then its passphrase (`ceremony.openOld`). The
   * fields are those of `recovery.state` at its step `shares`.
   */
  z.strictObject({
    step: z.literal('old-quorum'),
    ...begun,
    kit: kitFacts,
    old: z.strictObject({
      shares: z.array(acceptedShare),
      need: z.int().nullable(),
      missing: z.array(z.strictObject({ index: z.int(), name: z.string() })),
      complete: z.boolean(),
      proposal: z.boolean(),
      leaveUntil,
    }),
  }),
  /** `checks` is null until `ceremony.checkRoom`. */
  z.strictObject({ step: z.literal('room'), ...begun, checks: z.array(roomCheck).nullable() }),
  z.strictObject({
    step: z.literal('entropy'),
    ...begun,
    /** Dice rolls so far, and what they are worth: 2.58 bits each. None are needed. */
    rolls: count,
    bits: z.number(),
  }),
  z.strictObject({ step: z.literal('passphrase'), ...begun }),
  /** `ceremony.found` is at work. */
  z.strictObject({ step: z.literal('founding'), ...begun }),
  z.strictObject({
    step: z.literal('shares'),
    ...founded,
    /** Whose card has been shown and not read back yet: nobody else's may be shown. */
    turn: z.int().nullable(),
  }),
  /** `ceremony.prove` is at work. */
  z.strictObject({ step: z.literal('proving'), ...founded }),
  z.strictObject({
    step: z.literal('proved'),
    ...founded,
    proof,
    /** With people, after `ceremony.conclude`: what everyone present signs, as words to be read aloud. */
    record: z.strictObject({ hash: z.string(), words: z.array(z.string()) }).exactOptional(),
  }),
  z.strictObject({
    step: z.literal('closed'),
    ...founded,
    proof,
    places: z.array(saved),
    /** The folder in each of them. */
    bundle: z.strictObject({
      name: z.string(),
      /** Of its SHA256SUMS: to be compared with what the recovery sheet says. */
      sums: z.strictObject({ sha256: z.string(), words: z.array(z.string()) }),
      /** The program's package in it; null: it is not in it. */
      package: z.string().nullable(),
      /** Documents that this copy of the program came without. */
      lacking: z.array(z.string()),
    }),
    /** Both copies lie on one drive: one accident takes both. */
    sameDrive: z.boolean(),
    /** The record, step by step. */
    record: z.array(recordedStep),
    /** Of a re-issue: the old quorum, and what its cards can still open. */
    replaced: replacedQuorum.exactOptional(),
  }),
  z.strictObject({
    step: z.literal('void'),
    ...begun,
    cause: z.enum([...abortCause.options, 'failed', 'window-closed']),
    /** Cards that people may hold and must destroy: indexes of shares that were shown or saved. */
    shown: z.array(z.int()),
    /** Saved cards that could not be removed. */
    leftBehind: z.array(z.string()),
  }),
])

const shownShare = z.strictObject({
  index: z.int(),
  custodian: z.string(),
  /** 40 words in their order, 10 rows of 4 on a card. */
  words: secret('lines', z.array(z.string()).length(40)),
  /** The QR code: one text per row, "1" a dark module; no quiet zone (leave 4 modules around it). */
  qr: secret('squares', z.array(z.string())),
  setId: z.string(),
  fingerprint: z.string(),
})

/** How a card looks on paper. */
const cardPaper = z.strictObject({
  paper: paperSize,
  /** Says nothing of what it opens: no ceremony, no organisation. */
  plain: z.boolean(),
  /** fold: with a line to fold along, so that the words are inside. */
  layout: z.enum(['standard', 'fold', 'large-print']),
})

/** How a card is saved. */
const savedAs = z.discriminatedUnion('format', [
  z.strictObject({ format: z.literal('text') }),
  cardPaper.extend({ format: z.literal('pdf') }),
])

type CeremonyStates = typeof ceremonyState
/** What the calls answer; an interface, because its type is too long to be written out for each. */
export interface CeremonyStateSchema extends CeremonyStates {}
const state: CeremonyStateSchema = ceremonyState

export const ceremonyCalls = {
  /** Whenever the ceremony screen is shown. Never throws. */
  'ceremony.state': { input: nothing, output: state },
  /**
   * When a YAML plan is opened: it fills the form, defaults filled in. Whom it names is judged by
   * `checkPlan`, where they can be chosen anew.
   *
   * @throws PLAN_FORMAT {faults, more}: of each fault `where` is the field, such as `quorum.custodians[1]` or
   *         `keys[0].label`, or `line 4` of a file; QUORUM_THRESHOLD_ONE, QUORUM_POLICY, REISSUE_PLAN,
   *         FILE_*
   */
  'ceremony.readPlan': {
    input: z.strictObject({ path: chosen('file'), old: kitSource.exactOptional() }),
    output: z.strictObject({ plan: planForm, files: z.array(z.string()) }),
  },
  /**
   * While the plan is made (Check). Changes nothing. In a vault with people it judges whom the plan
   * names, by the rules of `begin`.
   *
   * @throws as readPlan; PLAN_PEOPLE {faults: where, problem}
   */
  'ceremony.checkPlan': {
    /** Of a re-issue, the kit of the old quorum: the plan's hash covers which one it replaces. */
    input: z.strictObject({ source: planSource, old: kitSource.exactOptional() }),
    output: checkedPlan,
  },
  /**
   * When the plan is to be agreed to before the day: as a YAML file, or as a page to print.
   *
   * @throws as checkPlan; FILE_EXISTS, FILE_*
   */
  'ceremony.savePlan': {
    input: z.strictObject({
      source: planSource,
      old: kitSource.exactOptional(),
      out: chosen('new'),
      as: z.enum(['file', 'page']),
      paper: paperSize,
    }),
    output: z.strictObject({ path: z.string() }),
  },
  /** When its page is to be looked at before that. @throws as checkPlan */
  'ceremony.drawPlan': {
    input: z.strictObject({ source: planSource, old: kitSource.exactOptional(), paper: paperSize }),
    output: drawnPage,
  },
  /**
   * When the people in the room have agreed to the plan. Reads the secrets to import. It is recorded in
   * the open vault if there is one. → room
   *
   * @throws as checkPlan; FILE_* and KEY_IMPORT_SIZE for an import; CEREMONY_RUNNING, RECOVERY_RUNNING,
   *         CEREMONY_OPEN, VAULT_READ_ONLY, VAULT_BUSY
   */
  'ceremony.begin': {
    input: z.strictObject({ source: planSource, approval: approved }),
    output: state,
  },
  /**
   * As `ceremony.begin`, when the new quorum is to replace the one of this kit: a custodian leaves, or
   * people, threshold, type or passphrase change. The plan may say `replaces`; it is filled in. With
   * people, `approval.ask` for `ceremony.run` with the plan's hash first, and for `quorum.reissue` before
   * `openOld`, unless the state has a `leaveUntil`. → old-quorum
   *
   * @throws as begin; KIT_*, KIT_NONE, KIT_OUTDATED, QUORUM_REPLACED {setId, by}, REISSUE_PLAN {problem},
   *         KEY_EXISTS {label} when the plan makes a key of a label that is taken over
   */
  'ceremony.beginReissue': {
    input: z.strictObject({ source: planSource, kit: kitSource, approval: approved }),
    output: state,
  },
  /**
   * When the recovery officer has entered the old passphrase; takes seconds. After a refusal the shares are
   * still there. Everything is sealed again later, in `ceremony.found`. → room
   *
   * @throws QUORUM_SHORT {have, need}, CORRECTIONS_PENDING, PASSPHRASE_WRONG, PASSPHRASE_ENCODING,
   *         KIT_TAMPERED, KDF_MEMORY; APPROVAL_*; CEREMONY_ORDER …
   */
  'ceremony.openOld': {
    input: z.strictObject({ passphrase, approval: approved }),
    output: state,
  },
  /** At the room step, at first and again after something was mended. @throws CEREMONY_ORDER, CEREMONY_NONE */
  'ceremony.checkRoom': { input: nothing, output: state },
  /**
   * To go on from the room step: a reason for each check that did not pass. → entropy
   *
   * @throws ROOM_UNCHECKED, ROOM_UNANSWERED {check}, CEREMONY_ORDER, CEREMONY_NONE
   */
  'ceremony.acceptRoom': {
    input: z.strictObject({ overrides: z.array(override).max(20) }),
    output: state,
  },
  /** With each dice roll, or several. @throws DICE_FULL {limit}, CEREMONY_ORDER, CEREMONY_NONE */
  'ceremony.addRolls': {
    input: z.strictObject({
      rolls: secret('digits', z.array(z.int().min(1).max(6)).min(1).max(100)),
    }),
    output: state,
  },
  /** When the rolls are to be thrown away and begun anew. @throws CEREMONY_ORDER, CEREMONY_NONE */
  'ceremony.clearRolls': { input: nothing, output: state },
  /** To go on from the entropy step, with dice or without. → passphrase. @throws CEREMONY_ORDER … */
  'ceremony.acceptEntropy': { input: nothing, output: state },
  /** Back one step: entropy → room, passphrase → entropy. @throws CEREMONY_ORDER, CEREMONY_NONE */
  'ceremony.back': { input: nothing, output: state },
  /**
   * At the passphrase step, when the recovery officer wants one made: seven words, to be shown once and
   * forgotten by the window when the officer has written them down. The main side does not keep it.
   *
   * @throws CEREMONY_ORDER, CEREMONY_NONE
   */
  'ceremony.suggestPassphrase': {
    input: nothing,
    output: z.strictObject({ words: secret('lines', z.array(z.string())) }),
  },
  /**
   * At the passphrase step, when the first field has been left: is it good enough?
   *
   * @throws PASSPHRASE_ENCODING, PASSPHRASE_SHORT {have, need}, PASSPHRASE_WEAK {score, need, why};
   *         CEREMONY_ORDER, CEREMONY_NONE
   */
  'ceremony.judgePassphrase': { input: z.strictObject({ passphrase }), output: z.null() },
  /**
   * When the recovery officer has entered the passphrase twice. Makes quorum, keys and shares; takes
   * seconds (Argon2id) with nothing to measure. → founding → shares; after a refusal → passphrase
   *
   * @param keep in a re-issue: it is to be the old passphrase
   * @throws PASSPHRASE_DIFFERS, PASSPHRASE_NOT_KEPT, PASSPHRASE_ENCODING, PASSPHRASE_UNTYPEABLE,
   *         PASSPHRASE_SHORT, PASSPHRASE_WEAK, KDF_MEMORY; CEREMONY_ORDER, CEREMONY_NONE
   */
  'ceremony.found': {
    input: z.strictObject({ passphrase, again: passphrase, keep: z.boolean().exactOptional() }),
    output: state,
  },
  /**
   * While a custodian presses "Show my share". One custodian at a time; again as often as needed until
   * the card has been read back. The window forgets the answer on blur, under the cover, and after five
   * minutes without a key.
   *
   * @throws CEREMONY_TURN {index, turn}, CARD_CHECKED {index}, SHARE_UNKNOWN_INDEX; CEREMONY_ORDER …
   */
  'ceremony.showShare': { input: z.strictObject({ index: shareIndex }), output: shownShare },
  /**
   * When the custodian whose turn it is wants the card as a file (readable by the owner alone): a page to
   * print, or text. The name in the folder is chosen here: `02-grace.pdf`.
   *
   * @throws CEREMONY_TURN (show it first), FILE_EXISTS, FILE_DENIED, FILE_FULL …; CEREMONY_ORDER …
   */
  'ceremony.saveCard': {
    input: z.strictObject({ index: shareIndex, folder: chosen('folder'), as: savedAs }),
    output: z.strictObject({ path: z.string() }),
  },
  /**
   * When the custodian whose turn it is, or comes next, wants the card printed: one card, one job, on a
   * printer that `printing.confirm` has named. It need not be shown for that. Can be cancelled as task
   * `print`. Until `judgePrint` has answered for it, the card is not read back.
   *
   * @throws PRINTER_*, PRINTING_NONE; PRINT_UNJUDGED; CANCELLED, TASK_RUNNING; as showShare
   */
  'ceremony.printCard': {
    input: z.strictObject({ index: shareIndex, printer: printerName, as: cardPaper }),
    output: state,
  },
  /**
   * When somebody has looked at the page: legible, or a bad page, which has been destroyed.
   *
   * @throws PRINT_NONE {index}; CEREMONY_TURN, CARD_CHECKED; CEREMONY_ORDER …
   */
  'ceremony.judgePrint': {
    input: z.strictObject({ index: shareIndex, verdict: z.enum(['legible', 'destroyed']) }),
    output: state,
  },
  /**
   * At the passphrase step, when the recovery officer wants the passphrase on a card. A job of its own:
   * no share exists yet. Can be cancelled as task `print`.
   *
   * @throws PASSPHRASE_*, PRINTER_*, PRINTING_NONE, CANCELLED, TASK_RUNNING; CEREMONY_ORDER …
   */
  'ceremony.printPassphrase': {
    input: z.strictObject({ passphrase, printer: printerName, paper: paperSize }),
    output: printedPage,
  },
  /**
   * When somebody wants to see how that card will look, before it is printed: its share is covered, and nothing
   * of it is in the answer.
   *
   * @throws SHARE_UNKNOWN_INDEX; CEREMONY_ORDER …
   */
  'ceremony.drawCard': {
    input: z.strictObject({ index: shareIndex, as: cardPaper }),
    output: drawnPage,
  },
  /** As `drawCard`, of the card of the passphrase. @throws CEREMONY_ORDER, CEREMONY_NONE */
  'ceremony.drawPassphrase': { input: z.strictObject({ paper: paperSize }), output: drawnPage },
  /**
   * When all 40 words have been typed from the card. Errors are located and never corrected here. An
   * accepted card ends the custodian's turn.
   *
   * @throws SHARE_WORD_UNKNOWN {word}, SHARE_WORDS_WRONG {words}, SHARE_DAMAGED; of another card
   *         SHARE_EXPECTED {index, expected}, SHARE_FOREIGN, SHARE_FORGED, SHARE_MISMATCH;
   *         CEREMONY_TURN (show it first), CARD_CHECKED; CEREMONY_ORDER …
   */
  'ceremony.readBackShare': {
    input: z.strictObject({ index: shareIndex, words: typedWords }),
    output: state,
  },
  /**
   * When the camera has read the code on the card; as `readBackShare` otherwise.
   *
   * @throws CODE_NOT_SHARE {what}, SHARE_QR_FORMAT, SHARE_QR_CHECKSUM, SHARE_VERSION …; as readBackShare
   */
  'ceremony.readBackCode': {
    input: z.strictObject({ index: shareIndex, text: codeText }),
    output: state,
  },
  /**
   * When the card is a picture or a PDF, which the plan must allow; the record names it.
   *
   * @throws PICTURE_FORBIDDEN, PICTURE_FORMAT {problem}, PICTURE_TOO_LARGE, PICTURE_NO_CODE,
   *         PICTURE_SEVERAL, CODE_NOT_SHARE, CODE_DAMAGED, PDF_FORMAT, PDF_NO_SHARE, PDF_SEVERAL,
   *         SCAN_TIME; FILE_*; as readBackShare
   */
  'ceremony.readBackFile': {
    input: z.strictObject({ index: shareIndex, path: chosen('file') }),
    output: state,
  },
  /**
   * When it is the turn of a custodian who is absent: their share is sealed to the key that the plan names, into a file
   * in this folder, with its sheet beside it. Again, where the drive turns out not to be sound.
   *
   * @throws SHARE_NOT_SEALED {index, custodian}; CEREMONY_TURN, CARD_CHECKED; DELIVERY_EXPIRED; FILE_*; CEREMONY_ORDER …
   */
  'ceremony.sealShare': {
    input: z.strictObject({ index: shareIndex, folder: chosen('folder') }),
    output: state,
  },
  /**
   * When people have compared the words of the sealed file: it is read from its drive once more, has to be the file
   * that was made, and whole. That ends the turn.
   *
   * @throws SEALED_SHARE_UNREADABLE {file}; FILE_*; as sealShare
   */
  'ceremony.readBackSealed': {
    input: z.strictObject({ index: shareIndex }),
    output: state,
  },
  /**
   * When every card has been read back and the officer has entered the passphrase again. Reports
   * `task.progress` for `proof`. → proving → proved; after a refusal or a cancellation → shares
   *
   * @throws SHARES_UNREAD {shares}, PASSPHRASE_WRONG, RECOVERY_UNPROVED, CANCELLED, KDF_MEMORY;
   *         CEREMONY_ORDER, CEREMONY_NONE
   */
  'ceremony.prove': { input: z.strictObject({ passphrase }), output: state },
  /** While places are chosen: what would be said of them when it is too late. @throws FILE_* */
  'ceremony.lookAtPlaces': {
    input: z.strictObject({ folders: z.array(chosen('folder')).min(1).max(8) }),
    output: z.strictObject({
      /** How many there are, whatever they are called. */
      different: count,
      /** Whether all lie on one drive. */
      sameDrive: z.boolean(),
    }),
  },
  /**
   * At the last step: the bundle (kit, record, the pages to print, A4 unless told, and what opens it all) goes into a
   * folder of its own in each of these, two at least, is read back from each drive, and everything made comes into
   * force. A refusal leaves the step as it was. → closed
   *
   * @param package the program's own, where it is to lie beside the rest
   * @throws KIT_PLACES {have, need}, DRIVE_UNTRUE, BUNDLE_SOURCE, FILE_EXISTS, FILE_FULL, FILE_DENIED, FILE_MISSING, VAULT_*;
   *         CEREMONY_ORDER, CEREMONY_NONE
   */
  'ceremony.close': {
    input: z.strictObject({
      folders: z.array(chosen('folder')).min(1).max(8),
      approval: approved,
      paper: paperSize.exactOptional(),
      package: chosen('file').exactOptional(),
    }),
    output: state,
  },
  /**
   * With people, when the proof has been seen: writes the record. Then `approval.ask` for
   * `ceremony.close`, everyone present signs, `ceremony.close`. Whatever is noted after that, and whoever
   * comes or leaves, makes it necessary again.
   *
   * @throws CEREMONY_ORDER, CEREMONY_NONE
   */
  'ceremony.conclude': { input: nothing, output: state },
  /**
   * At any step, what somebody saw. The bag of a share goes into the register, too, when the ceremony closes.
   *
   * @throws CEREMONY_NONE, ABSENT, PERSON_UNKNOWN; of a bag also SHARE_UNKNOWN_INDEX, CUSTODY_NOTE
   */
  'ceremony.evidence': { input: evidence, output: state },
  /** At any step, when something goes otherwise than planned. @throws CEREMONY_NONE, ABSENT, PERSON_UNKNOWN */
  'ceremony.exception': { input: exception, output: state },
  /** When it is given up; saved cards are removed where they can be. → void. @throws CEREMONY_NONE */
  'ceremony.abort': { input: z.strictObject({ cause: abortCause }), output: state },
  /** When the end has been read: closed, void → none. @throws CEREMONY_ORDER */
  'ceremony.leave': { input: nothing, output: state },
} as const
