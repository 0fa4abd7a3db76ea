import type { Buffer } from 'node:buffer'
import { allocSecret } from '../bytes/index.ts'

/**
 * Polynomial interpolation over GF(2^8), the second implementation beside the library's (FORMAT: Share
 * value and digest).
 *
 * Bytes are polynomials over GF(2), reduced by x^8 + x^4 + x^3 + x^2 + 1 (0x11d). No tables and no
 * branches on values, so that time does not depend on a secret.
 */

const REDUCTION = 0x1d

/** The product of two field elements. */
export function multiply(a: number, b: number): number {
  let product = 0
  let shifted = a
  for (let bit = 0; bit < 8; bit += 1) {
    product ^= shifted & -((b >> bit) & 1)
    shifted = ((shifted << 1) & 0xff) ^ (REDUCTION & -(shifted >> 7))
  }
  return product
}

/** The inverse of a field element other than 0: a^254, since a^255 = 1. */
export function invert(a: number): number {
  let power = 1
  for (let i = 0; i < 7; i += 1) power = multiply(multiply(power, power), a)
  return multiply(power, power)
}

/** One point of a vector of polynomials: `y[k]` is the k-th polynomial's value at `x`. */
export interface Point {
  readonly x: number
  readonly y: Uint8Array
}

/**
 * The polynomials of degree below `points.length` through all points, evaluated at `x` (Lagrange).
 *
 * @param points at least one; distinct x in 0…255, all y of one length
 * @returns the values at `x`, in memory of their own; the caller wipes them
 */
export function interpolate(points: readonly Point[], x: number): Buffer {
  const values = allocSecret(points[0]?.y.length ?? 0)
  for (const point of points) {
    let numerator = 1
    let denominator = 1
    for (const other of points) {
      if (other === point) continue
      numerator = multiply(numerator, x ^ other.x)
      denominator = multiply(denominator, point.x ^ other.x)
    }
    if (denominator === 0) throw new RangeError('interpolate: expected distinct x, got one twice')
    const weight = multiply(numerator, invert(denominator))
    point.y.forEach((y, k) => {
      values[k] = (values[k] ?? 0) ^ multiply(weight, y)
    })
  }
  return values
}
