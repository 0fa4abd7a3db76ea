import * as z from 'zod'
import { KEY_STATES } from '../key-life.ts'
import { documentFault } from './document.ts'
import { code, day, text, texts, whole } from './field.ts'

/** Why the signatures of a status list are not enough for whoever asks. */
export const STATUS_SIGNATURE_PROBLEMS = [
  'other-quorum',
  'other-quorum-signed',
  'nobody-named',
  'policy-unknown',
  'signed-otherwise',
  'signed-another-time',
  'not-named',
  'signature-wrong',
  'too-few',
] as const
export type StatusSignatureProblem = (typeof STATUS_SIGNATURE_PROBLEMS)[number]

export const statusCodes = {
  STATUS_FORMAT: code('invalid', documentFault.shape),
  STATUS_VERSION: code('invalid', { have: text, known: text }),
  /** Those who signed are not those whom a kit names: nobody outside could verify the list. */
  STATUS_NOT_THEIRS: code('invalid', {
    setId: text,
    problem: z.enum(STATUS_SIGNATURE_PROBLEMS),
  }),
  /** Nobody of the vault can sign it so that others can verify it. */
  STATUS_QUORUM_NEEDED: code('usage', { sets: texts }),
  /** The vault has people: they sign what is recorded in it. */
  STATUS_PEOPLE_NEEDED: code('usage', {}),
  /** The kit is of a format that has no status key. */
  STATUS_NO_KEY: code('invalid', { setId: text }),
  /** The list that is said to be the last is none of this line. */
  STATUS_LAST: code('invalid', { number: whole, recorded: whole }),
  /** The list would bring a key back, or leave it out, of which the last one said otherwise. */
  STATUS_TAKEN_BACK: code('invalid', { kind: text, key: text, state: z.enum(KEY_STATES) }),
  STATUS_LAST_UNSIGNED: code('damaged', { problem: z.enum(STATUS_SIGNATURE_PROBLEMS) }),
  /** Nothing says whose list is to be published. */
  STATUS_WHOSE: code('usage', { by: z.enum(['people', 'quorum']) }),
  /** The next list comes after this one. */
  STATUS_NEXT: code('usage', { most: whole }),
  /** A report ends before it begins. */
  COMPLIANCE_PERIOD: code('usage', { from: day, to: day }),
  /** The clock here is before the day on which the list was issued. */
  STATUS_CLOCK: code('invalid', { today: day, issued: day }),
  /** A list says that a key is not to be used; `instead`: the version that is, null where none is. */
  STATUS_AGAINST: code('invalid', {
    key: text,
    number: whole,
    state: z.enum(KEY_STATES),
    since: day,
    instead: whole.nullable(),
  }),
  STATUS_UNKNOWN: code('invalid', { key: text, number: whole }),
  STATUS_STALE: code('invalid', { number: whole, since: day }),
  STATUS_UNSIGNED: code('damaged', { problem: z.enum(STATUS_SIGNATURE_PROBLEMS) }),
  STATUS_OLDER: code('damaged', { number: whole, seen: whole }),
  STATUS_FORKED: code('damaged', { number: whole, seen: whole }),
  /** Nothing says whose list it is. */
  STATUS_ANCHOR: code('usage', {}),
  STATUS_FINGERPRINT: code('usage', { least: whole }),
  /** A key that neither the kit nor the last list has. */
  STATUS_UNLISTED: code('invalid', { id: text, version: whole }),
  /** Only a kit knows keys by their labels. */
  STATUS_KEY_NAME: code('usage', { key: text }),
} as const
