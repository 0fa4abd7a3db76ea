import {
  add,
  alphaTo,
  degree,
  derivative,
  divide,
  divideWithRemainder,
  evaluate,
  multiply,
  type Polynomial,
  product,
  scale,
  shift,
} from './gf2048.ts'

/**
 * The Reed–Solomon code RS(40, 32) over GF(2^11) that guards the words of a share (FORMAT: Words).
 *
 * A block of 40 elements is a polynomial whose highest coefficient is the first element. It is a
 * codeword when α^1 … α^8 are its roots. Two codewords differ in at least 9 places, so that e wrong
 * elements and s known gaps ("erasures") can be put right as long as 2e + s ≤ 8.
 */

export const DATA_ELEMENTS = 32
const PARITY_ELEMENTS = 8
export const BLOCK_ELEMENTS = DATA_ELEMENTS + PARITY_ELEMENTS

const ROOTS = Array.from({ length: PARITY_ELEMENTS }, (_, j) => alphaTo(j + 1))

/** (x − α^1)(x − α^2) … (x − α^8) */
const GENERATOR = ROOTS.reduce<Polynomial>((g, root) => product(g, [root, 1]), [1])

const toPolynomial = (elements: readonly number[]): Polynomial => elements.toReversed()

/** The field element that stands for a place of the block: α to the power of x there. */
const locator = (place: number): number => alphaTo(BLOCK_ELEMENTS - 1 - place)

/** 32 elements, followed by the 8 that make the 40 a codeword. */
export function encodeBlock(data: readonly number[]): number[] {
  const message = shift(toPolynomial(data), PARITY_ELEMENTS)
  const { remainder } = divideWithRemainder(message, GENERATOR)
  const parity = Array.from(
    { length: PARITY_ELEMENTS },
    (_, i) => remainder[PARITY_ELEMENTS - 1 - i] ?? 0,
  )
  return [...data, ...parity]
}

/** The block's values at the eight roots, α^1 first: all 0 for a codeword. */
const syndromes = (block: readonly number[]): Polynomial =>
  ROOTS.map(root => evaluate(toPolynomial(block), root))

export const isCodeword = (block: readonly number[]): boolean => degree(syndromes(block)) < 0

/**
 * Finds the one codeword within reach of a block, 2e + s ≤ 8.
 *
 * Sugiyama's decoder: syndromes, the key equation solved by Euclid's algorithm, the roots of the
 * locator by trial (Chien), the values by Forney's formula; then everything is checked again.
 *
 * @param received 40 elements; what stands at an erasure does not matter
 * @param erasures distinct places, from 0, known to be unreadable
 * @returns the codeword, or `null` when none is within reach
 */
export function correctBlock(
  received: readonly number[],
  erasures: readonly number[],
): number[] | null {
  if (erasures.length > PARITY_ELEMENTS) return null
  const block = received.map((element, place) => (erasures.includes(place) ? 0 : element))
  const syndrome = syndromes(block)
  const erasureLocator = locatorPolynomial(erasures)
  const key = solveKeyEquation(syndrome, erasureLocator, erasures.length)
  if (key === null) return null

  const wrong = placesOf(key.errorLocator)
  const isLocated = wrong.length === degree(key.errorLocator)
  if (!isLocated || 2 * wrong.length + erasures.length > PARITY_ELEMENTS) return null
  if (wrong.some(place => erasures.includes(place))) return null

  const allLocator = product(key.errorLocator, erasureLocator)
  for (const place of [...wrong, ...erasures]) {
    block[place] = (block[place] ?? 0) ^ forney(place, key.evaluator, allLocator)
  }
  return isCodeword(block) ? block : null
}

/** Π (1 − X·x) over the places, X the place's locator: 0 at the inverse of each X. */
const locatorPolynomial = (places: readonly number[]): Polynomial =>
  places.reduce<Polynomial>((p, place) => product(p, [1, locator(place)]), [1])

/** Which of the 40 places a locator polynomial is 0 for. */
const placesOf = (polynomial: Polynomial): number[] =>
  Array.from({ length: BLOCK_ELEMENTS }, (_, place) => place).filter(
    place => evaluate(polynomial, divide(1, locator(place))) === 0,
  )

/**
 * Solves σ(x)·S(x)·Γ(x) ≡ Ω(x) modulo x^8 for the error locator σ and the evaluator Ω, S the syndromes
 * and Γ the locator of s erasures: Euclid's algorithm on x^8 and S·Γ, stopped as soon as the degree of
 * the remainder is below (8 + s) / 2.
 *
 * @returns both scaled so that σ(0) = 1, or `null` when there is no solution
 */
function solveKeyEquation(
  syndrome: Polynomial,
  erasureLocator: Polynomial,
  erasureCount: number,
): { readonly errorLocator: Polynomial; readonly evaluator: Polynomial } | null {
  let [previous, remainder]: [Polynomial, Polynomial] = [
    shift([1], PARITY_ELEMENTS),
    product(syndrome, erasureLocator).slice(0, PARITY_ELEMENTS),
  ]
  let [previousFactor, factor]: [Polynomial, Polynomial] = [[], [1]]
  while (2 * degree(remainder) >= PARITY_ELEMENTS + erasureCount) {
    const division = divideWithRemainder(previous, remainder)
    ;[previous, remainder] = [remainder, division.remainder]
    ;[previousFactor, factor] = [factor, add(previousFactor, product(division.quotient, factor))]
  }
  const atZero = factor[0] ?? 0
  if (atZero === 0) return null
  const toOne = divide(1, atZero)
  return { errorLocator: scale(factor, toOne), evaluator: scale(remainder, toOne) }
}

/**
 * How much the element at a place is off: Ω(X⁻¹) / Λ′(X⁻¹), Λ the locator of all errors and erasures.
 * (No further power of X, because the roots start at α^1.)
 */
function forney(place: number, evaluator: Polynomial, allLocator: Polynomial): number {
  const inverse = divide(1, locator(place))
  const slope = evaluate(derivative(allLocator), inverse)
  return multiply(evaluate(evaluator, inverse), divide(1, slope))
}
