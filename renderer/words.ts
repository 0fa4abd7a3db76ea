import type { KeyclaveError } from '../shared/errors.ts'
import { type Language, messagesIn, sayOf, sentenceOf } from '../shared/messages/index.ts'

/** The language of the window. */
const LANGUAGE: Language = 'en'

export const words = messagesIn(LANGUAGE)
export const sentence = (error: Pick<KeyclaveError, 'code' | 'data'>): string =>
  sentenceOf(error, LANGUAGE, 'window')
export { sayOf }
