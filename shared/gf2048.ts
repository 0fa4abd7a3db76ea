/**
 * Arithmetic in GF(2^11), the field of the words of a share (FORMAT: Words).
 *
 * An element is a word's index, 0…2047: 11 bits, read as a polynomial over GF(2) of degree below 11 and
 * reduced by x^11 + x^2 + 1. That polynomial is primitive: the powers of α = x are all elements but 0.
 */

const FIELD_SIZE = 2048
const ORDER = FIELD_SIZE - 1
const POLYNOMIAL = 0b1000_0000_0101

const powers = new Uint16Array(ORDER)
const logarithms = new Uint16Array(FIELD_SIZE)
for (let exponent = 0, element = 1; exponent < ORDER; exponent += 1) {
  powers[exponent] = element
  logarithms[element] = exponent
  element <<= 1
  if (element >= FIELD_SIZE) element ^= POLYNOMIAL
}

const log = (element: number): number => logarithms[element] ?? 0

/** α to an integer power, negative ones too. */
export const alphaTo = (exponent: number): number =>
  powers[((exponent % ORDER) + ORDER) % ORDER] ?? 0

export const multiply = (a: number, b: number): number =>
  a === 0 || b === 0 ? 0 : alphaTo(log(a) + log(b))

/** a / b, for b other than 0. */
export function divide(a: number, b: number): number {
  if (b === 0) throw new RangeError('division by zero in GF(2^11)')
  return a === 0 ? 0 : alphaTo(log(a) - log(b))
}

/**
 * A polynomial over GF(2^11): coefficients, lowest first. The highest may be 0; the zero polynomial is
 * any number of zeros, or none.
 */
export type Polynomial = readonly number[]

/** The degree; −1 for the zero polynomial. */
export const degree = (p: Polynomial): number => p.findLastIndex(coefficient => coefficient !== 0)

export const add = (p: Polynomial, q: Polynomial): Polynomial =>
  Array.from({ length: Math.max(p.length, q.length) }, (_, i) => (p[i] ?? 0) ^ (q[i] ?? 0))

export const scale = (p: Polynomial, factor: number): Polynomial =>
  p.map(coefficient => multiply(coefficient, factor))

/** p · x^places */
export const shift = (p: Polynomial, places: number): Polynomial => [
  ...new Array<number>(places).fill(0),
  ...p,
]

export const product = (p: Polynomial, q: Polynomial): Polynomial =>
  q.reduce<Polynomial>((sum, factor, i) => add(sum, shift(scale(p, factor), i)), [])

/** p(x), by Horner's rule. */
export const evaluate = (p: Polynomial, x: number): number =>
  p.reduceRight((value, coefficient) => multiply(value, x) ^ coefficient, 0)

/** Quotient and remainder of p by a q other than 0. */
export function divideWithRemainder(
  p: Polynomial,
  q: Polynomial,
): { readonly quotient: Polynomial; readonly remainder: Polynomial } {
  const top = degree(q)
  const leading = q[top] ?? 0
  let quotient: Polynomial = []
  let remainder = p
  while (degree(remainder) >= top) {
    const places = degree(remainder) - top
    const factor = divide(remainder[degree(remainder)] ?? 0, leading)
    quotient = add(quotient, shift([factor], places))
    remainder = add(remainder, shift(scale(q, factor), places))
  }
  return { quotient, remainder }
}

/** The derivative: in characteristic 2 the even powers vanish. */
export const derivative = (p: Polynomial): Polynomial =>
  p.slice(1).map((coefficient, i) => (i % 2 === 0 ? coefficient : 0))
