/**
 * The catalogue: what codes and their data are called, one folder a language. Only a desk (the window, the
 * command line, a page) opens it, and no logic reads what it says.
 */
import type { Place } from '../codes/index.ts'
import type { ErrorCode, ErrorData } from '../errors.ts'
import { en } from './en/index.ts'
import type { ByKind, Messages } from './wording/messages.ts'

export type { ErrorMessages, Messages } from './wording/messages.ts'

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

/** The sentence of a refusal; it begins with the file that the refusal is about, if it says so. */
export function sentenceOf(
  { code, data }: { readonly code: ErrorCode; readonly data: ErrorData },
  language: Language,
): string {
  const { errors, aboutSource } = messagesIn(language)
  const message = errors[code] as string | ((data: ErrorData) => string)
  const sentence = typeof message === 'string' ? message : message(data)
  return data.source === undefined ? sentence : aboutSource(data.source as Place, sentence)
}
