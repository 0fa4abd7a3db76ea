import { refuse } from '../../../shared/errors.ts'
import type { Profile } from '../../../shared/roles.ts'
import { type ChosenPassphrase, judgePassphrases } from '../passphrase/index.ts'

/**
 * What a person types to sign: a PIN of digits, or a passphrase.
 *
 * A PIN holds against somebody at the screen, whom waiting and the lock stop. Against somebody with a copy
 * of the vault only Argon2id stands between them and a million guesses: that takes a passphrase.
 */

const PIN_MIN = 6
/** Fewest characters of a passphrase for signing. */
const SIGN_IN_PASSPHRASE_MIN = 10

const ZERO = 0x30

/** How a secret is taken: nothing but digits is a PIN. */
export const secretKind = (utf8: Uint8Array): 'pin' | 'passphrase' =>
  utf8.every(byte => byte >= ZERO && byte <= ZERO + 9) ? 'pin' : 'passphrase'

/**
 * Judges the new PINs and passphrases of several people. In the strict profile a PIN is none: whoever has a
 * copy of the vault has tried all of six digits in some days of one processor (THREATS).
 *
 * @throws PIN_STRICT, PIN_SHORT, PIN_TRIVIAL; PASSPHRASE_ENCODING, PASSPHRASE_SHORT, PASSPHRASE_LONG,
 *         PASSPHRASE_WEAK, each about its owner
 */
export async function judgeSignInSecrets(
  chosen: readonly ChosenPassphrase[],
  profile: Profile,
): Promise<void> {
  const passphrases: ChosenPassphrase[] = []
  for (const secret of chosen) {
    const { owner, utf8 } = secret
    if (utf8.length === 0 || secretKind(utf8) === 'passphrase') passphrases.push(secret)
    else judgePin(owner, utf8, profile)
  }
  await judgePassphrases(passphrases, SIGN_IN_PASSPHRASE_MIN)
}

function judgePin(owner: string, digits: Uint8Array, profile: Profile): void {
  if (profile === 'strict') {
    throw refuse('PIN_STRICT', { need: SIGN_IN_PASSPHRASE_MIN, source: owner })
  }
  if (digits.length < PIN_MIN) throw refuse('PIN_SHORT', { need: PIN_MIN, source: owner })
  if (isRun(digits) || isRepeated(digits)) throw refuse('PIN_TRIVIAL', { source: owner })
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
