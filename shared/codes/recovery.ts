import { code, text, texts, whole } from './field.ts'

export const recoveryCodes = {
  DRILL_UNPROVED: code('damaged', { items: texts }),
  DRILL_BACKUP: code('invalid'),
  DRILL_NONE: code('invalid'),
  DRILL_ORDER: code('invalid', { step: text, need: text }),
  DRILL_RUNNING: code('invalid'),
  DRILL_INTERVAL: code('invalid', { least: whole, most: whole }),
  RECOVERY_NONE: code('invalid'),
  RECOVERY_RUNNING: code('invalid'),
  RECOVERY_ORDER: code('invalid', { step: text, need: text }),
}
