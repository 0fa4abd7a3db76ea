import * as z from 'zod'
import { KEY_DEEDS, KEY_EXCEPTIONS, KEY_STATES } from '../key-life.ts'
import { PAIR_ALGORITHMS, PAIR_PROBLEMS } from '../key-pairs.ts'
import { documentFault, nameProblem } from './document.ts'
import { code, day, flag, path, text, texts, whole, wholes } from './field.ts'

/** A sealed item of a kit. */
export const item = z.union([
  z.strictObject({ key: text, version: whole }),
  z.strictObject({ backupKey: whole }),
  /** The quorum's key for signing; it has one. */
  z.strictObject({ statusKey: z.literal(true) }),
])
export type ItemName = z.infer<typeof item>

/** What of a kit does not match the rest. */
const kitPart = z.union([
  z.enum(['digest', 'founding-item', 'secret-commitment', 'order', 'mac']),
  /** A field of what is sealed in an item; null: one that is missing from it. */
  z.strictObject({ item, field: text.nullable() }),
  /** The sealed part of an item, or what the kit says of it; an item that nothing in the kit names, or that stands there twice. */
  z.strictObject({ item, part: z.enum(['sealed', 'public', 'unlisted', 'twice']) }),
])
export type KitPart = z.infer<typeof kitPart>

/** What is wrong with a later revision of a kit. */
export const REVISION_PROBLEMS = [
  'out-of-order',
  'does-not-follow',
  'missing',
  'item-missing',
  'item-twice',
  'not-as-it-says',
  'newest-backup-key',
  'unsigned',
  'agreement-of-nobody',
  'agreed-otherwise',
  'agreement-used',
  'agreement-expired',
  'agreement-key-not-in-force',
  'agreement-signature-wrong',
  'agreement-short',
  'policy-unknown',
  'policy-older',
] as const
export type RevisionProblem = (typeof REVISION_PROBLEMS)[number]

export const kitCodes = {
  /** A private key that is no pair which can be taken in; the same bytes may be taken in as a secret. */
  KEY_PAIR_UNFIT: code('invalid', { problem: z.enum(PAIR_PROBLEMS) }),
  /** The next version of a pair is of the same kind. */
  KEY_PAIR_OTHER: code('invalid', {
    label: text,
    have: z.enum(PAIR_ALGORITHMS),
    expected: z.enum(PAIR_ALGORITHMS),
  }),
  /** It has no public half. */
  KEY_NO_PAIR: code('invalid', { label: text, version: whole }),
  KEY_IMPORT_SIZE: code('invalid', { have: whole, limit: whole }),
  KEY_EXISTS: code('invalid', { label: text }),
  ITEM_DAMAGED: code('damaged', { item }),
  KIT_FORMAT: code('invalid', documentFault.shape),
  KIT_VERSION: code('invalid', { have: text, known: text }),
  KIT_TAMPERED: code('damaged', { where: kitPart }),
  KIT_REVISION: code('damaged', { revision: whole, problem: z.enum(REVISION_PROBLEMS) }),
  /** The code on a card names another kit, by the first digits of its fingerprint. */
  KIT_NOT_OF_CARD: code('damaged', { index: whole, card: text }),
  KEY_UNKNOWN: code('invalid', { key: text }),
  /** No quorum in force has it. */
  KEY_UNKNOWN_HERE: code('invalid', { vault: path, key: text }),
  KEY_LABEL_SHARED: code('usage', { label: text, ids: texts }),
  /** What is to be done is not done with a key in this state. */
  KEY_STATE: code('invalid', {
    label: text,
    version: whole,
    deed: z.enum(KEY_DEEDS),
    state: z.enum(KEY_STATES),
  }),
  /** It may protect nothing after this day. */
  KEY_PERIOD_OVER: code('invalid', { label: text, version: whole, ended: day }),
  /** A compromise lies between the day a key was made and today. */
  KEY_OCCURRED: code('usage', { label: text, version: whole, made: day, today: day }),
  /** Before its first day, or after it was destroyed. */
  KEY_NOT_READABLE: code('invalid', { label: text, version: whole, first: day.nullable() }),
  /** Something speaks against it, and nobody has said that they know. */
  KEY_SUSPECT: code('usage', { label: text, version: whole, why: z.enum(KEY_EXCEPTIONS) }),
  /** A key that protects nothing anew; `ended`: the last day on which it did, where a day decides. */
  KEY_NOT_PROTECTING: code('invalid', {
    label: text,
    version: whole,
    state: z.enum(KEY_STATES),
    ended: day.nullable(),
  }),
  KEY_NAME: code('usage', { field: z.enum(['label', 'purpose']), problem: nameProblem }),
  /** The day that comes before one which it has to follow. */
  KEY_DAYS: code('usage', { day: z.enum(['protectUntil', 'processUntil']) }),
  /** A new key would be past its last day. */
  KEY_DAY_OVER: code('usage', { ended: day }),
  /** It has several versions, and one that is destroyed is named with its number. */
  KEY_WHICH_VERSION: code('usage', { key: text, versions: wholes }),
  /** New backups are encrypted to it. */
  BACKUP_KEY_CURRENT: code('invalid', { setId: text, generation: whole }),
  /** The next version follows the newest one, and this is an older one. */
  KEY_VERSION_NAMED: code('usage', { key: text, newest: whole }),
  KEYS_OF_TWO_QUORUMS: code('usage', { sets: texts }),
  /** `imported`: the next version of a secret is another secret; otherwise it is made here. */
  KEY_NOT_GENERATED: code('usage', { label: text, imported: flag }),
  /** The member of a cryptoperiod that is out of its limits: months, and days of `warn`. */
  CRYPTOPERIOD: code('usage', { member: z.enum(['protect', 'process', 'rotate', 'warn']) }),
  /** Nothing was agreed on that could be taken back. */
  CRYPTOPERIOD_NONE: code('invalid', { purpose: text }),
  KEY_NONE_DUE: code('invalid', {}),
  /** Its format has no place for what proves a later item. */
  KIT_CANNOT_GROW: code('invalid', { setId: text }),
  /** Those who signed are not, or not enough of, those whom the kit names. */
  /** A kit that was founded without people. */
  KIT_NAMES_NOBODY: code('invalid', { setId: text }),
  /** Nothing is to be renewed. */
  KIT_NAMES_THEM: code('invalid', { setId: text }),
  KIT_NOT_THEIRS: code('invalid', { setId: text, problem: z.enum(REVISION_PROBLEMS) }),
  BACKUP_KEY_UNKNOWN: code('invalid', { generation: text, count: whole }),
  KIT_NEEDED: code('usage', {
    what: z.enum(['key', 'backup-key']),
    generation: text.exactOptional(),
  }),
  /** What the log of the vault knows of the quorum differs. */
  KIT_FOREIGN: code('damaged', { setId: text, expected: text }),
  /**
   * It begins otherwise than what somebody read on a card: which of the groups of four that they typed differ,
   * from 1. No digit of the kit's own stands beside the field in which the card's are to be typed.
   */
  KIT_FINGERPRINT: code('damaged', { setId: text, groups: wholes, typed: whole }),
  KIT_FINGERPRINT_FORMAT: code('usage', { least: whole }),
  KIT_FINGERPRINT_NEEDED: code('usage', { setId: text }),
  /** Of another quorum than the cards that are here. */
  KIT_OTHER_QUORUM: code('invalid', { setId: text, expected: text }),
  KIT_KNOWN: code('invalid', { setId: text }),
  /** It seals a key that this vault has destroyed. */
  KIT_HOLDS_DESTROYED: code('invalid', { setId: text, label: text, version: whole }),
  KIT_NOT_TAKEN_IN: code('invalid', { setId: text }),
  /** Added after the founding, and nothing proves it. */
  ITEM_UNPROVED: code('damaged', { item }),
  KIT_UNPROVED: code('damaged', { items: z.array(item).max(10_000).readonly() }),
  KIT_UNKNOWN: code('invalid', { vault: path, setId: text, sets: texts }),
  KIT_OUTDATED: code('invalid', { setId: text }),
  KIT_NONE: code('invalid', { vault: path }),
  KIT_AMBIGUOUS: code('usage', { sets: texts }),
  KIT_PLACES: code('invalid', { have: whole, need: whole }),
  KEY_EXPORTED: code('invalid', { label: text, version: whole }),
}
