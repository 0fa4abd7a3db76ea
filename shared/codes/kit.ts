import * as z from 'zod'
import { documentFault } from './document.ts'
import { code, path, text, texts, whole, wholes } from './field.ts'

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
  KIT_NOT_TAKEN_IN: code('invalid', { setId: text }),
  /** Added after the founding, and nothing proves it. */
  ITEM_UNPROVED: code('damaged', { item }),
  KIT_UNPROVED: code('damaged', { items: z.array(item).max(10_000).readonly() }),
  KIT_UNKNOWN: code('invalid', { vault: path, setId: text, sets: texts }),
  KIT_OUTDATED: code('invalid', { setId: text }),
  KIT_NONE: code('invalid', { vault: path }),
  KIT_AMBIGUOUS: code('usage', { sets: texts }),
  KIT_PLACES: code('invalid', { have: whole, need: whole }),
  KEY_EXPORTED: code('invalid', { label: text }),
}
