import * as z from 'zod'
import { rolesProblemSchema } from '../signers.ts'
import { nameProblem } from './document.ts'
import { action, code, needs, personState, role, text, texts, whole } from './field.ts'

export const peopleCodes = {
  PEOPLE_NONE: code('invalid'),
  PEOPLE_EXIST: code('invalid'),
  /** A log or a record that a later version wrote. */
  POLICY_UNKNOWN: code('invalid', { number: whole, newest: whole }),
  PEOPLE_FEW: code('invalid', { missing: needs }),
  /** Without these people, each the only one of a role, nobody could be added or replaced. */
  PEOPLE_SINGLE: code('invalid', { names: texts, roles: z.array(role).max(5).readonly() }),
  PERSON_NAME: code('invalid', {
    name: text,
    problem: z.union([z.enum(['of-program', 'of-somebody', 'twice']), nameProblem]),
  }),
  PERSON_ROLES: code('invalid', { name: text, problem: rolesProblemSchema }),
  PERSON_UNKNOWN: code('invalid', { person: text }),
  PERSON_STATE: code('invalid', { name: text, state: personState }),
  PERSON_LAST: code('invalid', { name: text, role }),
  DRAFT_UNKNOWN: code('invalid'),
  /** In the strict profile a key is opened by a passphrase. */
  PIN_STRICT: code('invalid', { need: whole }),
  PIN_SHORT: code('invalid', { need: whole }),
  PIN_TRIVIAL: code('invalid'),
  PIN_DIFFERS: code('invalid'),
  PIN_SHARED: code('invalid', { names: texts }),
  PIN_WRONG: code('passphrase', { name: text, left: whole }),
  PIN_WAIT: code('passphrase', { name: text, seconds: whole }),
  PIN_LOCKED: code('passphrase', { name: text }),
  KEY_NOT_LOCKED: code('invalid', { name: text }),
  SIGN_IN_KEY_DAMAGED: code('damaged', { name: text }),
  APPROVAL_NEEDED: code('invalid', { action, also: action.exactOptional(), missing: needs }),
  APPROVAL_SHORT: code('invalid', { action, also: action.exactOptional(), missing: needs }),
  APPROVAL_UNKNOWN: code('invalid'),
  APPROVAL_VOID: code('invalid', { action }),
  SIGNATURE_MISSING: code('invalid', { action: text }),
  /** Those who are not there, and roles of which nobody is. */
  ABSENT: code('invalid', { names: texts, roles: z.array(role).max(5).readonly().exactOptional() }),
}
