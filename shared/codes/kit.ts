import * as z from 'zod'
import { documentFault } from './document.ts'
import { code, path, text, texts, whole } from './field.ts'

/** A sealed item of a kit. */
export const item = z.union([
  z.strictObject({ key: text, version: whole }),
  z.strictObject({ backupKey: whole }),
])
export type ItemName = z.infer<typeof item>

/** What of a kit does not match the rest. */
const kitPart = z.union([
  z.enum(['digest', 'founding-item', 'secret-commitment']),
  /** A field of what is sealed in an item; null: one that is missing from it. */
  z.strictObject({ item, field: text.nullable() }),
  /** The sealed part of an item, or what the kit says of it. */
  z.strictObject({ item, part: z.enum(['sealed', 'public']) }),
])
export type KitPart = z.infer<typeof kitPart>

export const kitCodes = {
  KEY_IMPORT_SIZE: code('invalid', { have: whole, limit: whole }),
  KEY_EXISTS: code('invalid', { label: text }),
  ITEM_DAMAGED: code('damaged', { item }),
  KIT_FORMAT: code('invalid', documentFault.shape),
  KIT_VERSION: code('invalid', { have: text, known: text }),
  KIT_TAMPERED: code('damaged', { where: kitPart }),
  KEY_UNKNOWN: code('invalid', { key: text }),
  BACKUP_KEY_UNKNOWN: code('invalid', { generation: text, count: whole }),
  KIT_NEEDED: code('usage', {
    what: z.enum(['key', 'backup-key']),
    generation: text.exactOptional(),
  }),
  KIT_OUTDATED: code('invalid', { setId: text }),
  KIT_NONE: code('invalid', { vault: path }),
  KIT_AMBIGUOUS: code('usage', { sets: texts }),
  KIT_PLACES: code('invalid', { have: whole, need: whole }),
  KEY_EXPORTED: code('invalid', { label: text }),
}
