/** Where a document (a kit, a plan, a record, a manifest) breaks its rules, and which. */

import * as z from 'zod'
import { rolesProblemSchema } from '../signers.ts'
import { text, whole } from './field.ts'

/** Rules for a name that people read. */
export const NAME_RULES = ['empty', 'invisible', 'spaces', 'not-nfc', 'another-name'] as const

export const nameProblem = z.union([z.enum(NAME_RULES), z.strictObject({ mostCharacters: whole })])
export type NameProblem = z.infer<typeof nameProblem>

/** A field such as `quorum.threshold` or `keys[2].label`, a line of the file, or all of it. */
export const where = z.union([
  text,
  z.strictObject({ line: whole }),
  z.strictObject({ part: z.enum(['file', 'document']) }),
])
export type Where = z.infer<typeof where>

export const DOCUMENT_RULES = [
  'invalid',
  'unknown',
  'absent',
  'unknown-kind',
  'not-utf8',
  'not-json',
  'reformatted',
  'not-canonical',
  'name-of-another',
  'same-commitment',
  'own-set-id',
  'unlike-earlier-version',
  'same-label',
  'no-backup-key',
  'not-sealed',
  'not-its-public-key',
  'name-of-earlier',
  'label-of-earlier',
  'not-to-come',
  'beside-bits',
  'no-custodian',
  'too-few-in-room',
  'yaml-alias',
  'not-yaml',
  'field-twice',
  'forbidden-field',
  'odd-number',
  'half-character',
  'too-deep',
  'second-document',
  'tab',
  'yaml-tag',
  'too-many-parts',
  'out-of-order',
] as const

export const documentProblem = z.union([
  z.enum(DOCUMENT_RULES),
  nameProblem,
  /** What the value should be. */
  z.strictObject({ type: text }),
  z.strictObject({ oneOf: z.array(text).max(100).readonly() }),
  z.strictObject({ exactly: z.union([whole, text]) }),
  z.strictObject({ least: z.number() }),
  z.strictObject({ most: z.number() }),
  /** Of a list. */
  z.strictObject({ leastEntries: whole }),
  z.strictObject({ mostEntries: whole }),
  z.strictObject({ mostBytes: whole }),
  z.strictObject({ hexDigits: whole }),
  z.strictObject({ format: z.enum(['date', 'datetime', 'other']) }),
  /** The type of the recipient that should stand there. */
  z.strictObject({ recipient: z.enum(['hybrid', 'classic']) }),
  /** Roles of one person that do not go together. */
  z.strictObject({ roles: rolesProblemSchema }),
])
export type DocumentProblem = z.infer<typeof documentProblem>

export const documentFault = z.strictObject({ where, problem: documentProblem })
export type DocumentFault = z.infer<typeof documentFault>
