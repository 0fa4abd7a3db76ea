import { code, text, whole } from './field.ts'

export const logCodes = {
  AUDIT_BROKEN: code('damaged', { sequence: whole, problem: text }),
  AUDIT_TRUNCATED: code('damaged', { have: whole, need: whole }),
  AUDIT_FORKED: code('damaged', { sequence: whole }),
  WORDS_UNKNOWN: code('invalid', { word: whole }),
  WORDS_ORDER: code('invalid', { word: whole }),
  WORDS_COUNT: code('invalid', { have: whole, need: whole }),
  HEAD_FORMAT: code('invalid'),
}
