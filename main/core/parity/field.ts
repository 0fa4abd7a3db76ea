/**
 * The field of 65,536 elements in which PAR2 reckons: polynomials over two elements modulo 0x1100B, whose
 * primitive element is 2. Adding is XOR.
 *
 * Source: Parity Volume Set Specification 2.0, "Math".
 */

const POLYNOMIAL = 0x1100b
/** How many elements there are besides zero: the powers of 2, before they come again. */
export const ORDER = 65535

const POWERS = new Uint16Array(ORDER)
const LOGARITHMS = new Uint16Array(ORDER + 1)

for (let exponent = 0, power = 1; exponent < ORDER; exponent += 1) {
  POWERS[exponent] = power
  LOGARITHMS[power] = exponent
  power <<= 1
  if (power > ORDER) power ^= POLYNOMIAL
}

const at = (table: Uint16Array, index: number): number => table[index] ?? 0

export const powerOfTwo = (exponent: number): number => at(POWERS, exponent % ORDER)

export function multiply(a: number, b: number): number {
  if (a === 0 || b === 0) return 0
  return powerOfTwo(at(LOGARITHMS, a) + at(LOGARITHMS, b))
}

/** One through an element, which is not zero. */
export const inverse = (a: number): number => powerOfTwo(ORDER - at(LOGARITHMS, a))

/** An element, which is not zero, to a power. */
export const raise = (a: number, exponent: number): number =>
  powerOfTwo(at(LOGARITHMS, a) * exponent)

/**
 * The exponents of 2 that number the input slices: those that have no divisor in common with 65,535, so that no
 * power of one slice's constant comes again before all have come.
 */
const isExponent = (exponent: number): boolean =>
  [3, 5, 17, 257].every(divisor => exponent % divisor !== 0)

/** The most slices a set may have. */
export const MOST_SLICES = 32768

/** The constants of the first input slices, in their order. */
export function sliceConstants(count: number): Uint16Array {
  const constants = new Uint16Array(count)
  for (let slice = 0, exponent = 0; slice < count; exponent += 1) {
    if (!isExponent(exponent)) continue
    constants[slice] = powerOfTwo(exponent)
    slice += 1
  }
  return constants
}
