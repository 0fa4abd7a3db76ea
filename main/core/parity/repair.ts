import type { Buffer } from 'node:buffer'
import { bytesAt, type SeekableSource } from '../bytes/index.ts'
import { sliceConstants } from './field.ts'
import { checkOf, piecesOf } from './hash-slices.ts'
import { SLICE_CHECK } from './packets.ts'
import type { ParitySet } from './parity-set.ts'
import { columnOf } from './shape.ts'
import { factorsOfPresent, type Solution, solve } from './solve.ts'
import { beginSums, type Sums } from './threads.ts'

/** Makes a whole backup of what is left of its copies, and of recovery slices. */

/** Writes bytes to a place in the backup. */
export type WriteAt = (position: number, bytes: Buffer) => Promise<void>

export interface ParityRepair {
  readonly set: ParitySet
  /** Copies of the backup; volumes one after the other, with zeros for those that are missing. */
  readonly copies: readonly SeekableSource[]
  readonly threads: number
  /** Told how much of the reading is done, of how much; throws to stop it. */
  readonly onProgress: (done: number, total: number) => void
}

/** What can be said before anything is written. */
export interface FoundSlices {
  readonly slices: readonly Slice[]
  /** Of them those that no copy has. */
  readonly lost: readonly Slice[]
}

interface Slice {
  readonly constant: number
  /** Where it lies in the backup: from, to before. */
  readonly from: number
  readonly to: number
  /** The copy that has it as it was; null: none. */
  readonly copy: number | null
}

/** Bytes of the backup. */
export const sizeOf = ({ files }: ParitySet): number =>
  files.reduce((sum, { size }) => sum + size, 0)

/** Where each file of the set begins in the backup: volumes lie in the order of their names. */
function beginsOf({ files }: ParitySet): ReadonlyMap<string, number> {
  const begins = new Map<string, number>()
  let at = 0
  const names = new Intl.Collator('en', { numeric: true })
  for (const { name, size } of [...files].sort((a, b) => names.compare(a.name, b.name))) {
    begins.set(name, at)
    at += size
  }
  return begins
}

/** A slice as the set knows it: where it lies in the backup, and its check. */
export interface KnownSlice {
  readonly from: number
  readonly to: number
  readonly expected: Buffer
}

/** All slices, in the order of the set's files. */
export function slicesOf(set: ParitySet): readonly KnownSlice[] {
  const { sliceSize, files } = set
  const begins = beginsOf(set)
  return files.flatMap(({ name, size, checks }) => {
    const begin = begins.get(name) ?? 0
    return Array.from({ length: Math.ceil(size / sliceSize) }, (_, i) => ({
      from: begin + i * sliceSize,
      to: begin + Math.min((i + 1) * sliceSize, size),
      expected: checks.subarray(i * SLICE_CHECK, (i + 1) * SLICE_CHECK),
    }))
  })
}

/** Finds each slice in the copies. @throws what reading throws */
export async function findSlices({ set, copies, onProgress }: ParityRepair): Promise<FoundSlices> {
  const total = sizeOf(set)
  const known = slicesOf(set)
  const constants = sliceConstants(known.length)
  const slices: Slice[] = []
  let done = 0
  for (const [i, { from, to, expected }] of known.entries()) {
    const copy = await findIn(copies, [from, to], set.sliceSize, expected)
    slices.push({ constant: constants[i] ?? 0, from, to, copy })
    done += to - from
    onProgress(done, total)
  }
  return { slices, lost: slices.filter(({ copy }) => copy === null) }
}

async function findIn(
  copies: readonly SeekableSource[],
  range: readonly [number, number],
  sliceSize: number,
  expected: Buffer,
): Promise<number | null> {
  for (const [i, copy] of copies.entries()) {
    if (copy.size < range[1]) continue
    if ((await checkOf(copy, range, sliceSize)).equals(expected)) return i
  }
  return null
}

/**
 * Writes the whole backup.
 *
 * @returns false, with nothing written, when the recovery slices are too few for what is lost
 * @throws what reading and writing throw
 */
export async function writeWhole(
  work: ParityRepair,
  { slices, lost }: FoundSlices,
  writeAt: WriteAt,
): Promise<boolean> {
  const { set, copies } = work
  const exponents = set.recovery.map(({ exponent }) => exponent)
  const constants = lost.map(({ constant }) => constant)
  const solution = solve(constants, exponents)
  if (solution === null) return false
  for (const { copy, from, to } of slices) {
    const source = copy === null ? undefined : copies[copy]
    if (source === undefined) continue
    let at = from
    for await (const piece of piecesOf(source, from, to)) {
      await writeAt(at, piece)
      at += piece.length
    }
  }
  if (lost.length > 0) await writeLost({ ...work, slices, lost, solution }, writeAt)
  return true
}

interface LostWork extends ParityRepair, FoundSlices {
  readonly solution: Solution
}

async function writeLost(work: LostWork, writeAt: WriteAt): Promise<void> {
  const { lost, set, threads } = work
  const column = columnOf(set.sliceSize, lost.length)
  const sums = beginSums(threads, lost.length, column)
  try {
    for (let from = 0; from < set.sliceSize; from += column) {
      if (from > 0) await sums.clear()
      await addColumn(sums, work, from, Math.min(from + column, set.sliceSize))
      for (const [i, slice] of lost.entries()) {
        const end = Math.min(slice.to - slice.from, from + column)
        if (end > from) {
          await writeAt(slice.from + from, (await sums.sum(i)).subarray(0, end - from))
        }
      }
    }
  } finally {
    await sums.close()
  }
}

/** Adds a part of each slice that is there, and of each recovery slice that is used. */
async function addColumn(
  sums: Sums,
  { set, copies, slices, solution, onProgress }: LostWork,
  from: number,
  to: number,
): Promise<void> {
  const exponents = set.recovery.map(({ exponent }) => exponent)
  const total = slices.length * set.sliceSize
  for (const [i, slice] of slices.entries()) {
    const source = slice.copy === null ? undefined : copies[slice.copy]
    if (source === undefined) continue
    const end = Math.min(slice.from + to, slice.to)
    const bytes = await bytesAt(source, slice.from + from, end)
    await sums.add(bytes, factorsOfPresent(slice.constant, solution, exponents))
    onProgress(from * slices.length + i * (to - from), total)
  }
  for (const [i, equation] of solution.used.entries()) {
    const recovery = set.recovery[equation]
    if (recovery === undefined) continue
    const bytes = await bytesAt(recovery.source, recovery.at + from, recovery.at + to)
    await sums.add(
      bytes,
      Uint16Array.from(solution.factors, own => own[i] ?? 0),
    )
  }
}
