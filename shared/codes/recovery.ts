import * as z from 'zod'
import { code, text, texts, whole } from './field.ts'
import { item } from './kit.ts'

export const recoveryCodes = {
  DRILL_UNPROVED: code('damaged', { items: z.array(item).max(10_000).readonly() }),
  DRILL_BACKUP: code('invalid'),
  DRILL_NONE: code('invalid'),
  DRILL_ORDER: code('invalid', { step: text, need: texts }),
  DRILL_RUNNING: code('invalid'),
  DRILL_INTERVAL: code('invalid', { least: whole, most: whole }),
  RECOVERY_NONE: code('invalid'),
  RECOVERY_RUNNING: code('invalid'),
  RECOVERY_ORDER: code('invalid', { step: text, need: texts }),
}
