import { refuse } from '../../../shared/errors.ts'
import { judgePassphrase } from '../passphrase/index.ts'

/**
 * What a person types to sign: a PIN of digits, or a passphrase.
 *
 * A PIN holds against somebody at the screen, whom waiting and the lock stop. Against somebody with a copy
 * of the vault only Argon2id stands between them and a million guesses: that takes a passphrase (THREATS).
 */

const PIN_MIN = 6
/** Fewest characters of a passphrase for signing. */
const SIGN_IN_PASSPHRASE_MIN = 10

const ZERO = 0x30

/** How a secret is taken: nothing but digits is a PIN. */
export const secretKind = (utf8: Uint8Array): 'pin' | 'passphrase' =>
  utf8.every(byte => byte >= ZERO && byte <= ZERO + 9) ? 'pin' : 'passphrase'

/**
 * Judges a new PIN or passphrase.
 *
 * @param utf8 the caller still owns it
 * @throws PIN_SHORT, PIN_TRIVIAL; PASSPHRASE_ENCODING, PASSPHRASE_SHORT, PASSPHRASE_LONG, PASSPHRASE_WEAK
 */
export async function judgeSignInSecret(utf8: Uint8Array): Promise<void> {
  if (utf8.length === 0 || secretKind(utf8) === 'passphrase') {
    return await judgePassphrase(utf8, SIGN_IN_PASSPHRASE_MIN)
  }
  if (utf8.length < PIN_MIN) throw refuse('PIN_SHORT', { need: PIN_MIN })
  if (isRun(utf8) || isRepeated(utf8)) throw refuse('PIN_TRIVIAL', {})
}

/** 111111, 123456, 890123, 975319: the same step from each digit to the next. */
function isRun(digits: Uint8Array): boolean {
  const step = (at: number): number => ((digits[at] ?? 0) - (digits[at - 1] ?? 0) + 10) % 10
  return digits.every((_, at) => at < 2 || step(at) === step(1))
}

/** 121212, 123123: one to three digits over and over. */
const isRepeated = (digits: Uint8Array): boolean =>
  [1, 2, 3].some(period =>
    digits.every((digit, at) => at < period || digit === digits[at - period]),
  )
