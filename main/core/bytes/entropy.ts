import { Buffer } from 'node:buffer'
import { HKDF_LIMIT, hkdf } from './hkdf.ts'
import type { RandomSource } from './random.ts'
import { allocSecret, wipe } from './secret.ts'

/** What people add to the operating system's randomness, and numbers drawn from it without bias. */

const INFO = 'keyclave/v1 mixed randomness'

/**
 * Mixes a contribution of people (dice, a hardware source) into a random source.
 *
 * Each draw is `HKDF-SHA-256(ikm = fresh random ‖ contribution)`, with at least 32 and at least as many
 * fresh bytes as are drawn: the contribution can only add, never replace, and two draws never repeat.
 *
 * @param contribution any bytes. The caller still owns them and wipes them after the last draw; they are
 *                     as secret as what is drawn.
 */
export function mixIn(random: RandomSource, contribution: Uint8Array): RandomSource {
  const block = (length: number): Buffer => {
    const fresh = random(Math.max(32, length))
    const ikm = allocSecret(fresh.length + contribution.length)
    try {
      ikm.set(fresh)
      ikm.set(contribution, fresh.length)
      return hkdf(ikm, Buffer.alloc(0), INFO, length)
    } finally {
      wipe(fresh, ikm)
    }
  }
  return length => {
    const drawn = allocSecret(length)
    for (let offset = 0; offset < length; offset += HKDF_LIMIT) {
      const part = block(Math.min(HKDF_LIMIT, length - offset))
      drawn.set(part, offset)
      wipe(part)
    }
    return drawn
  }
}

/**
 * A uniform integer in 0 … bound − 1, by rejection: draws above the last full multiple of `bound` are
 * thrown away, so no value is likelier than another.
 *
 * @param bound 1 … 2^16
 */
export function randomBelow(random: RandomSource, bound: number): number {
  if (!Number.isInteger(bound) || bound < 1 || bound > 0x10000) {
    throw new RangeError('"bound" expected 1…65536')
  }
  const limit = 0x10000 - (0x10000 % bound)
  for (;;) {
    const bytes = random(2)
    const value = bytes.readUInt16BE()
    wipe(bytes)
    if (value < limit) return value % bound
  }
}
