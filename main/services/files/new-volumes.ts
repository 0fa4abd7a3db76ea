import type { Buffer } from 'node:buffer'
import { unlink } from 'node:fs/promises'
import type { LeftBehind } from '../../../shared/codes/index.ts'
import { refuse } from '../../../shared/errors.ts'
import { type ByteSource, lengthOf } from '../../core/bytes/index.ts'
import { AtomicFile, discardAll, refuseExisting } from './atomic-file.ts'
import { openSource } from './source-tree.ts'
import { type Left, orTakeBack } from './take-back.ts'
import { removeAbandoned } from './temporary-folder.ts'
import { type PlacedBackup, placeOf, volumeNamed } from './volumes.ts'
import { withoutFirst } from './write-parts.ts'

/** Making a backup as one file or in volumes (FORMAT: 8.9 Volumes), and several files at once. */

/** As many as three digits number. */
const MOST_VOLUMES = 999

/**
 * Before long work that ends in a backup.
 *
 * @param volumeSize bytes of each volume; null: it is one file
 * @param size bytes of the backup, where they are known
 * @throws FILE_EXISTS; FILE_VOLUMES when its volumes would be too many
 */
export async function refuseBackup(
  file: string,
  volumeSize: number | null,
  size = 0,
): Promise<void> {
  await refuseExisting(file)
  if (volumeSize === null) return
  if (size > MOST_VOLUMES * volumeSize) throw tooMany(file)
  // Of an earlier backup one volume more would be taken for one of this.
  const { volumes } = await placeOf(volumeNamed(file, 1))
  for (const there of volumes) await refuseExisting(there.file)
}

const tooMany = (file: string) => refuse('FILE_VOLUMES', { path: file, limit: MOST_VOLUMES })

/** A backup that is being made: one file, or the volumes that there are so far. */
export class BackupOutput {
  readonly #file: string
  readonly #volumeSize: number | null
  readonly #under: NewPart[] = []
  #room = 0

  private constructor(file: string, volumeSize: number | null) {
    this.#file = file
    this.#volumeSize = volumeSize
  }

  /** @throws FILE_EXISTS, FILE_MISSING, FILE_DENIED … */
  static async begin(file: string, volumeSize: number | null): Promise<BackupOutput> {
    await refuseBackup(file, volumeSize)
    const made = new BackupOutput(file, volumeSize)
    await made.#next()
    return made
  }

  async #next(): Promise<void> {
    const number = this.#under.length + 1
    if (number > MOST_VOLUMES) throw tooMany(this.#file)
    const name = this.#volumeSize === null ? this.#file : volumeNamed(this.#file, number)
    this.#under.push({ name, part: await AtomicFile.create(name) })
    this.#room = this.#volumeSize ?? Number.POSITIVE_INFINITY
  }

  /** Appends all parts; not before the last call has settled. @throws FILE_FULL, FILE_IO, FILE_VOLUMES … */
  async write(...parts: readonly Buffer[]): Promise<void> {
    for (let rest = parts; lengthOf(rest) > 0; ) {
      if (this.#room === 0) await this.#next()
      const now = this.#room < lengthOf(rest) ? firstOf(rest, this.#room) : rest
      await this.#under.at(-1)?.part.write(...now)
      this.#room -= lengthOf(now)
      rest = withoutFirst(rest, lengthOf(now))
    }
  }

  /** Writes bytes to their place, whatever was written before them. @throws FILE_FULL, FILE_IO, FILE_VOLUMES … */
  async writeAt(position: number, bytes: Buffer): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const at = position + done
      const volume = this.#volumeSize === null ? 0 : Math.floor(at / this.#volumeSize)
      while (this.#under.length <= volume) await this.#next()
      const begin = volume * (this.#volumeSize ?? 0)
      const room = this.#volumeSize === null ? bytes.length : begin + this.#volumeSize - at
      const part = bytes.subarray(done, done + room)
      await this.#under[volume]?.part.writeAt(at - begin, part)
      done += part.length
    }
  }

  /** Where it lies until it has its name. */
  get unnamed(): PlacedBackup {
    const files = this.#under.map(({ part }) => part.unnamed)
    const volumes = files.map((file, i) => ({ number: i + 1, file, size: 0 }))
    return { file: files[0] ?? '', volumes: this.#volumeSize === null ? [] : volumes }
  }

  /** Puts what was written on the disk, before it has its name. @throws FILE_FULL, FILE_IO … */
  async sync(): Promise<void> {
    for (const { part } of this.#under) await part.sync()
  }

  /** Reads what was written, from its begin, also while more is written. Whoever asks for it closes it. */
  readBack(): ByteSource & { close(): Promise<void> } {
    let open: Awaited<ReturnType<typeof openSource>> | null = null
    let opened = 0
    const close = async (): Promise<void> => await open?.close()
    const nextPart = async (): Promise<boolean> => {
      const under = this.#under[opened]
      if (under === undefined) return false
      await close()
      open = await openSource(under.part.unnamed)
      opened += 1
      return true
    }
    return {
      read: async into => {
        for (;;) {
          const read = (await open?.read(into)) ?? 0
          if (read > 0 || !(await nextPart())) return read
        }
      },
      close,
    }
  }

  /** The files that there are, in order. */
  get files(): readonly string[] {
    return this.#under.map(({ name }) => name)
  }

  /** @throws FILE_EXISTS, FILE_FULL, FILE_IO … */
  async commit(): Promise<void> {
    await commitAll(this.#under)
  }

  /** Throws nothing. */
  async discard(): Promise<Left> {
    return await discardAll(this.#under.map(({ part }) => part))
  }
}

/** The first bytes of parts, at most `limit`. */
function firstOf(parts: readonly Buffer[], limit: number): readonly Buffer[] {
  const first: Buffer[] = []
  let room = limit
  for (const part of parts) {
    if (room === 0) break
    first.push(part.subarray(0, room))
    room -= Math.min(room, part.length)
  }
  return first
}

/**
 * Makes a backup by what `work` writes. It appears when all is written, or nothing does.
 *
 * @param volumeSize bytes of each volume; null: it is one file
 * @returns what `work` returned, and the files in order
 * @throws FILE_EXISTS, FILE_FULL, FILE_VOLUMES when they would be too many …; what `work` throws
 */
export async function makeVolumes<Result>(
  file: string,
  volumeSize: number | null,
  work: (output: BackupOutput) => Promise<Result>,
): Promise<{ readonly result: Result; readonly files: readonly string[] }> {
  const made = await BackupOutput.begin(file, volumeSize)
  const result = await orTakeBack(
    () => made.discard(),
    () => work(made),
  )
  await made.commit()
  return { result, files: made.files }
}

interface NewPart {
  readonly name: string
  readonly part: AtomicFile
}

/**
 * Makes several files by what `work` writes into them. They appear when all are written, or none does.
 *
 * @throws FILE_EXISTS, FILE_FULL, FILE_DENIED …; what `work` throws
 */
export async function makeFiles<Result>(
  targets: readonly string[],
  work: (files: readonly AtomicFile[]) => Promise<Result>,
): Promise<Result> {
  const under: NewPart[] = []
  const result = await orTakeBack(
    () => discardAll(under.map(({ part }) => part)),
    async () => {
      for (const name of targets) under.push({ name, part: await AtomicFile.create(name) })
      return await work(under.map(({ part }) => part))
    },
  )
  await commitAll(under)
  return result
}

/**
 * Gives all their names, or none. The first comes last: what a crash leaves in between has no first volume, which
 * every reader misses by name, where one that lacks the last volume may be taken for whole.
 */
async function commitAll(files: readonly NewPart[]): Promise<void> {
  for (let i = files.length - 1; i >= 0; i -= 1) {
    const takeBack = async (): Promise<Left> => [
      ...(await removeFiles(files.slice(i + 1).map(({ name }) => name))),
      ...(await discardAll(files.slice(0, i).map(other => other.part))),
    ]
    await orTakeBack(takeBack, async () => await files[i]?.part.commit())
  }
}

/** Removes files that were made and are recorded nowhere. Throws nothing. */
export async function removeFiles(files: readonly string[]): Promise<Left> {
  const left: LeftBehind[] = []
  for (const file of files) {
    await unlink(file).catch(() => left.push({ path: file, kind: 'unfinished' }))
    left.push(...(await removeAbandoned(file, 'unfinished')))
  }
  return left
}
