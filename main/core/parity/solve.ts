import { inverse, multiply, raise } from './field.ts'

/**
 * The recovery slices that give lost slices back, and with what factors.
 *
 * A recovery slice of exponent e is the sum over all slices of c^e × slice, c being the slice's constant: one
 * equation in the lost slices. So many equations as slices are lost, independent of each other, are solved by
 * Gaussian elimination. Not every choice of them is independent; those that are not are passed over.
 */

export interface Solution {
  /** Indices into the exponents: the equations used, as many as slices are lost. */
  readonly used: readonly number[]
  /** For each lost slice, its factor for each used equation. */
  readonly factors: readonly Uint16Array[]
}

/** One equation under way: the left sides of the lost slices, and of which equations it is the sum. */
interface Row {
  readonly left: Uint16Array
  readonly right: Uint16Array
}

/**
 * @param lost      the constants of the lost slices, each another
 * @param exponents of the recovery slices that there are, each another
 * @returns null when they are too few
 */
export function solve(lost: readonly number[], exponents: readonly number[]): Solution | null {
  const rows: Row[] = []
  const pivots: number[] = []
  const used: number[] = []
  for (const [equation, exponent] of exponents.entries()) {
    if (used.length === lost.length) break
    const row: Row = {
      left: Uint16Array.from(lost, constant => raise(constant, exponent)),
      right: new Uint16Array(lost.length),
    }
    row.right[used.length] = 1
    for (const [i, other] of rows.entries()) addTimes(row, other, row.left[pivots[i] ?? 0] ?? 0)
    const pivot = row.left.findIndex(factor => factor !== 0)
    if (pivot === -1) continue
    scale(row, inverse(row.left[pivot] ?? 1))
    for (const other of rows) addTimes(other, row, other.left[pivot] ?? 0)
    rows.push(row)
    pivots.push(pivot)
    used.push(equation)
  }
  if (used.length < lost.length) return null
  const factors = lost.map((_, slice) => rows[pivots.indexOf(slice)]?.right ?? new Uint16Array())
  return { used, factors }
}

function addTimes(row: Row, other: Row, factor: number): void {
  if (factor === 0) return
  for (const side of ['left', 'right'] as const) {
    const [to, from] = [row[side], other[side]]
    for (let i = 0; i < to.length; i += 1) to[i] = (to[i] ?? 0) ^ multiply(from[i] ?? 0, factor)
  }
}

function scale(row: Row, factor: number): void {
  for (const side of [row.left, row.right]) {
    for (let i = 0; i < side.length; i += 1) side[i] = multiply(side[i] ?? 0, factor)
  }
}

/** The factor of a slice that is there, for each lost one. */
export function factorsOfPresent(
  constant: number,
  { used, factors }: Solution,
  exponents: readonly number[],
): Uint16Array {
  const powers = used.map(equation => raise(constant, exponents[equation] ?? 0))
  return Uint16Array.from(factors, own =>
    powers.reduce((sum, power, i) => sum ^ multiply(power, own[i] ?? 0), 0),
  )
}
