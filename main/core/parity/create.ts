import { Buffer } from 'node:buffer'
import { createHash, type Hash } from 'node:crypto'
import { bytesAt, type SeekableSource } from '../bytes/index.ts'
import { raise, sliceConstants } from './field.ts'
import { hashFile } from './hash-slices.ts'
import {
  byId,
  criticalPackets,
  EXPONENT,
  PACKET_HEADER,
  type ProtectedFile,
  packetHeader,
  setIdOf,
  TYPES,
  uint32,
} from './packets.ts'
import { betweenCopies, type ParityPart, recoveryPacket } from './parts.ts'
import { columnOf, type ParityShape } from './shape.ts'
import { beginSums, type Sums } from './threads.ts'

/** Makes the recovery files of one or more files. */

export interface ParityOrder {
  /** What is protected, under the names that it has beside the recovery file. */
  readonly files: readonly { readonly name: string; readonly source: SeekableSource }[]
  readonly shape: ParityShape
  /** Which recovery slices stand in which recovery file. */
  readonly parts: readonly ParityPart[]
  readonly threads: number
  /** Told how much of the reading is done, of how much; throws to stop it. */
  readonly onProgress: (done: number, total: number) => void
}

/** Writes bytes to a place in a recovery file. @param part the number of that file, from 0 */
export type WritePart = (part: number, position: number, bytes: Buffer) => Promise<void>

/** A recovery packet under way: its digest is that of all that follows it in the packet. */
interface RecoveryPacket {
  readonly part: number
  readonly at: number
  readonly digest: Hash
}
/** @throws what reading and writing throw */
export async function createParity(order: ParityOrder, write: WritePart): Promise<void> {
  const { shape, files, onProgress } = order
  const bytes = files.reduce((sum, { source }) => sum + source.size, 0)
  let done = 0
  const onRead = (read: number): void => {
    done += read
    onProgress(done, 2 * bytes)
  }
  const sources = new Map<ProtectedFile, SeekableSource>()
  for (const file of files) {
    sources.set(await hashFile(file, shape.sliceSize, onRead), file.source)
  }
  const known = [...sources.keys()].sort(byId)
  const setId = setIdOf(
    shape.sliceSize,
    known.map(({ id }) => id),
  )
  const packets = await layOut(criticalPackets(shape.sliceSize, known), order, write)
  for (const [exponent, { digest }] of packets.entries()) {
    digest.update(setId).update(TYPES.recovery).update(uint32(exponent))
  }
  const inputs = known.map(file => sources.get(file)).filter(source => source !== undefined)
  await writeSlices({ ...order, inputs, packets, onRead }, write)
  for (const [exponent, { part, at, digest }] of packets.entries()) {
    const header = packetHeader(setId, 'recovery', EXPONENT + shape.sliceSize, digest.digest())
    await write(part, at, Buffer.concat([header, uint32(exponent)]))
  }
}

/** Where the recovery packets lie. The critical ones come first, last and in between, so that no single place takes all of them. */
async function layOut(
  critical: Buffer,
  { shape: { sliceSize }, parts }: ParityOrder,
  write: WritePart,
): Promise<readonly RecoveryPacket[]> {
  const packets: RecoveryPacket[] = []
  for (const [part, { count }] of parts.entries()) {
    let at = 0
    for (let slice = 0; slice < count; slice += 1) {
      if (slice % betweenCopies(count) === 0) {
        await write(part, at, critical)
        at += critical.length
      }
      packets.push({ part, at, digest: createHash('md5') })
      at += recoveryPacket(sliceSize)
    }
    await write(part, at, critical)
  }
  return packets
}

interface SliceWork extends ParityOrder {
  /** The protected files in the order of the set. */
  readonly inputs: readonly SeekableSource[]
  readonly packets: readonly RecoveryPacket[]
  readonly onRead: (bytes: number) => void
}

async function writeSlices(work: SliceWork, write: WritePart): Promise<void> {
  const { shape, threads, packets } = work
  const column = columnOf(shape.sliceSize, shape.recovery)
  const sums = beginSums(threads, shape.recovery, column)
  try {
    for (let from = 0; from < shape.sliceSize; from += column) {
      const to = Math.min(from + column, shape.sliceSize)
      if (from > 0) await sums.clear()
      await addColumn(sums, work, [from, to])
      for (const [exponent, { part, at, digest }] of packets.entries()) {
        const bytes = (await sums.sum(exponent)).subarray(0, to - from)
        digest.update(bytes)
        await write(part, at + PACKET_HEADER + EXPONENT + from, bytes)
      }
    }
  } finally {
    await sums.close()
  }
}

/** Adds a part of each slice of each file, times the powers of the slice's constant. */
async function addColumn(
  sums: Sums,
  { inputs, shape: { sliceSize, slices, recovery }, onRead }: SliceWork,
  [from, to]: readonly [number, number],
): Promise<void> {
  const constants = sliceConstants(slices)
  let slice = 0
  for (const source of inputs) {
    for (let begin = 0; begin < source.size; begin += sliceSize, slice += 1) {
      const end = Math.min(begin + sliceSize, source.size)
      const bytes = await bytesAt(source, begin + from, Math.min(begin + to, end))
      const constant = constants[slice] ?? 0
      await sums.add(
        bytes,
        Uint16Array.from({ length: recovery }, (_, exponent) => raise(constant, exponent)),
      )
      onRead(bytes.length)
    }
  }
}
