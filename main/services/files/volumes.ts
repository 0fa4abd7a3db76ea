import type { Buffer } from 'node:buffer'
import { readdir } from 'node:fs/promises'
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
  const volumes = names
    .filter(found => found !== name && withoutVolume(found) === name)
    .map(found => ({ number: Number(VOLUME.exec(found)?.[1]), file: path.join(folder, found) }))
    .filter(({ number }) => number > 0)
    .sort((a, b) => a.number - b.number)
  return { file: volumes.length === 0 ? file : whole, volumes }
}

export const placeOf = async (place: BackupPlace): Promise<PlacedBackup> =>
  typeof place === 'string' ? await placeBeside(place) : place

/**
 * The backups, or copies of one, of which files were named, in that order. Volumes of one name make one backup,
 * though they lie in several folders; what is there more than once makes as many copies.
 */
export async function placesOf(files: readonly string[]): Promise<readonly PlacedBackup[]> {
  const places = new Map<string, PlacedBackup>()
  for (const file of files) {
    const place = await placeBeside(file)
    if (!places.has(place.file)) places.set(place.file, place)
  }
  const names = new Map<string, PlacedBackup[]>()
  for (const [file, place] of places) {
    const name = place.volumes.length === 0 ? file : path.basename(file)
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

/** Each volume goes to the first copy that lacks it. */
function joinFolders(folders: readonly PlacedBackup[]): readonly PlacedBackup[] {
  const copies: { readonly file: string; readonly volumes: Map<number, Volume> }[] = []
  for (const { file, volumes } of folders) {
    if (volumes.length === 0) return folders
    for (const volume of volumes) {
      const lacking = copies.find(copy => !copy.volumes.has(volume.number))
      if (lacking === undefined) copies.push({ file, volumes: new Map([[volume.number, volume]]) })
      else lacking.volumes.set(volume.number, volume)
    }
  }
  return copies.map(({ file, volumes }) => ({
    ...{ file, volumes: [...volumes.values()].sort((a, b) => a.number - b.number) },
  }))
}

export interface JoinOptions {
  /** Volumes that are missing read as zeros; otherwise they are refused. */
  readonly gaps: boolean
  /** Bytes of each volume but the last; absent: of the longest that is there. */
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
 * @throws FILE_VOLUME naming the first that is missing before another; as openSeekable
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
    return joined(place, opened, volumeSize ?? Math.max(...opened.map(({ size }) => size)))
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

/** Whether what is said of a payload is that it ends early: its last chunk, as far as it goes, is none. */
async function isCut(source: SeekableFile, error: unknown): Promise<boolean> {
  if (!(error instanceof KeyclaveError)) return false
  if (error.code !== 'AGE_TRUNCATED' && error.code !== 'AGE_PAYLOAD') return false
  const { chunk } = error.data as DataOf<'AGE_PAYLOAD'>
  const header = findHeaderEnd(await bytesAt(source, 0, HEADER_LIMIT))
  if (header === null) return false
  return chunk >= Math.ceil((source.size - header - PAYLOAD_NONCE) / SEALED_CHUNK) - 1
}

/**
 * Reads a backup, whole or in volumes, from its begin.
 *
 * @throws FILE_VOLUME naming one that is missing, the last too where `use` says that what it read is cut; as
 *         openSeekable; what `use` throws
 */
export async function readJoined<Result>(
  where: BackupPlace,
  use: (source: ByteSource & Pick<JoinedFile, 'size' | 'next' | 'readAt'>) => Promise<Result>,
): Promise<Result> {
  const source = await openJoined(where, { gaps: false })
  const { size, next } = source
  let position = 0
  try {
    return await use({
      ...{ size, next, readAt: source.readAt },
      read: async (into: Buffer): Promise<number> => {
        const read = await source.readAt(position, into)
        if (source.unreadable > 0)
          throw refuse('FILE_IO', { path: pathOfBackup(where), code: 'EIO' })
        position += read
        return read
      },
    })
  } catch (error) {
    throw next !== null && (await isCut(source, error))
      ? refuse('FILE_VOLUME', { path: next })
      : error
  } finally {
    await source.close()
  }
}
