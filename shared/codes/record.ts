import { code, text, texts } from './field.ts'

export const recordCodes = {
  RECORD_FORMAT: code('invalid', { where: text, problem: text }),
  RECORD_TAMPERED: code('damaged', { where: text }),
  RECORD_UNSIGNED: code('damaged', { missing: texts }),
}
