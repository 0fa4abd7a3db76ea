/**
 * The catalogue: what codes and their data are called, one folder a language. Only a desk (the window, the
 * command line, a page) opens it, and no logic reads what it says.
 */
import type { LeftBehind, Place } from '../codes/index.ts'
import type { Deed } from '../deeds.ts'
import type { ErrorCode, ErrorData } from '../errors.ts'
import { isRecordStep, RECORD_STEPS } from '../record-steps.ts'
import { en } from './en/index.ts'
import type { ByKind, Desk, Messages } from './wording/messages.ts'
import type { Told } from './wording/wording.ts'

export {
  detailsOf,
  sayDetail,
  sayEntry,
  sayLogAction,
  searchTerms,
  type ToldDetail,
} from './log-entry.ts'
export { DESKS, type Desk, type ErrorMessages, type Messages } from './wording/messages.ts'
export type { Told } from './wording/wording.ts'

/** A language is a folder here and a line in CATALOGUES. */
export const LANGUAGES = ['en'] as const
export type Language = (typeof LANGUAGES)[number]

const CATALOGUES: { readonly [language in Language]: Messages } = { en: en }

/** The sentence for one of several kinds. */
export const sayOf = <Told extends { readonly kind: string }>(
  messages: ByKind<Told>,
  told: Told,
): string => messages[told.kind as Told['kind']](told as never)

/** Everything Keyclave can say in a language. */
export const messagesIn = (language: Language): Messages => CATALOGUES[language]

/**
 * The sentence of a refusal; it begins with the file that the refusal is about and ends with what could not be
 * removed again, if it says so.
 *
 * @param desk where it is read: at the window it names no option of the command line
 */
export function sentenceOf(
  { code, data }: { readonly code: ErrorCode; readonly data: ErrorData },
  language: Language,
  desk: Desk = 'terminal',
): string {
  const { errors, aboutSource, leftBehind } = messagesIn(language)
  const message = errors[code] as string | ((data: ErrorData, desk: Desk) => string)
  const sentence = typeof message === 'string' ? message : message(data, desk)
  const about = data.source === undefined ? sentence : aboutSource(data.source as Place, sentence)
  return data.leftBehind === undefined
    ? about
    : `${about} ${leftBehind(data.leftBehind as LeftBehind[])}`
}

/** What those who sign a deed agree to, as a sentence without its full stop. */
export function sayDeed({ deeds }: Messages, { action, terms }: Deed, name: string): string {
  const { what } = deeds[action] as { what: (terms: unknown, name: string) => string }
  return what(terms, name)
}

/** How facts are read out: a hash in groups, a fingerprint as on the cards. */
export type ReadOut = (value: string | number, fact: string) => string

/**
 * A step of a record in words. What is not as this version would write it is shown under the names that it
 * has in the record: nothing that was signed is left out.
 */
export function sayStep(
  { record }: Messages,
  step: string,
  facts: { readonly [fact: string]: unknown },
  readOut: ReadOut,
): Told {
  const all = Object.entries(facts)
  const raw = (of: readonly (readonly [string, unknown])[]): string =>
    of.map(([fact, value]) => `${fact}: ${readOut(plain(value), fact)}`).join('; ')
  if (!isRecordStep(step)) return { what: step, details: raw(all) }
  const schema = RECORD_STEPS[step]
  const known = all.filter(([fact]) => Object.hasOwn(schema.shape, fact))
  const more = raw(all.filter(([fact]) => !Object.hasOwn(schema.shape, fact)))
  if (!schema.safeParse(Object.fromEntries(known)).success) return { what: step, details: raw(all) }
  const spoken = known.map(([fact, value]) => [fact, readOut(plain(value), fact)])
  const tell = record.steps[step] as (facts: unknown) => Told
  const { what, details } = tell(Object.fromEntries(spoken))
  return { what, details: [details, more].filter(part => part !== '').join(' ') }
}

const plain = (value: unknown): string | number =>
  typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value)
