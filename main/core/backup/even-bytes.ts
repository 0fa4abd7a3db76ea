import type { Buffer } from 'node:buffer'

/**
 * Whether bytes are as evenly spread as those of ciphertext, or of what is compressed already: Pearson's
 * chi-squared test of their counts, on a sample.
 *
 * Zstandard gains where some bytes are more frequent than others or where strings of bytes repeat. Both
 * raise the statistic: of a sample that holds everything twice it is twice as high. A pattern that has
 * each byte equally often makes it too low.
 */

/** Bytes of the sample: 8 spots of 1 KiB, spread over all. */
const SPOT = 1024
const SPOTS = 8
/** What each byte's count is to be. */
const EXPECTED = (SPOT * SPOTS) / 256
/** Mean and standard deviation of the statistic for even bytes: 255 degrees of freedom. */
const MEAN = 255
const DEVIATION = Math.sqrt(2 * 255)
/** Of even bytes, one sample in about a million lies farther from the mean. */
const DEVIATIONS = 5

/** @param bytes fewer than twice the sample are never called even */
export function looksEven(bytes: Buffer): boolean {
  if (bytes.length < 2 * SPOT * SPOTS) return false
  const counts = new Uint32Array(256)
  const stride = Math.floor((bytes.length - SPOT) / (SPOTS - 1))
  for (let spot = 0; spot < SPOTS; spot += 1) {
    for (const byte of bytes.subarray(spot * stride, spot * stride + SPOT)) {
      counts[byte] = (counts[byte] ?? 0) + 1
    }
  }
  const squares = counts.reduce((sum, count) => sum + (count - EXPECTED) ** 2, 0)
  return Math.abs(squares / EXPECTED - MEAN) < DEVIATIONS * DEVIATION
}
