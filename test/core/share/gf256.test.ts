import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { interpolate, invert, multiply } from '../../../main/core/share/gf256.ts'
import { rawSplit } from './raw-shamir.ts'

const byte = fc.integer({ min: 0, max: 255 })

/** The textbook product: carry-less, then reduced by 0x11d. */
function slowProduct(a: number, b: number): number {
  let product = 0
  for (let i = 0; i < 8; i += 1) if ((b >> i) & 1) product ^= a << i
  for (let i = 14; i >= 8; i -= 1) if ((product >> i) & 1) product ^= 0x11d << (i - 8)
  return product
}

test('multiplies all 65,536 pairs as the textbook does', () => {
  for (let a = 0; a < 256; a += 1) {
    for (let b = 0; b < 256; b += 1) assert.equal(multiply(a, b), slowProduct(a, b))
  }
})

test('inverts every element but 0', () => {
  for (let a = 1; a < 256; a += 1) assert.equal(multiply(a, invert(a)), 1)
})

test('law: it is a field', () => {
  fc.assert(
    fc.property(byte, byte, byte, (a, b, c) => {
      assert.equal(multiply(a, b), multiply(b, a))
      assert.equal(multiply(multiply(a, b), c), multiply(a, multiply(b, c)))
      assert.equal(multiply(a, b ^ c), multiply(a, b) ^ multiply(a, c))
    }),
  )
})

test('law: interpolation gives back the polynomial, at 0 and everywhere', () => {
  const coefficients = fc.array(byte, { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(coefficients, byte, byte, (polynomial, start, at) => {
      const value = (x: number): number =>
        polynomial.reduceRight((y, coefficient) => multiply(y, x) ^ coefficient, 0)
      const points = polynomial.map((_, i) => {
        const x = (start + i) % 256
        return { x, y: Uint8Array.of(value(x)) }
      })
      assert.equal(interpolate(points, at)[0], value(at))
    }),
  )
})

test('refuses two points with one x', () => {
  const points = [1, 2, 1].map(x => ({ x, y: Uint8Array.of(x) }))
  assert.throws(() => interpolate(points, 0), /distinct x/)
})

test('secrecy, exhaustively: one share of a 2-of-n is uniform whatever the secret is', async () => {
  const { horner } = await rawSplit('secrecy')
  const ours = (x: number, [a = 0, b = 0]: readonly number[]): number => a ^ multiply(b, x)
  for (const evaluate of [ours, horner]) {
    for (const secret of [0x00, 0x01, 0x53, 0xff]) {
      for (let x = 1; x <= 255; x += 1) {
        const seen = new Set<number>()
        for (let coefficient = 0; coefficient < 256; coefficient += 1) {
          seen.add(evaluate(x, [secret, coefficient]))
        }
        // 256 coefficients give 256 different values: each once, the same for every secret.
        assert.equal(seen.size, 256)
      }
    }
  }
})

test('secrecy, exhaustively: two shares of a 3-of-n are jointly uniform whatever the secret is', async () => {
  const { horner } = await rawSplit('secrecy')
  for (const secret of [0x00, 0xa7]) {
    const seen = new Set<number>()
    for (let a = 0; a < 256; a += 1) {
      for (let b = 0; b < 256; b += 1) {
        seen.add(horner(2, [secret, a, b]) * 256 + horner(5, [secret, a, b]))
      }
    }
    assert.equal(seen.size, 65536)
  }
})

test('secrecy needs a leading coefficient that may be 0: without it a value is ruled out', () => {
  const seen = new Set<number>()
  for (let coefficient = 1; coefficient < 256; coefficient += 1)
    seen.add(0x53 ^ multiply(coefficient, 7))
  assert.equal(seen.has(0x53), false)
})
