import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { alphaTo, divide, evaluate, multiply, product } from '../../shared/gf2048.ts'
import { correctBlock, encodeBlock, isCodeword } from '../../shared/reed-solomon.ts'

const element = fc.integer({ min: 0, max: 2047 })
const data = fc.array(element, { minLength: 32, maxLength: 32 })

/** The textbook product: carry-less, then reduced by x^11 + x^2 + 1. */
function slowProduct(a: number, b: number): number {
  let result = 0
  for (let i = 0; i < 11; i += 1) if ((b >> i) & 1) result ^= a << i
  for (let i = 20; i >= 11; i -= 1) if ((result >> i) & 1) result ^= 0x805 << (i - 11)
  return result
}

test('the field: products as in the textbook, division undoes them, α has order 2047', () => {
  fc.assert(
    fc.property(element, element, (a, b) => {
      assert.equal(multiply(a, b), slowProduct(a, b))
      if (b !== 0) assert.equal(divide(multiply(a, b), b), a)
    }),
    { numRuns: 2000 },
  )
  assert.equal(new Set(Array.from({ length: 2047 }, (_, i) => alphaTo(i))).size, 2047)
  assert.equal(alphaTo(-1), divide(1, 2))
  assert.throws(() => divide(1, 0), RangeError)
})

test('law: a block carries its data first and is a codeword of all eight roots', () => {
  fc.assert(
    fc.property(data, message => {
      const block = encodeBlock(message)
      assert.equal(block.length, 40)
      assert.deepEqual(block.slice(0, 32), message)
      for (let j = 1; j <= 8; j += 1) {
        assert.equal(
          block.reduce((value, c) => slowProduct(value, alphaTo(j)) ^ c, 0),
          0,
        )
      }
    }),
  )
})

test('the code is linear, and a single 1 as data gives the generator shifted into place', () => {
  let generator: readonly number[] = [1]
  for (let j = 1; j <= 8; j += 1) generator = product(generator, [alphaTo(j), 1])
  const block = encodeBlock([...new Array<number>(31).fill(0), 1])
  assert.deepEqual(block.slice(31), generator.toReversed())
  assert.equal(evaluate(generator, alphaTo(8)), 0)
})

/** A block with `wrong` elements changed and `gaps` erased, all at different places. */
const damaged = fc
  .record({
    message: data,
    order: fc.shuffledSubarray(
      Array.from({ length: 40 }, (_, i) => i),
      { minLength: 40 },
    ),
    offsets: fc.array(fc.integer({ min: 1, max: 2047 }), { minLength: 40, maxLength: 40 }),
    gaps: fc.integer({ min: 0, max: 8 }),
  })
  .chain(base =>
    fc.integer({ min: 0, max: Math.floor((8 - base.gaps) / 2) }).map(wrong => ({ ...base, wrong })),
  )

test('law: every mix with 2·wrong + gaps ≤ 8 is corrected', () => {
  fc.assert(
    fc.property(damaged, ({ message, order, offsets, gaps, wrong }) => {
      const block = encodeBlock(message)
      const touched = order.slice(0, gaps + wrong)
      const received = block.map((c, i) => (touched.includes(i) ? c ^ (offsets[i] ?? 1) : c))
      assert.deepEqual(correctBlock(received, order.slice(0, gaps)), block)
    }),
    { numRuns: 1000 },
  )
})

test('law: what comes back is a codeword within the bound of what went in, or null', () => {
  fc.assert(
    fc.property(
      fc.array(element, { minLength: 40, maxLength: 40 }),
      fc.uniqueArray(fc.integer({ min: 0, max: 39 }), { maxLength: 10 }),
      (received, erasures) => {
        const corrected = correctBlock(received, erasures)
        if (corrected === null) return
        assert.ok(isCodeword(corrected))
        const changed = corrected.filter((c, i) => c !== received[i] && !erasures.includes(i))
        assert.ok(2 * changed.length + erasures.length <= 8)
      },
    ),
  )
})

test('nine gaps are refused', () => {
  assert.equal(correctBlock(encodeBlock(new Array(32).fill(1)), [0, 1, 2, 3, 4, 5, 6, 7, 8]), null)
})
