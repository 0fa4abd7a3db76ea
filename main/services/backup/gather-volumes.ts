import { existsSync } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import { withoutVolume } from '../../../shared/backup-files.ts'
import type { BroughtProblem } from '../../../shared/codes/index.ts'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import { findHeaderEnd, HEADER_LIMIT } from '../../core/age/index.ts'
import type { DigestTree } from '../../core/backup/index.ts'
import { bytesAt } from '../../core/bytes/index.ts'
import {
  makeFile,
  onPath,
  openSeekable,
  type PlacedBackup,
  placeOf,
  placesBeside,
  placesOf,
  type SeekableFile,
  type Volume,
  volumeNamed,
} from '../files/index.ts'
import { continueUnlessCancelled, type Watch } from '../tasks/index.ts'
import type { VaultReference } from '../vaults/index.ts'
import { BlockComparison } from './block-comparison.ts'
import { checkFileOf, treeBeside, treeOrNull } from './check-file.ts'
import { parityBeside } from './parity-files.ts'
import { type Onlooker, readThrough } from './read-through.ts'
import { knownBackup, regularSize, type VolumesHere, volumesHere } from './volumes-here.ts'

/**
 * Brings the volumes of a backup together in one folder, one drive after the other. Each is a whole file there before
 * the drive may be pulled out, so that it can be gone on with at any time: what is in the folder is all that is known.
 */

export interface GatherOrder {
  /** Volumes, one of each drive; those that lie beside it come along. */
  readonly files: readonly string[]
  /** The folder; it is made where there is none. */
  readonly into: string
  /** Whether a damaged volume is taken too, for a repair or a salvage. */
  readonly despiteDamage: boolean
}

export interface GatheredVolumes extends VolumesHere {
  /** Names of the volumes that were copied now. */
  readonly taken: readonly string[]
  /** Those that were there already, byte for byte. */
  readonly already: readonly string[]
  /** Names of the check file and the recovery files that were copied now. */
  readonly beside: readonly string[]
}

/** Bytes read at once. */
const PIECE = 1024 * 1024

/**
 * Copies volumes into the folder. What is refused does not keep those from coming that are right.
 *
 * @throws VOLUME_OTHER for what is no volume of the backup that is gathered there; VOLUME_DIFFERS where the folder has
 *         another of that number; VOLUME_DAMAGED; VOLUME_HERE when all of them are there already; BACKUP_SEVERAL; FILE_*; CANCELLED
 */
export async function gatherVolumes(
  { files, into, despiteDamage }: GatherOrder,
  vault: VaultReference | null,
  watch: Watch,
): Promise<GatheredVolumes> {
  const brought = await placesOf(files)
  const name = await nameOfAll(brought, into)
  await onPath(into, mkdir(into, { recursive: true }))
  const target = path.join(into, name)
  const beside = await takeBeside(brought, target, watch)
  const total = (await knownBackup(target, vault))?.size ?? null
  const taken: string[] = []
  const already: string[] = []
  const refused: KeyclaveError[] = []
  for (const volume of brought.flatMap(({ volumes }) => volumes)) {
    try {
      const isNew = await takeVolume(volume, target, { total, despiteDamage, watch })
      const list = isNew ? taken : already
      list.push(path.basename(volume.file))
    } catch (error) {
      if (!(error instanceof KeyclaveError && error.code.startsWith('VOLUME_'))) throw error
      refused.push(error)
    }
  }
  const [first] = refused
  if (first !== undefined) throw first
  const here = await volumesHere(target, vault)
  if (here === null) throw new Error('a volume was taken, and none is there')
  if (taken.length === 0 && beside.length === 0) {
    const next = here.missing[0] ?? here.mayFollow
    throw refuse('VOLUME_HERE', { path: path.basename(already[0] ?? ''), next })
  }
  return { ...here, taken, already, beside }
}

/** The name that all of them have, and what the folder has of a backup. @throws VOLUME_OTHER, BACKUP_SEVERAL */
async function nameOfAll(brought: readonly PlacedBackup[], into: string): Promise<string> {
  const [first] = brought
  if (first === undefined) throw new Error('a backup is named by one file at least')
  const name = path.basename(first.file)
  for (const { file, volumes } of brought) {
    if (volumes.length === 0)
      throw refuse('VOLUME_OTHER', { path: file, name, problem: 'no-volume' })
    if (path.basename(file) !== name)
      throw refuse('BACKUP_SEVERAL', { path: first.file, other: file })
  }
  const names = await onPath(into, readdir(into)).catch((error: unknown) => {
    if (error instanceof KeyclaveError && error.code === 'FILE_MISSING') return []
    throw error
  })
  const gathered = names.filter(found => withoutVolume(found) !== found).map(withoutVolume)
  const [other] = gathered
  if (other !== undefined && !gathered.includes(name)) {
    const file = first.volumes[0]?.file ?? first.file
    throw refuse('VOLUME_OTHER', { path: file, name: other, problem: 'name' })
  }
  return name
}

/**
 * The check file and the recovery files that lie beside volumes, where the folder has none of that name.
 *
 * @throws VOLUME_OTHER for a check file that says that what is gathered is another backup
 */
async function takeBeside(
  brought: readonly PlacedBackup[],
  target: string,
  watch: Watch,
): Promise<readonly string[]> {
  const checkFiles = [...new Set(brought.flatMap(placesBeside).map(checkFileOf))]
  const taken: string[] = []
  for (const file of checkFiles.filter(found => existsSync(found))) {
    const tree = await treeOrNull(file)
    if (tree === null) continue
    const isNew = await isFirstCheckFile(tree, target, watch)
    if (isNew === 'another') throw otherVolume(file, target, 'blocks')
    if (isNew && (await copyBeside(file, target, watch))) taken.push(path.basename(file))
  }
  for (const file of await parityBeside(brought)) {
    if (await copyBeside(file, target, watch)) taken.push(path.basename(file))
  }
  return taken
}

/** @returns whether it was not there */
async function copyBeside(file: string, target: string, watch: Watch): Promise<boolean> {
  const copied = path.join(path.dirname(target), path.basename(file))
  if (existsSync(copied)) return false
  const source = await openSeekable(file)
  try {
    await copy(source, copied, watch, [])
  } finally {
    await source.close()
  }
  return true
}

/** Whether the folder has no check file yet, and this one does not say that its volumes are of another backup. */
async function isFirstCheckFile(
  tree: DigestTree,
  target: string,
  watch: Watch,
): Promise<boolean | 'another'> {
  const place = await placeOf(volumeNamed(target, 1))
  const mine = await treeBeside({ file: target, volumes: [] })
  if (mine !== null) return mine.root === tree.root ? false : 'another'
  const { volumes } = place
  const regular = regularSize(volumes, tree.size)
  if (regular === null) return true
  for (const { number, size, file } of volumes) {
    const blocks = new BlockComparison(tree, (number - 1) * regular, size)
    const source = await openSeekable(file)
    try {
      await readThrough(source, watch, [blocks])
    } finally {
      await source.close()
    }
    if (blocks.areAllOthers) return 'another'
  }
  return true
}

interface Taking {
  /** Bytes of the whole backup, as far as a catalogue knows. */
  readonly total: number | null
  readonly despiteDamage: boolean
  readonly watch: Watch
}

/** @returns whether it was not there. @throws VOLUME_*, FILE_*; CANCELLED */
async function takeVolume(volume: Volume, target: string, taking: Taking): Promise<boolean> {
  const { despiteDamage, watch } = taking
  const place = await placeOf(volumeNamed(target, 1))
  const there = place.volumes.find(({ number }) => number === volume.number)
  const source = await openSeekable(volume.file)
  try {
    if (there !== undefined) {
      if (await isSame(source, there.file, watch)) return false
      throw refuse('VOLUME_DIFFERS', { path: volume.file, other: there.file })
    }
    const tree = await treeBeside({ file: target, volumes: [] })
    const total = tree?.size ?? taking.total
    const mine = { ...volume, size: source.size }
    const regular = fittingSize(mine, place.volumes, total)
    if (regular === 'unfit') throw otherVolume(volume.file, target, 'size')
    if (mine.number === 1 && !despiteDamage && !(await hasHeader(source, tree)))
      throw otherVolume(volume.file, target, 'header')
    const blocks =
      tree === null || regular === null
        ? null
        : new BlockComparison(tree, (mine.number - 1) * regular, mine.size)
    await copy(
      source,
      volumeNamed(target, volume.number),
      watch,
      blocks === null ? [] : [blocks],
      () => {
        const { damaged, checked } = blocks ?? { damaged: 0, checked: 0 }
        if (blocks?.areAllOthers === true) throw otherVolume(volume.file, target, 'blocks')
        if (despiteDamage || (damaged === 0 && source.unreadable === 0)) return
        const facts = { damaged, blocks: checked, unreadable: source.unreadable }
        throw refuse('VOLUME_DAMAGED', { path: volume.file, ...facts })
      },
    )
    return true
  } finally {
    await source.close()
  }
}

const otherVolume = (file: string, target: string, problem: BroughtProblem): KeyclaveError =>
  refuse('VOLUME_OTHER', { path: file, name: path.basename(target), problem })

/** Bytes of every volume but the last, with this one; null: nothing tells yet; `unfit`: it is none of them. */
function fittingSize(
  mine: Volume,
  others: readonly Volume[],
  total: number | null,
): number | null | 'unfit' {
  const all = [...others, mine].sort((a, b) => a.number - b.number)
  const regular = regularSize(all, total)
  if (mine.size === 0) return 'unfit'
  if (regular === null) return null
  const isFit = all.every(({ number, size }, i) => {
    const atMost = total === null ? regular : Math.min(regular, total - (number - 1) * regular)
    return total === null && i === all.length - 1 ? size <= regular : size === atMost
  })
  return isFit ? regular : 'unfit'
}

/** Whether a first volume begins as an age file does, and as the check file says. */
async function hasHeader(source: SeekableFile, tree: DigestTree | null): Promise<boolean> {
  const begin = await bytesAt(source, 0, Math.min(HEADER_LIMIT, source.size))
  if (tree !== null) return begin.subarray(0, tree.head.length).equals(tree.head)
  return findHeaderEnd(begin) !== null
}

/** Copies a file; it appears when all of it is there and `approve` has not thrown. */
async function copy(
  source: SeekableFile,
  target: string,
  watch: Watch,
  onlookers: readonly Onlooker[],
  approve: () => void = () => {},
): Promise<void> {
  await makeFile(target, async file => {
    await readThrough(source, watch, [...onlookers, { add: bytes => file.write(bytes) }])
    approve()
  })
}

/** Whether a volume is one that is here already, to the byte. */
async function isSame(source: SeekableFile, file: string, { signal }: Watch): Promise<boolean> {
  const here = await openSeekable(file)
  try {
    if (here.size !== source.size) return false
    for (let at = 0; at < here.size; at += PIECE) {
      continueUnlessCancelled(signal)
      const end = Math.min(at + PIECE, here.size)
      if (!(await bytesAt(here, at, end)).equals(await bytesAt(source, at, end))) return false
    }
    return source.unreadable + here.unreadable === 0
  } finally {
    await here.close()
  }
}
