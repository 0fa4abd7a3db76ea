import { code, text } from './field.ts'

export const custodyCodes = {
  CUSTODY_NOTE: code('invalid', { field: text, problem: text }),
}
