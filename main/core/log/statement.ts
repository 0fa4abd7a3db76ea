import { z } from 'zod'
import { taggedTextHash } from '../bytes/index.ts'
import { verifySignature } from '../people/index.ts'
import { canonicalJson } from '../text/index.ts'
import type { AuditDetails } from './details.ts'

/**
 * What people sign before something is done: what it is, to the letter, for which log, asked when. Signed
 * is its tagged hash; the entry that records the deed carries statement and signatures (FORMAT: Statement). From the third format on
 * it also binds the log as it was then.
 */

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`))

const action = z.string().regex(/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/)
const asked = z.iso.datetime({ precision: 3 })
const late = {
  /** Of the log that will record it, from its first entry. */
  log: hex(16),
  /** Random, so that signatures serve once. */
  request: hex(8),
}
/** Members of the entry's details, and its subject where that is known beforehand. */
const terms = z.custom<AuditDetails>(
  value => typeof value === 'object' && value !== null && !Array.isArray(value),
)

// The members stand in the order of their names, in which they are hashed.
export const statementSchema = z.discriminatedUnion('format', [
  z
    .strictObject({
      ...{ action, asked },
      /** The first, of 0.1.0, does not expire. */
      format: z.enum(['keyclave statement 1', 'keyclave statement 2']),
      ...{ ...late, terms },
    })
    .readonly(),
  z
    .strictObject({
      ...{ action, asked },
      format: z.literal('keyclave statement 3'),
      /** Hash of the newest entry of the log when it was asked: who signs has seen the log up to there. */
      head: hex(32),
      ...late,
      /** Digest of the signatures on the entries up to there, as `signaturesAfter` makes it. */
      signatures: hex(32),
      terms,
    })
    .readonly(),
])

export type Statement = z.infer<typeof statementSchema>

/** The version of its format. */
export const statementVersion = ({ format }: Statement): number => Number(format.at(-1))

const MINUTE = 60 * 1000
/** How far from its statement an entry may be: signatures are for what is done now. */
const NOW = 15 * MINUTE
/** And where the entry stands at the end of long work. */
const LONG = 7 * 24 * 60 * MINUTE

const ageAt = (time: string, asked: string): number => Date.parse(time) - Date.parse(asked)

/** Whether something was done when it was asked for, a quarter of an hour either way; RFC 3339 both. */
export const isPrompt = (asked: string, time: string): boolean =>
  Math.abs(ageAt(time, asked)) <= NOW

/**
 * Whether what people signed is recorded in time. Those of the first format have no end.
 *
 * @param time  of the entry, RFC 3339
 * @param lasts whether the deed is recorded at the end of long work
 */
export function isTimely(statement: Statement, time: string, lasts: boolean): boolean {
  if (statementVersion(statement) === 1 || isPrompt(statement.asked, time)) return true
  const age = ageAt(time, statement.asked)
  return lasts && age > 0 && age <= LONG
}

/**
 * Whether people signed a document that was dated before they were asked to: within a week, since reading it
 * aloud takes its time. Those of the first format have no end.
 *
 * @param dated of the document, RFC 3339
 */
export function isSignedAfter(statement: Statement, dated: string): boolean {
  const after = -ageAt(dated, statement.asked)
  return statementVersion(statement) === 1 || (after >= -NOW && after <= LONG)
}

/** One person's signature under a statement. */
const consentSchema = z.strictObject({ key: hex(32), signature: hex(64) }).readonly()

/** A statement with the signatures under it; holds public values only. */
export const agreementSchema = z
  .strictObject({
    by: z.array(consentSchema).min(1).max(300).readonly(),
    statement: statementSchema,
  })
  .readonly()

export type Agreement = z.infer<typeof agreementSchema>

/** What is signed: 64 hex digits. */
export const statementHash = (statement: Statement): string =>
  taggedTextHash('keyclave/v1 statement', canonicalJson(statement))

/** The position of the first signature under an agreement that is not by its key; -1 when all are. */
export function findBadConsent({ statement, by }: Agreement): number {
  const hash = statementHash(statement)
  return by.findIndex(({ key, signature }) => !verifySignature(key, hash, signature))
}
