import { code, path, text, texts, whole } from './field.ts'

export const kitCodes = {
  KEY_IMPORT_SIZE: code('invalid', { have: whole, limit: whole }),
  KEY_EXISTS: code('invalid', { label: text }),
  ITEM_DAMAGED: code('damaged', { item: text }),
  KIT_FORMAT: code('invalid', { where: text, problem: text }),
  KIT_VERSION: code('invalid', { have: text, known: text }),
  KIT_TAMPERED: code('damaged', { where: text }),
  KEY_UNKNOWN: code('invalid', { key: text }),
  BACKUP_KEY_UNKNOWN: code('invalid', { generation: text, count: whole }),
  KIT_NEEDED: code('usage', { what: text }),
  KIT_OUTDATED: code('invalid', { setId: text }),
  KIT_NONE: code('invalid', { vault: path }),
  KIT_AMBIGUOUS: code('usage', { sets: texts }),
  KIT_PLACES: code('invalid', { have: whole, need: whole }),
  KEY_EXPORTED: code('invalid', { label: text }),
}
