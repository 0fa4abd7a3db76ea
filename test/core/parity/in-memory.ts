import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import type { SeekableSource } from '../../../main/core/bytes/index.ts'
import {
  createParity,
  findSlices,
  partsOf,
  readParity,
  shapeOf,
  sizeOf,
  writeWhole,
} from '../../../main/core/parity/index.ts'

/** Recovery files in memory, and what they are made of. */

const nothing = (): void => {}

/** Bytes that are the same each time, and look like those of an encrypted file. */
export function bytesLike(seed: number, size: number): Buffer {
  const bytes = Buffer.alloc(size)
  for (let i = 0, state = seed; i < size; i += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    bytes[i] = state >>> 24
  }
  return bytes
}

export const sourceOf = (bytes: Buffer): SeekableSource => ({
  size: bytes.length,
  readAt: async (position, into) => bytes.copy(into, 0, position),
})

/** A file in memory that is written at any place. */
function memoryFile() {
  let bytes = Buffer.alloc(0)
  return {
    writeAt: async (position: number, part: Buffer): Promise<void> => {
      const size = Math.max(bytes.length, position + part.length)
      bytes = Buffer.concat([bytes, Buffer.alloc(size - bytes.length)])
      part.copy(bytes, position)
    },
    get bytes(): Buffer {
      return bytes
    },
  }
}

export async function parityOf(files: Record<string, Buffer>, percent: number): Promise<Buffer> {
  return Buffer.concat(await parityFilesOf(files, percent, Number.POSITIVE_INFINITY))
}

export async function parityFilesOf(
  files: Record<string, Buffer>,
  percent: number,
  limit: number,
): Promise<readonly Buffer[]> {
  const sizes = Object.entries(files).map(([name, { length: size }]) => ({ name, size }))
  const shape = shapeOf(
    sizes.map(({ size }) => size),
    percent,
  )
  const parts = partsOf(sizes, shape, limit)
  const made = parts.map(memoryFile)
  const sources = Object.entries(files).map(([name, bytes]) => ({ name, source: sourceOf(bytes) }))
  const order = { files: sources, shape, parts, threads: 2, onProgress: nothing }
  await createParity(order, async (part, at, bytes) => made[part]?.writeAt(at, bytes))
  return made.map(({ bytes }) => bytes)
}

/** @returns null when it cannot be made whole */
export async function mended(
  parity: readonly Buffer[],
  copies: readonly Buffer[],
): Promise<Buffer | null> {
  const [set] = await readParity(parity.map(sourceOf), nothing)
  if (set === undefined) return null
  const work = { set, copies: copies.map(sourceOf), threads: 2, onProgress: nothing }
  const made = memoryFile()
  const whole = await writeWhole(work, await findSlices(work), made.writeAt)
  if (whole) assert.equal(made.bytes.length, sizeOf(set))
  return whole ? made.bytes : null
}

export function spoiled(bytes: Buffer, ...places: number[]): Buffer {
  const copy = Buffer.from(bytes)
  for (const at of places) copy.writeUInt8(copy.readUInt8(at) ^ 0x55, at)
  return copy
}

/** A backup, and the same in three volumes. */
export const backup = bytesLike(1, 150_001)
export const volumes = {
  'v.001': backup.subarray(0, 70_000),
  'v.002': backup.subarray(70_000, 140_000),
  'v.003': backup.subarray(140_000),
}
