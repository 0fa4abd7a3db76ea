import { Buffer } from 'node:buffer'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { KeyclaveError } from '../../../shared/errors.ts'
import { bytesAt } from '../../core/bytes/index.ts'
import { createParity, type ParityShape, partsOf, shapeOf } from '../../core/parity/index.ts'
import {
  makeFiles,
  openSeekable,
  type PlacedBackup,
  placesBeside,
  refuseExisting,
  type SeekableFile,
} from '../files/index.ts'
import { continueUnlessCancelled, type Watch } from '../tasks/index.ts'

/** Recovery files (PAR2) of backups: making them, and finding those that lie beside a backup. */

/** A backup's recovery file lies beside it. */
export const parityFileOf = (backup: string): string => `${backup}.par2`

export const isParityFile = (file: string): boolean => /\.par2$/i.test(file)

/** Before a long wait. @throws FILE_EXISTS when a backup that is to have recovery files has some of an earlier one */
export async function refuseParity(
  out: string,
  { parity }: { readonly parity?: number },
): Promise<void> {
  if (parity === undefined) return
  for (const there of await parityBeside([{ file: out, volumes: [] }])) await refuseExisting(there)
}

export interface ParityMeans {
  readonly threads: number
}

export interface MadeParity extends ParityShape {
  /** The one to name to par2. */
  readonly parityFile: string
  /** All of them, that one first. */
  readonly parityFiles: readonly string[]
}

/** The longest file of FAT32, in bytes. */
const FAT32 = 2 ** 32 - 1

/**
 * Makes the recovery files of a backup, beside it: one, or as many as keep each no longer than the backup's volumes. A
 * backup that is one file has one, unless that would be the first file too long for FAT32.
 *
 * @param files   the backup, or its volumes in order
 * @param percent recovery slices for each hundred slices of the backup, 1…100
 * @throws FILE_*; CANCELLED
 */
export async function writeParity(
  files: readonly string[],
  { parityFile, percent }: { readonly parityFile: string; readonly percent: number },
  { threads }: ParityMeans,
  { signal, onEvent }: Watch,
): Promise<MadeParity> {
  return await withFiles(files, async sources => {
    const sizes = sources.map(({ size }) => size)
    const shape = shapeOf(sizes, percent)
    const named = sources.map((source, i) => ({ name: path.basename(files[i] ?? ''), source }))
    const longest = Math.max(...sizes)
    const limit = sources.length > 1 ? longest : Math.max(longest, FAT32)
    const known = named.map(({ name, source: { size } }) => ({ name, size }))
    const parts = partsOf(known, shape, limit)
    const parityFiles = parts.map(({ first, count }) =>
      first === 0 ? parityFile : parityFile.replace(/\.par2$/, `.vol${first}+${count}.par2`),
    )
    const onProgress = (done: number, total: number): void => {
      continueUnlessCancelled(signal)
      onEvent({ kind: 'progress', task: 'reading-back', done, total, unit: 'bytes' })
    }
    const order = { files: named, shape, parts, threads, onProgress }
    await makeFiles(parityFiles, made =>
      createParity(order, async (part, at, bytes) => made[part]?.writeAt(at, bytes)),
    )
    return { ...shape, parityFile, parityFiles }
  })
}

/** Opens files, and closes them again. @throws FILE_* */
export async function withFiles<Result>(
  files: readonly string[],
  use: (sources: readonly SeekableFile[]) => Promise<Result>,
): Promise<Result> {
  return await withOpened(files, openSeekable, use)
}

/** Opens one after the other, and closes them again. */
export async function withOpened<Item, Result>(
  items: readonly Item[],
  open: (item: Item) => Promise<SeekableFile>,
  use: (sources: readonly SeekableFile[]) => Promise<Result>,
): Promise<Result> {
  const sources: SeekableFile[] = []
  try {
    for (const item of items) sources.push(await open(item))
    return await use(sources)
  } finally {
    for (const source of sources) await source.close()
  }
}

/** How each packet of a recovery file begins. */
const PACKET = Buffer.from('PAR2\0PKT')

/** Whether a file is a recovery file, though a drive without long names may have made its name another (FILE~1.PAR). */
async function beginsLikeParity(file: string): Promise<boolean> {
  if (isParityFile(file)) return true
  try {
    return await withFiles([file], async sources => {
      const [source] = sources
      return source !== undefined && (await bytesAt(source, 0, PACKET.length)).equals(PACKET)
    })
  } catch (error) {
    // What cannot be read is refused as the copy that it may be.
    if (error instanceof KeyclaveError) return false
    throw error
  }
}

/** Which of the files that were named are recovery files, and which are not. */
export async function apartFromParity(
  files: readonly string[],
): Promise<{ readonly parity: readonly string[]; readonly others: readonly string[] }> {
  const [parity, others]: [string[], string[]] = [[], []]
  for (const file of files) ((await beginsLikeParity(file)) ? parity : others).push(file)
  return { parity, others }
}

/** The recovery files that lie beside copies of a backup, ours and those of stock par2. */
export async function parityBeside(copies: readonly PlacedBackup[]): Promise<readonly string[]> {
  const found = new Set<string>()
  for (const copy of copies.flatMap(placesBeside)) {
    const folder = path.dirname(copy)
    const start = `${path.basename(copy)}.`.toLowerCase()
    // Of a folder that cannot be read the copy cannot be read either, and that says why.
    for (const name of await readdir(folder).catch(() => [])) {
      if (name.toLowerCase().startsWith(start) && isParityFile(name))
        found.add(path.join(folder, name))
    }
  }
  return [...found].sort()
}
