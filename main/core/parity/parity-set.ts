import type { Buffer } from 'node:buffer'
import { bytesAt, type SeekableSource } from '../bytes/index.ts'
import { MOST_SLICES } from './field.ts'
import { EXPONENT, MD5, type ProtectedFile, SLICE_CHECK } from './packets.ts'
import { type FoundPacket, findPackets } from './read-packets.ts'
import { slicesIn } from './shape.ts'

/** What recovery files, each damaged or not, say together. */

export interface RecoverySlice {
  readonly exponent: number
  readonly source: SeekableSource
  readonly at: number
}

export interface ParitySet {
  readonly sliceSize: number
  /** In the order of the set, which numbers the slices. */
  readonly files: readonly ProtectedFile[]
  /** Each exponent once. */
  readonly recovery: readonly RecoverySlice[]
}

/** No packet but a recovery slice is longer: the checks of the most slices. */
const LONGEST = MOST_SLICES * SLICE_CHECK + MD5

interface Gathered {
  main: Buffer | null
  /** By the id of the file, in hex. */
  readonly descriptions: Map<string, Buffer>
  readonly checks: Map<string, Buffer>
  readonly recovery: Map<number, FoundPacket>
}

/**
 * Reads recovery files.
 *
 * @param onRead told of each packet how far its source is read; throws to stop it
 * @returns the sets in them that have everything that their use needs, those with the most recovery slices first
 */
export async function readParity(
  sources: readonly SeekableSource[],
  onRead: (source: SeekableSource, position: number) => void,
): Promise<readonly ParitySet[]> {
  const sets = new Map<string, Gathered>()
  for (const source of sources) {
    for await (const packet of findPackets(source, position => onRead(source, position))) {
      const set = sets.get(packet.setId) ?? {
        ...{ main: null, descriptions: new Map(), checks: new Map(), recovery: new Map() },
      }
      sets.set(packet.setId, set)
      await gather(set, packet)
    }
  }
  const whole = [...sets.values()].map(setOf).filter(set => set !== null)
  return whole.sort((a, b) => b.recovery.length - a.recovery.length)
}

async function gather(set: Gathered, packet: FoundPacket): Promise<void> {
  const { source, type, at, length } = packet
  if (type === 'recovery') {
    if (length < EXPONENT) return
    const exponent = (await bytesAt(source, at, at + EXPONENT)).readUInt32LE()
    if (!set.recovery.has(exponent)) set.recovery.set(exponent, packet)
    return
  }
  if (type === 'creator' || length > LONGEST) return
  const body = await bytesAt(source, at, at + length)
  if (type === 'main') set.main = body
  const id = body.subarray(0, MD5).toString('hex')
  if (type === 'file') set.descriptions.set(id, body)
  if (type === 'checks') set.checks.set(id, body)
}

/** Bytes of a description before its name. */
const DESCRIBED = 3 * MD5 + 8
const MAIN = 12

function setOf({ main, descriptions, checks, recovery }: Gathered): ParitySet | null {
  if (main === null || main.length < MAIN) return null
  const sliceSize = Number(main.readBigUInt64LE())
  const count = main.readUInt32LE(8)
  if (sliceSize === 0 || sliceSize % 4 !== 0 || main.length < MAIN + count * MD5) return null
  const files: ProtectedFile[] = []
  for (let i = 0; i < count; i += 1) {
    const id = main.subarray(MAIN + i * MD5, MAIN + (i + 1) * MD5).toString('hex')
    const file = fileOf(descriptions.get(id), checks.get(id), sliceSize)
    if (file === null) return null
    files.push(file)
  }
  const slices = files.reduce((sum, { size }) => sum + slicesIn(size, sliceSize), 0)
  if (slices === 0 || slices > MOST_SLICES) return null
  // One at least, so that a slice is no longer than what really lies there.
  const whole = [...recovery].filter(([, { length }]) => length === EXPONENT + sliceSize)
  if (whole.length === 0) return null
  return {
    sliceSize,
    files,
    recovery: whole.map(([exponent, { source, at }]) => ({ exponent, source, at: at + EXPONENT })),
  }
}

function fileOf(
  description: Buffer | undefined,
  checks: Buffer | undefined,
  sliceSize: number,
): ProtectedFile | null {
  if (description === undefined || checks === undefined || description.length < DESCRIBED)
    return null
  const size = Number(description.readBigUInt64LE(3 * MD5))
  if (!Number.isSafeInteger(size)) return null
  if (checks.length !== MD5 + slicesIn(size, sliceSize) * SLICE_CHECK) return null
  return {
    id: description.subarray(0, MD5),
    name: description.subarray(DESCRIBED).toString('utf8').replace(/\0+$/, ''),
    size,
    md5: description.subarray(MD5, 2 * MD5),
    md5OfStart: description.subarray(2 * MD5, 3 * MD5),
    checks: checks.subarray(MD5),
  }
}
