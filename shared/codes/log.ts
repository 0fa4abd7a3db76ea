import * as z from 'zod'
import { code, whole } from './field.ts'

/** What is wrong with an entry of a log. */
export const AUDIT_PROBLEMS = [
  'not-an-entry',
  'no-part',
  'odd-member',
  'out-of-order',
  'does-not-follow',
  'not-a-beginning',
  'changed',
  'missing',
  'cut-off',
  'not-json',
  'ambiguous',
  'founds-again',
  'people-unclear',
  'unsigned',
  'key-not-in-force',
  'key-of-another',
  'signature-wrong',
  'no-agreement',
  'agreed-otherwise',
  'agreement-used',
  'agreement-expired',
  'agreement-old-format',
  'agreement-head-unknown',
  'agreement-signatures-other',
  'agreement-key-not-in-force',
  'agreement-signature-wrong',
  'actor-did-not-agree',
  'agreement-short',
  'nobody-in-force',
  'key-unclear',
  'key-used-before',
  'key-not-proved',
  'profile-unclear',
  'policy-unknown',
  'policy-older',
  'attendance-of-another',
  'person-there-already',
  'name-taken',
  'a-signature-wrong',
] as const
export type AuditProblem = (typeof AUDIT_PROBLEMS)[number]

export const logCodes = {
  AUDIT_BROKEN: code('damaged', { sequence: whole, problem: z.enum(AUDIT_PROBLEMS) }),
  AUDIT_TRUNCATED: code('damaged', { have: whole, need: whole }),
  AUDIT_FORKED: code('damaged', { sequence: whole }),
  /** A head from paper, of an entry that a part of a log does not have. */
  AUDIT_PART_HEAD: code('invalid', { entry: whole, first: whole, last: whole }),
  /** No entry is of the time that a part was asked for. */
  AUDIT_PART_EMPTY: code('invalid'),
  WORDS_UNKNOWN: code('invalid', { word: whole }),
  WORDS_ORDER: code('invalid', { word: whole }),
  WORDS_COUNT: code('invalid', { have: whole, need: whole }),
  HEAD_FORMAT: code('invalid'),
}
