import { Buffer } from 'node:buffer'

/**
 * Holes in a restored file: a run of zeros as long as this is not written, and takes no space where the drive
 * can do that. A backup says nothing of holes: they are zeros in it, which packing makes small (FORMAT: 8.3
 * Archive).
 */
const HOLE = 64 * 1024
/** Holes begin and end at multiples of the block that most file systems have. */
const BLOCK = 4096

const ZEROS = Buffer.alloc(BLOCK)

/** Where the run of whole blocks of zeros ends that begins at a place of a part. */
function endOfZeros(part: Buffer, from: number): number {
  let end = from
  while (
    end + BLOCK <= part.length &&
    part[end] === 0 &&
    part.subarray(end, end + BLOCK).equals(ZEROS)
  )
    end += BLOCK
  return end
}

/** Bytes that are written at one place of a file. */
export interface Run {
  readonly at: number
  readonly parts: readonly Buffer[]
}

/**
 * What of some bytes is written, without the holes that lie within one part.
 *
 * @param parts one after the other, from the place `at` of the file on
 */
export function* runsOf(parts: readonly Buffer[], at: number): Generator<Run> {
  let run: Buffer[] = []
  let begin = at
  let place = at
  for (const part of parts) {
    let kept = 0
    for (let i = (BLOCK - (place % BLOCK)) % BLOCK; i < part.length; i += BLOCK) {
      const end = endOfZeros(part, i)
      if (end - i < HOLE) {
        i = Math.max(i, end - BLOCK)
        continue
      }
      if (i > kept) run.push(part.subarray(kept, i))
      if (run.length > 0) yield { at: begin, parts: run }
      run = []
      kept = end
      begin = place + kept
      i = end - BLOCK
    }
    if (kept < part.length) run.push(part.subarray(kept))
    place += part.length
  }
  if (run.length > 0) yield { at: begin, parts: run }
}
