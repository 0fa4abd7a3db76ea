import { createHash } from 'node:crypto'
import path from 'node:path'
import { withoutVolume } from '../../../shared/backup-files.ts'
import type { ParityProblem } from '../../../shared/codes/index.ts'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import type { DigestTree } from '../../core/backup/index.ts'
import type { SeekableSource } from '../../core/bytes/index.ts'
import {
  type FoundSlices,
  findSlices,
  type ParitySet,
  readParity,
  SliceComparison,
  sizeOf,
  writeWhole,
} from '../../core/parity/index.ts'
import {
  makeVolumes,
  openJoined,
  type PlacedBackup,
  refuseBackup,
  type SeekableFile,
} from '../files/index.ts'
import { continueUnlessCancelled, type Watch } from '../tasks/index.ts'
import { BlockComparison } from './block-comparison.ts'
import { type ParityMeans, withFiles, withOpened } from './parity-files.ts'
import { readThrough } from './read-through.ts'
import {
  type RepairedBackup,
  type RepairOrder,
  repairBackup,
  wholeBlocks,
} from './repair-backup.ts'

/**
 * Makes a whole backup of damaged copies and recovery files, without a key: each slice is taken from a copy that
 * has it or, where a check file says which blocks are right, from several; those that nobody has are reckoned.
 *
 * @param parity the recovery files; where nothing in them is of use, copies with a check file, or several, go without
 * @throws BACKUP_PARITY, BACKUP_PARITY_SHORT; BACKUP_UNREPAIRED where the check file says otherwise than the
 *         recovery files; FILE_*; CANCELLED
 */
export async function repairWithParity(
  order: RepairOrder & { readonly parity: readonly string[] },
  means: ParityMeans,
  watch: Watch,
): Promise<RepairedBackup> {
  return await withFiles(order.parity, async recovery => {
    const { set, problem } = await setFor(recovery, order.tree, watch)
    if (set === null) return await repairWithout(order, problem, watch)
    const options = { gaps: true, ...volumeSizeIn(set) }
    return await withOpened(
      order.copies,
      copy => openJoined(copy, options),
      copies => writeMended({ set, copies, order, means }, watch),
    )
  })
}

/** How long volumes are, so that each has its place though only a short last one be there. */
const volumeSizeIn = ({ files }: ParitySet): { readonly volumeSize?: number } =>
  files.length === 1 ? {} : { volumeSize: Math.max(...files.map(({ size }) => size)) }

/** @throws BACKUP_PARITY where the copies do not make a whole one, since recovery files could */
async function repairWithout(
  order: RepairOrder,
  problem: ParityProblem,
  watch: Watch,
): Promise<RepairedBackup> {
  if (order.tree === null && order.copies.length < 2) throw parityRefusal(order.out, problem)
  try {
    return await repairBackup(order, watch)
  } catch (error) {
    const short = error instanceof KeyclaveError && error.code === 'BACKUP_UNREPAIRED'
    throw short ? parityRefusal(order.out, problem) : error
  }
}

/**
 * The set that is used; null: there is none, for this reason.
 *
 * @param tree of the check file of the backup, if there is one
 */
export async function setFor(
  recovery: readonly SeekableSource[],
  tree: DigestTree | null,
  { signal, onEvent }: Watch,
): Promise<{ readonly set: ParitySet | null; readonly problem: ParityProblem }> {
  const total = recovery.reduce((sum, { size }) => sum + size, 0)
  const before = new Map<SeekableSource, number>()
  const sets = await readParity(recovery, (source, position) => {
    continueUnlessCancelled(signal)
    before.set(source, position)
    const done = [...before.values()].reduce((sum, at) => sum + at, 0)
    onEvent({ kind: 'progress', task: 'reading-back', done, total, unit: 'bytes' })
  })
  const alone = sets.filter(isOfOne)
  const set = alone.find(found => tree === null || tree.size === sizeOf(found)) ?? null
  const problem = sets.length === 0 ? 'unusable' : alone.length === 0 ? 'several' : 'other'
  return { set, problem }
}

/** Whether a set protects one file, or the volumes of one, and nothing besides. */
const isOfOne = ({ files }: ParitySet): boolean =>
  files.length === 1 || new Set(files.map(({ name }) => withoutVolume(name))).size === 1

const parityRefusal = (out: string, problem: ParityProblem) =>
  refuse('BACKUP_PARITY', { path: path.basename(out), problem })

interface Mending {
  readonly set: ParitySet
  readonly copies: readonly SeekableFile[]
  readonly order: RepairOrder
  readonly means: ParityMeans
}

async function writeMended(
  { set, copies, order, means }: Mending,
  watch: Watch,
): Promise<RepairedBackup> {
  const { out, tree, volumeSize } = order
  const size = sizeOf(set)
  await refuseBackup(out, volumeSize, size)
  // Last, since it reads every copy: what no single copy has whole, several may have in parts.
  const together = tree === null ? [] : [wholeBlocks(copies, tree)]
  const work = {
    ...{ set, copies: [...copies, ...together], threads: means.threads },
    onProgress: (done: number, total: number): void => {
      continueUnlessCancelled(watch.signal)
      watch.onEvent({ kind: 'progress', task: 'reading-back', done, total, unit: 'bytes' })
    },
  }
  const found = await findSlices(work)
  requireEnough(found, set, out)
  const { result: sha256, files: volumes } = await makeVolumes(out, volumeSize, async output => {
    const whole = await writeWhole(work, found, (at, bytes) => output.writeAt(at, bytes))
    if (!whole) throw shortOf(found, set, out)
    return await readMade(output.unnamed, { set, order }, watch)
  })
  const taken = copies.map((_, i) => found.slices.filter(({ copy }) => copy === i).length)
  const mended = found.lost.length
  return { size, volumes, sha256, taken, proved: tree !== null, mended }
}

const shortOf = ({ lost }: FoundSlices, { recovery }: ParitySet, out: string) =>
  refuse('BACKUP_PARITY_SHORT', {
    ...{ path: path.basename(out), lost: lost.length, recovery: recovery.length },
  })

/** @throws BACKUP_PARITY, BACKUP_PARITY_SHORT */
function requireEnough(found: FoundSlices, set: ParitySet, out: string): void {
  const { slices, lost } = found
  if (lost.length <= set.recovery.length) return
  throw lost.length === slices.length ? parityRefusal(out, 'other') : shortOf(found, set, out)
}

/** Reads what was written, before it has its name. @returns its SHA-256 @throws BACKUP_PARITY, BACKUP_UNREPAIRED */
async function readMade(
  unnamed: PlacedBackup,
  { set, order: { out, tree } }: Pick<Mending, 'set' | 'order'>,
  watch: Watch,
): Promise<string> {
  const made = await openJoined(unnamed, { gaps: false })
  try {
    const slices = new SliceComparison(set)
    const blocks = tree && new BlockComparison(tree, 0, made.size)
    const hash = createHash('sha256')
    const onlookers = [slices, blocks, { add: (bytes: Buffer) => void hash.update(bytes) }]
    await readThrough(
      made,
      watch,
      onlookers.filter(each => each !== null),
    )
    if (slices.lost > 0) throw parityRefusal(out, 'digests')
    const [damaged] = blocks?.damagedRanges(made.size) ?? []
    if (damaged !== undefined) {
      const [from, to] = damaged
      throw refuse('BACKUP_UNREPAIRED', { path: path.basename(out), from, to })
    }
    return hash.digest('hex')
  } finally {
    await made.close()
  }
}
