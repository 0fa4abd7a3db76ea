import * as z from 'zod'
import { UNTYPEABLE } from '../typed-again.ts'
import { code, whole } from './field.ts'

export const PASSPHRASE_PROBLEMS = [
  'empty',
  'not-utf8',
  'control-character',
  'unassigned-character',
] as const
const passphraseProblem = z.union([
  z.enum(PASSPHRASE_PROBLEMS),
  /** In bytes. */
  z.strictObject({ longerThan: whole }),
])
export type PassphraseProblem = z.infer<typeof passphraseProblem>

/** Why a passphrase is easy to guess, and what to do about it, as zxcvbn calls both. */
export const WEAKNESSES = [
  'straightRow',
  'keyPattern',
  'simpleRepeat',
  'extendedRepeat',
  'sequences',
  'recentYears',
  'dates',
  'topTen',
  'topHundred',
  'common',
  'similarToCommon',
  'wordByItself',
  'namesByThemselves',
  'commonNames',
  'userInputs',
  'pwned',
] as const
export const HINTS = [
  'l33t',
  'reverseWords',
  'allUppercase',
  'capitalization',
  'dates',
  'recentYears',
  'associatedYears',
  'sequences',
  'repeated',
  'longerKeyboardPattern',
  'anotherWord',
  'useWords',
  'noNeed',
  'pwned',
] as const
export type Weakness = (typeof WEAKNESSES)[number]
export type Hint = (typeof HINTS)[number]

export const passphraseCodes = {
  PASSPHRASE_ENCODING: code('invalid', { problem: passphraseProblem }),
  PASSPHRASE_SHORT: code('invalid', { have: whole, need: whole }),
  PASSPHRASE_LONG: code('invalid', { have: whole, limit: whole }),
  PASSPHRASE_WEAK: code('invalid', {
    score: whole,
    need: whole,
    weakness: z.enum(WEAKNESSES).nullable(),
    hints: z.array(z.enum(HINTS)).max(20).readonly(),
  }),
  /** Nobody could type it again from paper. */
  PASSPHRASE_UNTYPEABLE: code('invalid', {
    problems: z.array(z.enum(UNTYPEABLE)).min(1).readonly(),
  }),
  PASSPHRASE_UNPRINTABLE: code('invalid', { character: whole }),
  PASSPHRASE_WRONG: code('passphrase', { against: z.enum(['kit', 'file']) }),
  KDF_MEMORY: code('io', { mebibytes: whole }),
  PASSPHRASE_DIFFERS: code('invalid'),
  /** It was to be the old one, and is another. */
  PASSPHRASE_NOT_KEPT: code('invalid'),
}
