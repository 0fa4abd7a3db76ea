import { refuse } from '../../../../shared/errors.ts'
import { allocSecret, mixIn, type RandomSource, wipe } from '../../../core/bytes/index.ts'

/** More is not needed: 100 rolls are worth 256 bits. */
const MOST_ROLLS = 1000
const BITS_PER_ROLL = Math.log2(6)

/** Rolls of a six-sided die, as a contribution to randomness; secret until they are wiped. */
export class Dice {
  readonly #rolls = allocSecret(MOST_ROLLS)
  #count = 0

  /** @param rolls each 1…6; the caller still owns them. @throws DICE_FULL */
  add(rolls: Uint8Array): void {
    if (rolls.some(roll => roll < 1 || roll > 6)) throw new RangeError('"rolls" expected 1 to 6')
    if (this.#count + rolls.length > MOST_ROLLS) throw refuse('DICE_FULL', { limit: MOST_ROLLS })
    this.#rolls.set(rolls, this.#count)
    this.#count += rolls.length
  }

  get count(): number {
    return this.#count
  }

  /** What the rolls are worth. */
  get bits(): number {
    return this.#count * BITS_PER_ROLL
  }

  /** A random source that contains the rolls as they are at each draw; without rolls, the source itself. */
  mixedInto(random: RandomSource): RandomSource {
    return length =>
      this.#count === 0
        ? random(length)
        : mixIn(random, this.#rolls.subarray(0, this.#count))(length)
  }

  /** Throws the rolls away. */
  clear(): void {
    wipe(this.#rolls)
    this.#count = 0
  }
}
