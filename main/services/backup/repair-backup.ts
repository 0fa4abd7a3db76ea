import type { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import path from 'node:path'
import { refuse } from '../../../shared/errors.ts'
import { findHeaderEnd, HEADER_LIMIT, PAYLOAD_NONCE, SEALED_CHUNK } from '../../core/age/index.ts'
import { blockAt, blocksIn, DIGEST, type DigestTree, leafOf } from '../../core/backup/index.ts'
import { bytesAt, type SeekableSource } from '../../core/bytes/index.ts'
import {
  makeVolumes,
  openJoined,
  type PlacedBackup,
  refuseBackup,
  type SeekableFile,
} from '../files/index.ts'
import { continueUnlessCancelled, type Watch } from '../tasks/index.ts'

export interface RepairOrder {
  /** Copies of one backup. */
  readonly copies: readonly PlacedBackup[]
  /** The file to make. */
  readonly out: string
  /** Bytes of each of its volumes; null: it is one file. */
  readonly volumeSize: number | null
  /** What says which blocks are right; null: those that most copies have. */
  readonly tree: DigestTree | null
}

export interface RepairedBackup {
  readonly size: number
  /** The files that it is: its volumes in order, or itself. */
  readonly volumes: readonly string[]
  /** SHA-256 of the backup that was made, in hex: what stands on its label. */
  readonly sha256: string
  /** How many blocks came from each copy; those in the check file count for none. */
  readonly taken: readonly number[]
  /** Whether a check file said which blocks are right. */
  readonly proved: boolean
  /** How many slices no copy had, so that they were reckoned from recovery files. */
  readonly mended: number
}

/**
 * Makes a whole backup of several damaged copies, without a key: each block is taken from a copy in which its
 * digest is right or, without a check file, as more than half of the copies have it.
 *
 * @throws BACKUP_UNREPAIRED with the bytes that no copy has; AGE_HEADER; FILE_*; CANCELLED
 */
export async function repairBackup(order: RepairOrder, watch: Watch): Promise<RepairedBackup> {
  const files: SeekableFile[] = []
  try {
    for (const copy of order.copies) files.push(await openJoined(copy, { gaps: true }))
    return await writeRepaired(files, order, watch)
  } finally {
    for (const file of files) await file.close()
  }
}

async function writeRepaired(
  files: readonly SeekableSource[],
  { out, tree, volumeSize }: RepairOrder,
  { signal, onEvent }: Watch,
): Promise<RepairedBackup> {
  const { size, head } = tree === null ? await agreedForm(files) : formOf(tree)
  await refuseBackup(out, volumeSize, size)
  const hash = createHash('sha256')
  const taken = files.map(() => 0)
  const made = await makeVolumes(out, volumeSize, async output => {
    for (let block = 0; block < blocksIn({ size, head }); block += 1) {
      continueUnlessCancelled(signal)
      const [from, to] = blockAt(head, block, size)
      const found = await findBlock(files, { block, from, to }, tree)
      if (found === null) throw refuse('BACKUP_UNREPAIRED', { path: path.basename(out), from, to })
      if (found.copy !== null) taken[found.copy] = (taken[found.copy] ?? 0) + 1
      hash.update(found.bytes)
      await output.write(found.bytes)
      onEvent({ kind: 'progress', task: 'reading-back', done: to, total: size, unit: 'bytes' })
    }
  })
  const sha256 = hash.digest('hex')
  return { size, volumes: made.files, sha256, taken, proved: tree !== null, mended: 0 }
}

/** What a check file finds right in several copies together; zeros where none of them is. */
export function wholeBlocks(files: readonly SeekableSource[], tree: DigestTree): SeekableSource {
  const { size, head } = formOf(tree)
  return {
    size,
    readAt: async (position, into) => {
      const end = Math.min(position + into.length, size)
      into.fill(0, 0, Math.max(0, end - position))
      for (let block = blockOf(position, head); block < blocksIn({ size, head }); block += 1) {
        const [from, to] = blockAt(head, block, size)
        if (from >= end) break
        const found = await findBlock(files, { block, from, to }, tree)
        const begin = Math.max(0, position - from)
        found?.bytes.copy(into, from + begin - position, begin, end - from)
      }
      return Math.max(0, end - position)
    },
  }
}

const blockOf = (position: number, head: number): number =>
  position < head ? 0 : 1 + Math.floor((position - head) / SEALED_CHUNK)

interface Form {
  readonly size: number
  readonly head: number
}
const formOf = ({ size, head }: DigestTree): Form => ({ size, head: head.length })

/** What most copies are like. @throws AGE_HEADER */
async function agreedForm(files: readonly SeekableSource[]): Promise<Form> {
  const heads = await Promise.all(files.map(file => bytesAt(file, 0, HEADER_LIMIT)))
  const end = mostFrequent(heads.map(findHeaderEnd).filter(found => found !== null))
  const size = mostFrequent(files.map(file => file.size))
  if (end === null || size === null) throw refuse('AGE_HEADER', { problem: 'endless' })
  return { size, head: end + PAYLOAD_NONCE }
}

function mostFrequent(values: readonly number[]): number | null {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null
}

interface Place {
  readonly block: number
  readonly from: number
  readonly to: number
}

/** @returns null when no copy has it; `copy` null: it comes from the check file */
async function findBlock(
  files: readonly SeekableSource[],
  { block, from, to }: Place,
  tree: DigestTree | null,
): Promise<{ readonly bytes: Buffer; readonly copy: number | null } | null> {
  if (tree === null) return await agreedBlock(files, from, to)
  if (block === 0) return { bytes: tree.head, copy: null }
  const expected = tree.leaves.subarray(block * DIGEST, (block + 1) * DIGEST)
  for (const [copy, file] of files.entries()) {
    const bytes = await bytesAt(file, from, to)
    if (leafOf(bytes).equals(expected)) return { bytes, copy }
  }
  return null
}

/** What more than half of the copies have, or all of two. */
async function agreedBlock(files: readonly SeekableSource[], from: number, to: number) {
  const all = await Promise.all(files.map(file => bytesAt(file, from, to)))
  const votes = (bytes: Buffer): number => all.filter(other => other.equals(bytes)).length
  const copy = all.findIndex(bytes => bytes.length === to - from && 2 * votes(bytes) > all.length)
  const bytes = all[copy]
  return bytes === undefined ? null : { bytes, copy }
}
