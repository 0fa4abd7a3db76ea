import type { Buffer } from 'node:buffer'
import { readdir, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { withoutVolume } from '../../../shared/backup-files.ts'
import { type DataOf, KeyclaveError, refuse } from '../../../shared/errors.ts'
import { findHeaderEnd, HEADER_LIMIT, PAYLOAD_NONCE, SEALED_CHUNK } from '../../core/age/index.ts'
import { type ByteSource, bytesAt } from '../../core/bytes/index.ts'
import { openSeekable, type SeekableFile } from './seekable-file.ts'

/** Volumes: FILE.001, FILE.002 … one after the other are FILE (FORMAT: 8.9 Volumes). */

const VOLUME = /\.(\d{3})$/

export const volumeNamed = (file: string, number: number): string =>
  `${file}.${String(number).padStart(3, '0')}`

export interface Volume {
  /** 1 is the first. */
  readonly number: number
  readonly file: string
  /** Bytes; of one that cannot be looked at 0. */
  readonly size: number
}

/** A backup as it lies on drives. */
export interface PlacedBackup {
  /** Its path, without the number of a volume; of volumes in several folders, in the first that was named. */
  readonly file: string
  /** In order; none: it is one file. */
  readonly volumes: readonly Volume[]
}

/** A backup by any of its volumes, whose others are looked for beside it, or as it was found. */
export type BackupPlace = string | PlacedBackup

/** What names a backup where something is said of it. */
export const pathOfBackup = (where: BackupPlace): string =>
  typeof where === 'string' ? where : where.file

/** The name of a backup, which its volumes have before their numbers. */
export const nameOfBackup = (where: BackupPlace): string =>
  path.basename(withoutVolume(pathOfBackup(where)))

/** Where files that belong to a backup may lie: its path without the number of a volume, in each folder. */
export const placesBeside = ({ file, volumes }: PlacedBackup): readonly string[] =>
  volumes.length === 0 ? [file] : [...new Set(volumes.map(volume => withoutVolume(volume.file)))]

/** Where a backup lies, of which a file was named: itself, or one of its volumes. */
async function placeBeside(file: string): Promise<PlacedBackup> {
  const whole = withoutVolume(file)
  const [folder, name] = [path.dirname(whole), path.basename(whole)]
  // Of a folder that cannot be read the file cannot be read either, and that says why.
  const names: readonly string[] = await readdir(folder).catch(() => [])
  if (whole === file && names.includes(name)) return { file, volumes: [] }
  const volumes: Volume[] = []
  for (const found of volumeNames(names, name)) {
    const at = path.join(folder, found)
    // What cannot be looked at is refused when it is opened, and that says why.
    const size = await stat(at).then(
      ({ size }) => size,
      () => 0,
    )
    volumes.push({ number: numberOf(found), file: at, size })
  }
  return { file: volumes.length === 0 ? file : whole, volumes }
}

const numberOf = (name: string): number => Number(VOLUME.exec(name)?.[1] ?? 0)

/** Names as drives without small letters keep them. */
const sameName = (name: string): string => name.toLowerCase()

/** The names of the volumes of a backup, in order; where two differ in their letters' case alone, the one as it was named. */
function volumeNames(names: readonly string[], name: string): readonly string[] {
  const byNumber = new Map<number, string>()
  for (const found of names) {
    const whole = withoutVolume(found)
    if (whole === found || sameName(whole) !== sameName(name)) continue
    const number = numberOf(found)
    if (number > 0 && (whole === name || !byNumber.has(number))) byNumber.set(number, found)
  }
  return [...byNumber].sort(([a], [b]) => a - b).map(([, found]) => found)
}

export const placeOf = async (place: BackupPlace): Promise<PlacedBackup> =>
  typeof place === 'string' ? await placeBeside(place) : place

/**
 * The backups, or copies of one, of which files were named, in that order. Volumes of one name make one backup,
 * though they lie in several folders; what is there more than once makes as many copies, and so does what is cut
 * otherwise. A file that is named twice, by whatever path, is one copy.
 */
export async function placesOf(files: readonly string[]): Promise<readonly PlacedBackup[]> {
  const places = new Map<string, PlacedBackup>()
  for (const file of files) {
    const place = await placeBeside(file)
    const [volume] = place.volumes
    const real = await realpath(volume?.file ?? place.file).catch(() => place.file)
    if (!places.has(real)) places.set(real, place)
  }
  const names = new Map<string, PlacedBackup[]>()
  for (const [real, place] of places) {
    const name = place.volumes.length === 0 ? real : sameName(path.basename(place.file))
    names.set(name, [...(names.get(name) ?? []), place])
  }
  return [...names.values()].flatMap(joinFolders)
}

/** The one backup that files are. @throws BACKUP_SEVERAL */
export async function oneBackup(files: readonly string[]): Promise<PlacedBackup> {
  const [first, second] = await placesOf(files)
  if (first === undefined) throw new Error('a backup is named by one file at least')
  if (second !== undefined) throw refuse('BACKUP_SEVERAL', { path: first.file, other: second.file })
  return first
}

interface Copy {
  readonly volumes: Map<number, Volume>
  /** The first of its folders, as they were named. */
  folder: number
}

/**
 * Each volume goes to the first copy that lacks it and is cut as it is, or of which it may be a part that was cut short.
 * The longest go first: by them it shows how a copy is cut.
 */
function joinFolders(folders: readonly PlacedBackup[]): readonly PlacedBackup[] {
  if (folders.some(({ volumes }) => volumes.length === 0)) return folders
  const copies: Copy[] = []
  const all = folders.flatMap(({ volumes }, folder) => volumes.map(volume => ({ volume, folder })))
  for (const { volume, folder } of all.sort((a, b) => b.volume.size - a.volume.size)) {
    const lacking = copies.filter(copy => !copy.volumes.has(volume.number))
    const copy =
      lacking.find(({ volumes }) => isEvenlyCut([...volumes.values(), volume])) ??
      lacking.find(({ volumes }) => volume.size <= sizeOfVolumes([...volumes.values()]))
    if (copy === undefined) copies.push({ folder, volumes: new Map([[volume.number, volume]]) })
    else {
      copy.volumes.set(volume.number, volume)
      copy.folder = Math.min(copy.folder, folder)
    }
  }
  return copies
    .sort((a, b) => a.folder - b.folder)
    .map(({ folder, volumes }) => ({
      file: folders[folder]?.file ?? '',
      volumes: inOrder([...volumes.values()]),
    }))
}

const inOrder = (volumes: readonly Volume[]): readonly Volume[] =>
  [...volumes].sort((a, b) => a.number - b.number)

/** Bytes of each volume but the last: what most of those that are there have, or the longest of them. */
function sizeOfVolumes(volumes: readonly Volume[]): number {
  const ordered = inOrder(volumes)
  const full = ordered.length === 1 ? ordered : ordered.slice(0, -1)
  const count = (size: number): number => full.filter(other => other.size === size).length
  const [most] = full.map(({ size }) => size).sort((a, b) => count(b) - count(a) || b - a)
  return most ?? 0
}

/** The first volume that is not as long as it must be where no byte is missing; null: there is none. */
function unevenlyCut(volumes: readonly Volume[], expected: number): Volume | null {
  const ordered = inOrder(volumes)
  const last = ordered.at(-1)
  const uneven = ({ size }: Volume) => size !== expected
  return ordered.find(one => (one === last ? one.size > expected : uneven(one))) ?? null
}

const isEvenlyCut = (volumes: readonly Volume[]): boolean =>
  unevenlyCut(volumes, sizeOfVolumes(volumes)) === null

export interface JoinOptions {
  /** What is missing of volumes reads as zeros; otherwise it is refused. */
  readonly gaps: boolean
  /** Bytes of each volume but the last; absent: as most of those that are there have. */
  readonly volumeSize?: number
}

export interface JoinedFile extends SeekableFile {
  /** The volume that is missing, if there is more of the backup than this; null: it has no volumes, or a short last one. */
  readonly next: string | null
  /** Bytes of each volume but the last; null: it has none. */
  readonly volumeSize: number | null
}

/**
 * Opens a backup, whole or in volumes.
 *
 * @throws FILE_VOLUME naming the first that is missing before another, FILE_VOLUME_SIZE the first that is too short or
 *         too long; as openSeekable
 */
export async function openJoined(
  where: BackupPlace,
  { gaps, volumeSize }: JoinOptions,
): Promise<JoinedFile> {
  const place = await placeOf(where)
  if (place.volumes.length === 0) return undivided(await openSeekable(place.file))
  if (!gaps) requireAll(place)
  const opened: SeekableFile[] = []
  try {
    for (const { file } of place.volumes) opened.push(await openSeekable(file))
    const sized = place.volumes.map((volume, i) => ({ ...volume, size: opened[i]?.size ?? 0 }))
    const each = volumeSize ?? sizeOfVolumes(sized)
    const uneven = unevenlyCut(sized, each)
    if (!gaps && uneven !== null) {
      const { file: path, size } = uneven
      throw refuse('FILE_VOLUME_SIZE', { path, size, expected: each })
    }
    return joined(place, opened, each)
  } catch (error) {
    for (const source of opened) await source.close()
    throw error
  }
}

const undivided = (source: SeekableFile): JoinedFile => ({
  ...{ size: source.size, next: null, volumeSize: null },
  ...{ readAt: source.readAt, close: () => source.close() },
  get unreadable(): number {
    return source.unreadable
  },
})

/** All volumes but the last are of one size, so that each has its place whatever is missing before it. */
function joined(
  { file, volumes }: PlacedBackup,
  opened: readonly SeekableFile[],
  volumeSize: number,
): JoinedFile {
  const parts = opened.map((source, i) => ({
    ...{ source, begin: ((volumes[i]?.number ?? 1) - 1) * volumeSize },
  }))
  const size = Math.max(...parts.map(({ begin, source }) => begin + source.size))
  const short = (opened.at(-1)?.size ?? 0) < volumeSize
  return {
    ...{ size, volumeSize },
    next: short ? null : volumeNamed(file, 1 + (volumes.at(-1)?.number ?? 0)),
    get unreadable(): number {
      return opened.reduce((sum, { unreadable }) => sum + unreadable, 0)
    },
    readAt: async (position, into) => {
      const end = Math.min(position + into.length, size)
      if (end <= position) return 0
      into.fill(0, 0, end - position)
      for (const { source, begin } of parts) {
        const from = Math.max(position, begin)
        const to = Math.min(end, begin + source.size)
        if (from < to)
          await source.readAt(from - begin, into.subarray(from - position, to - position))
      }
      return end - position
    },
    close: async () => {
      for (const source of opened) await source.close()
    },
  }
}

/** The volumes of a backup in order, or its one file. @throws FILE_VOLUME */
export async function filesOf(where: BackupPlace): Promise<readonly string[]> {
  const place = await placeOf(where)
  requireAll(place)
  return place.volumes.length === 0 ? [place.file] : place.volumes.map(({ file }) => file)
}

/** @throws FILE_VOLUME */
function requireAll({ file, volumes }: PlacedBackup): void {
  const absent = volumes.findIndex(({ number }, i) => number !== i + 1)
  if (absent !== -1) throw refuse('FILE_VOLUME', { path: volumeNamed(file, absent + 1) })
}

/** Where a chunk of the payload lies: from, to before; null: the header has no end. */
async function chunkAt(source: SeekableFile, chunk: number): Promise<Range | null> {
  const header = findHeaderEnd(await bytesAt(source, 0, HEADER_LIMIT))
  if (header === null) return null
  const from = header + PAYLOAD_NONCE + chunk * SEALED_CHUNK
  return [from, from + SEALED_CHUNK]
}
type Range = readonly [number, number]

/**
 * What is said of a backup in volumes, said of the volume: the one after the last is missing where the last chunk, as far
 * as it goes, is none; otherwise it is the one in which the chunk ends, since that begins before another's first byte.
 */
async function aboutVolume(
  { file, volumes }: PlacedBackup,
  source: JoinedFile,
  error: unknown,
): Promise<unknown> {
  const { volumeSize, next, size } = source
  const [first] = volumes
  if (volumeSize === null || first === undefined || !(error instanceof KeyclaveError)) return error
  if (error.code === 'AGE_HEADER') {
    return refuse('BACKUP_VOLUME', { path: first.file, problem: 'begin' })
  }
  if (error.code !== 'AGE_TRUNCATED' && error.code !== 'AGE_PAYLOAD') return error
  const { chunk } = error.data as DataOf<'AGE_PAYLOAD'>
  const place = await chunkAt(source, chunk)
  if (place === null) return error
  const [, to] = place
  if (next !== null && to >= size) return refuse('FILE_VOLUME', { path: next })
  if (error.code === 'AGE_TRUNCATED') return error
  const number = Math.ceil(Math.min(to, size) / volumeSize)
  const named = volumes.find(volume => volume.number === number)?.file ?? volumeNamed(file, number)
  return refuse('BACKUP_VOLUME', { path: named, problem: 'payload' })
}

/** A backup that is read, whole or in volumes: in order, which is refused where a part cannot be read, or at a place. */
export type JoinedSource = ByteSource & Pick<JoinedFile, 'size' | 'next' | 'readAt' | 'unreadable'>

/**
 * Reads a backup, whole or in volumes, from its begin.
 *
 * @throws FILE_VOLUME naming one that is missing, the last too where `use` says that what it read is cut; BACKUP_VOLUME
 *         naming the one that is damaged, or another; as openJoined; what `use` throws
 */
export async function readJoined<Result>(
  where: BackupPlace,
  use: (source: JoinedSource) => Promise<Result>,
): Promise<Result> {
  const place = await placeOf(where)
  const source = await openJoined(place, { gaps: false })
  const { size, next } = source
  let position = 0
  try {
    return await use({
      ...{ size, next, readAt: source.readAt },
      get unreadable(): number {
        return source.unreadable
      },
      read: async (into: Buffer): Promise<number> => {
        const read = await source.readAt(position, into)
        if (source.unreadable > 0)
          throw refuse('FILE_IO', { path: pathOfBackup(where), code: 'EIO' })
        position += read
        return read
      },
    })
  } catch (error) {
    throw await aboutVolume(place, source, error)
  } finally {
    await source.close()
  }
}
