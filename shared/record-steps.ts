import * as z from 'zod'
import './no-jit.ts'
import { SEALED_SHARE_FORMS } from './sealed-shares.ts'

/**
 * The steps of a ceremony record: what happened, each with its facts (FORMAT: Ceremony record). Names and
 * facts are stored and signed as they stand here, so they never change; what people read of them stands in
 * the messages.
 */

/** The fact of a room check that did not pass, and why the ceremony went on. */
export const OVERRIDE = 'goes on because'
/** How a card came back: its words typed, its code scanned, or the card as a file. */
export const READ_BACK_WAYS = ['words', 'camera', 'share file', 'picture', 'PDF'] as const
export type ReadBackWay = (typeof READ_BACK_WAYS)[number]

/** The fact of a key that may protect for ever. */
export const LAST_DAY = 'last day'

const text = z.string()
const NONE = z.literal('none')
const count = z.number()
const none = z.strictObject({})
const share = { index: count, custodian: text }
const printed = {
  printer: text,
  device: text,
  job: z.union([text, count]),
  'removed from the print system': z.enum(['yes', 'no']),
}
const person = z.strictObject({ person: text })

export const RECORD_STEPS = {
  opened: none,
  'room checked': z.strictObject({
    check: text,
    result: text,
    evidence: text,
    [OVERRIDE]: text.exactOptional(),
  }),
  randomness: z.strictObject({ sources: text, rolls: count, bits: count }),
  'passphrase accepted': none,
  'passphrase card printed': z.strictObject(printed),
  /** `shares` is a list of numbers. */
  'old quorum opened': z.strictObject({ setId: text, shares: text }),
  'sealed again': z.strictObject({ items: count, from: text, to: text }),
  'old quorum replaced': z.strictObject({
    setId: text,
    fingerprint: text,
    'still opens': text,
    'to do': text,
  }),
  founded: z.strictObject({ setId: text, fingerprint: text }),
  /** `last day`: it has none, which is an exception. Without a version it is the first, of an earlier release. */
  'key sealed': z.strictObject({
    ...{ id: text, label: text, version: count.exactOptional() },
    [LAST_DAY]: NONE.exactOptional(),
  }),
  'share issued': z.strictObject(share),
  'share shown': z.strictObject(share),
  'card saved': z.strictObject(share),
  'printer confirmed': z.strictObject({ printer: text, device: text }),
  'card printed': z.strictObject({ ...share, ...printed }),
  /** `problem` is the code of a refusal. */
  'print failed': z.strictObject({ ...share, printer: text, problem: text }),
  'print judged': z.strictObject({ ...share, verdict: z.enum(['legible', 'destroyed']) }),
  'share read back': z.strictObject({ ...share, by: z.enum(READ_BACK_WAYS) }),
  /** To the key of a custodian who is absent: `recipient` is its fingerprint, the rest is of the file that was made. */
  'share sealed': z.strictObject({
    ...{ ...share, to: z.enum(SEALED_SHARE_FORMS), recipient: text },
    ...{ file: text, sha256: text, acknowledgement: text },
  }),
  /** The file, from where it was written: the very one that was made, and whole by its structure. */
  'sealed share read back': z.strictObject({ ...share, sha256: text }),
  'recovery proved': z.strictObject({ subsets: count, possible: text }),
  'person came': person,
  'person left': person,
  evidence: z.strictObject({ kind: text, value: text, index: count.exactOptional() }),
  exception: z.strictObject({ what: text, reason: text, 'accepted by': text }),
} as const

export type RecordStep = keyof typeof RECORD_STEPS
/** What belongs to a step. */
export type StepFacts<S extends RecordStep> = Readonly<z.output<(typeof RECORD_STEPS)[S]>>

export const isRecordStep = (step: string): step is RecordStep => Object.hasOwn(RECORD_STEPS, step)
