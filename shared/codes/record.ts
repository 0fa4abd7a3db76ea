import * as z from 'zod'
import { documentFault } from './document.ts'
import { code, needs, text } from './field.ts'

/** What of a record may not be as it was. */
export const RECORD_PARTS = [
  'plan-hash',
  'plan-people',
  'policy',
  'title',
  'kit-fingerprint',
  'signatures',
  'waivers',
  'approval',
  'agreement',
  'consent',
  'sealed-shares',
] as const
export type RecordPart = (typeof RECORD_PARTS)[number]

export const recordCodes = {
  RECORD_FORMAT: code('invalid', documentFault.shape),
  RECORD_TAMPERED: code('damaged', { where: z.enum(RECORD_PARTS) }),
  /** The plan names people who sign, and nobody has. */
  RECORD_STRIPPED: code('damaged'),
  /** `title`: of the ceremony whose record it is; `problem`: it is of another quorum, or not what was signed. */
  RECORD_OTHER: code('invalid', { title: text, setId: text, problem: z.enum(['quorum', 'hash']) }),
  RECORD_UNSIGNED: code('damaged', { missing: needs }),
}
