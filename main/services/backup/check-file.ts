import { Buffer } from 'node:buffer'
import { existsSync } from 'node:fs'
import { KeyclaveError } from '../../../shared/errors.ts'
import {
  blockAt,
  blocksIn,
  DIGEST,
  type DigestTree,
  DigestTreeBuilder,
  leafOf,
  readCheckFile,
  writeCheckFile,
} from '../../core/backup/index.ts'
import { bytesAt, type SeekableSource } from '../../core/bytes/index.ts'
import { openSeekable, type PlacedBackup, placesBeside, writeNewFile } from '../files/index.ts'
import { continueUnlessCancelled, type Watch } from '../tasks/index.ts'

/** Check files: what says, without a key, which blocks of a backup are as they were written. */

/** A backup's check file lies beside it. */
export const checkFileOf = (backup: string): string => `${backup}.check`

/** Makes the check file of a backup that is read again. @throws AGE_HEADER, FILE_*; CANCELLED */
export async function treeOfFile(
  { size, readAt }: SeekableSource,
  watch: Watch,
): Promise<DigestTree> {
  const builder = new DigestTreeBuilder()
  const piece = Buffer.alloc(1024 * 1024)
  for (let at = 0; at < size; ) {
    continueUnlessCancelled(watch.signal)
    const read = await readAt(at, piece)
    if (read === 0) break
    builder.add(piece.subarray(0, read))
    at += read
    watch.onEvent({ kind: 'progress', task: 'reading-back', done: at, total: size, unit: 'bytes' })
  }
  return builder.end()
}

export const writeTree = (tree: DigestTree, file: string): Promise<void> =>
  writeNewFile(file, writeCheckFile(tree))

/** @throws BACKUP_CHECK_FILE about the file; FILE_* */
export async function readTree(file: string): Promise<DigestTree> {
  const source = await openSeekable(file)
  try {
    return readCheckFile(await bytesAt(source, 0, source.size))
  } finally {
    await source.close()
  }
}

/** The first whole check file that lies beside a backup; null: there is none. @throws what is no refusal */
export async function treeBeside(backup: PlacedBackup): Promise<DigestTree | null> {
  for (const file of placesBeside(backup).map(checkFileOf)) {
    const tree = existsSync(file) ? await treeOrNull(file) : null
    if (tree !== null) return tree
  }
  return null
}

/** Null: it is damaged, or cannot be read. @throws what is no refusal */
export async function treeOrNull(file: string): Promise<DigestTree | null> {
  try {
    return await readTree(file)
  } catch (error) {
    if (error instanceof KeyclaveError) return null
    throw error
  }
}

export interface Scrubbed {
  readonly blocks: number
  /** Bytes of the backup that are not as they were written: from, to before. */
  readonly damaged: readonly (readonly [number, number])[]
}

/** Compares each block of a backup with its digest. @throws FILE_*; CANCELLED */
export async function scrub(
  source: SeekableSource,
  { head, size, leaves }: DigestTree,
  watch: Watch,
): Promise<Scrubbed> {
  const blocks = blocksIn({ size, head: head.length })
  const damaged: (readonly [number, number])[] = []
  for (let block = 0; block < blocks; block += 1) {
    continueUnlessCancelled(watch.signal)
    const [from, to] = blockAt(head.length, block, size)
    const bytes = await bytesAt(source, from, to)
    const expected = leaves.subarray(block * DIGEST, (block + 1) * DIGEST)
    if (!leafOf(bytes).equals(expected)) addRange(damaged, [from, to])
    watch.onEvent({ kind: 'progress', task: 'reading-back', done: to, total: size, unit: 'bytes' })
  }
  if (source.size > size) addRange(damaged, [size, source.size])
  return { blocks, damaged }
}

function addRange(ranges: (readonly [number, number])[], range: readonly [number, number]): void {
  const last = ranges.at(-1)
  if (last?.[1] === range[0]) ranges[ranges.length - 1] = [last[0], range[1]]
  else ranges.push(range)
}
