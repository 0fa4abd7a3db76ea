import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { refuse } from '../../../shared/errors.ts'
import { PAYLOAD_NONCE, readAgeFile, SEALED_CHUNK, TAG } from '../../core/age/index.ts'
import type { DigestTree } from '../../core/backup/index.ts'
import { SliceComparison, sizeOf } from '../../core/parity/index.ts'
import { type BackupPlace, type JoinedSource, pathOfBackup, readJoined } from '../files/index.ts'
import type { Watch } from '../tasks/index.ts'
import { BlockComparison, type Range } from './block-comparison.ts'
import { type CheckedParity, parityShown, type RecoveryFiles } from './check-parity.ts'
import { type Onlooker, readThrough } from './read-through.ts'

/** What of a backup can be checked without opening it. */
export interface BackupLooks {
  readonly size: number
  /** SHA-256 of the file, in hex. */
  readonly sha256: string
  /** The type of each recipient's stanza, such as `mlkem768x25519`. */
  readonly recipients: readonly string[]
  /** Chunks of 64 KiB that its length makes. */
  readonly chunks: number
  /** The volume that is missing, if there is more of it than was read; null: nothing may be missing. */
  readonly next: string | null
}

/** What a backup is compared with while it is read. */
export interface Comparisons {
  /** Of its check file; null: there is none. */
  readonly tree: DigestTree | null
  /** Null: none lie beside it. */
  readonly recovery: RecoveryFiles | null
}

export interface ComparedBackup {
  /** Blocks that were compared, all of them right; null: there is no check file. */
  readonly blocks: number | null
  readonly parity: CheckedParity | null
}

/** Who is shown a backup that is read, and what they say of it afterwards. */
interface Reading<Result> {
  readonly onlookers: readonly Onlooker[]
  /** Called before it is read where there is nothing to compare it with, and otherwise when nothing was found damaged. */
  readonly begin: (source: JoinedSource) => Promise<void>
  /** Called when all of it was read. */
  readonly end: (source: JoinedSource) => Promise<Result>
}

/**
 * Reads a backup once from begin to end, and compares it with its check file and its recovery files. What is in it
 * stays closed.
 *
 * @throws BACKUP_SLICES, BACKUP_BLOCKS; FILE_VOLUME for a volume that is missing; what `reading` throws; FILE_*; CANCELLED
 */
export async function compareBackup<Result>(
  backup: BackupPlace,
  { tree, recovery }: Comparisons,
  watch: Watch,
  reading: Reading<Result>,
): Promise<{ readonly compared: ComparedBackup; readonly result: Result }> {
  return await readJoined(backup, async source => {
    const path = pathOfBackup(backup)
    const set = recovery?.set ?? null
    for (const size of [set && sizeOf(set), tree?.size]) requireLength(source, size ?? 0)
    const slices = set && new SliceComparison(set)
    const blocks = tree && new BlockComparison(tree, 0, source.size)
    const comparisons = [slices, blocks].filter(each => each !== null)
    const readable = { add: () => requireReadable(path, source) }
    if (comparisons.length === 0) await reading.begin(source)
    // What is to say which parts are damaged goes on behind one that cannot be read.
    const first = comparisons.length === 0 ? [readable] : comparisons
    await readThrough(source, watch, [...first, ...reading.onlookers])
    const parity = recovery && parityShown(path, recovery, slices)
    if (blocks !== null) requireWhole(path, blocks, source.size)
    requireReadable(path, source)
    if (comparisons.length > 0) await reading.begin(source)
    return {
      compared: { blocks: blocks === null ? null : blocks.checked, parity },
      result: await reading.end(source),
    }
  })
}

/** For a backup that is not looked at besides. */
export const NOTHING_BESIDES: Reading<null> = {
  ...{ onlookers: [], begin: async () => {}, end: async () => null },
}

/** @throws FILE_IO */
function requireReadable(path: string, { unreadable }: JoinedSource): void {
  if (unreadable > 0) throw refuse('FILE_IO', { path, code: 'EIO' })
}

/** @throws FILE_VOLUME */
function requireLength({ next, size }: JoinedSource, expected: number): void {
  if (next !== null && size < expected) throw refuse('FILE_VOLUME', { path: next })
}

/** @throws BACKUP_BLOCKS */
function requireWhole(path: string, blocks: BlockComparison, size: number): void {
  const damaged = blocks.damagedRanges(size)
  const [first] = damaged
  if (first === undefined) return
  const [from, to] = first
  const count = damaged.reduce((sum, range) => sum + blocksOf(range), 0)
  throw refuse('BACKUP_BLOCKS', { path, damaged: count, blocks: blocks.blocks, from, to })
}

const blocksOf = ([from, to]: Range): number => Math.ceil((to - from) / SEALED_CHUNK)

/**
 * The digest of a backup that is read, its header's form, and whether its length is that of a whole age file.
 *
 * It throws AGE_HEADER; AGE_TRUNCATED when the length cannot be that of a whole file; FILE_*.
 */
export function lookingAt(...others: readonly Onlooker[]): Reading<BackupLooks> {
  const hash = createHash('sha256')
  let header: Buffer = Buffer.alloc(0)
  return {
    onlookers: [{ add: bytes => void hash.update(bytes) }, ...others],
    begin: async source => {
      header = (await readAgeFile(source)).header
    },
    end: async source => {
      const chunks = chunksIn(source.size - header.length - PAYLOAD_NONCE)
      const rest = { recipients: recipientTypes(header), chunks, next: source.next }
      return { size: source.size, sha256: hash.digest('hex'), ...rest }
    },
  }
}

/** The lines that begin a stanza are "-> type arguments" (age v1 specification, "Header"). */
const recipientTypes = (header: Buffer): readonly string[] =>
  [...header.toString('latin1').matchAll(/^-> (\S+)/gm)].map(([, type = '']) => type)

/**
 * How many chunks a payload of so many bytes has.
 *
 * @throws AGE_TRUNCATED when a last chunk of this length does not exist: less than its tag, or empty
 *         though not the only one
 */
function chunksIn(payload: number): number {
  const chunks = Math.ceil(payload / SEALED_CHUNK)
  const last = payload - (chunks - 1) * SEALED_CHUNK
  const least = chunks > 1 ? TAG + 1 : TAG
  if (payload < TAG || last < least)
    throw refuse('AGE_TRUNCATED', { chunk: Math.max(0, chunks - 1) })
  return chunks
}
