import type { Buffer } from 'node:buffer'
import {
  closeSync,
  fchmodSync,
  fdatasync,
  fsync,
  futimesSync,
  openSync,
  writev,
  writevSync,
} from 'node:fs'
import { chmod, lutimes, mkdir, rename, rm, symlink, utimes } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { refuse } from '../../../shared/errors.ts'
import type {
  BackupSink,
  Entry,
  FileEntry,
  Piece,
  SinkFile,
  SymlinkEntry,
} from '../../core/backup/index.ts'
import { lengthOf } from '../../core/bytes/index.ts'
import { refuseExisting, syncFolder } from './atomic-file.ts'
import { EarlySync } from './early-sync.ts'
import { ioError, onPath } from './io-error.ts'
import type { Left } from './take-back.ts'
import { removeTemporary, temporaryFolder } from './temporary-folder.ts'
import { withoutFirst, writeParts } from './write-parts.ts'
import { WriteQueue } from './write-queue.ts'

/**
 * A restored folder that appears whole or not at all: made under a temporary name beside its place,
 * synced, renamed when everything in it has been checked.
 */

/** How many files may wait for the disk while the next ones are written. */
const SYNCS = 8
/** Up to this size a write does not leave the thread: waiting for it costs more than writing. */
const SMALL = 64 * 1024

const sync = promisify(fsync)
const datasync = promisify(fdatasync)
const writeSome = promisify(writev) as unknown as (
  file: number,
  parts: readonly Buffer[],
) => Promise<{ readonly bytesWritten: number }>

/** A file that is being restored. What takes no waiting is done at once, which suits small files. */
class RestoredFile {
  readonly #file: number
  readonly #entry: FileEntry
  readonly #early: EarlySync
  readonly #queue = new WriteQueue(parts => this.#append(parts))

  constructor(location: string, entry: FileEntry) {
    this.#file = openSync(location, 'wx', 0o600)
    this.#entry = entry
    this.#early = new EarlySync(() => datasync(this.#file))
  }

  async write(piece: Piece): Promise<void> {
    if (lengthOf(piece.parts) <= SMALL && this.#queue.empty) {
      this.#writeNow(piece.parts)
      piece.release()
    } else {
      await this.#queue.add(piece)
    }
  }

  #writeNow(parts: readonly Buffer[]): void {
    for (let rest = parts; rest.length > 0; )
      rest = withoutFirst(rest, writevSync(this.#file, rest))
    this.#early.wrote(lengthOf(parts))
  }

  async #append(parts: readonly Buffer[]): Promise<void> {
    await writeParts(parts, async rest => (await writeSome(this.#file, rest)).bytesWritten)
    this.#early.wrote(lengthOf(parts))
  }

  /** Settles when all that came has been written. */
  async written(): Promise<void> {
    await this.#queue.end()
  }

  /** Sets mode and time, makes the file durable and closes it. */
  async finish(): Promise<void> {
    try {
      await this.#early.done()
      fchmodSync(this.#file, this.#entry.mode)
      futimesSync(this.#file, this.#entry.mtime, this.#entry.mtime)
      await sync(this.#file)
    } finally {
      closeSync(this.#file)
    }
  }
}

/**
 * Which permissions are restored: as they are in the backup, or without those that give a program another
 * user's rights (setuid, setgid) or let everybody write.
 */
export type ModeChoice = 'as-they-were' | 'without-dangerous'

const DANGEROUS = 0o6002

export class RestoreTree implements BackupSink {
  readonly #target: string
  readonly #folder: string
  /** Folders get their modes and times at the end: until then files are still put into them. */
  readonly #directories: Entry[] = []
  readonly #syncing: Promise<void>[] = []

  readonly #modes: ModeChoice
  #tamed = 0

  private constructor(target: string, folder: string, modes: ModeChoice) {
    this.#target = target
    this.#folder = folder
    this.#modes = modes
  }

  /** @throws FILE_EXISTS if there is anything at `target`, FILE_MISSING, FILE_DENIED … */
  static async create(
    target: string,
    modes: ModeChoice = 'without-dangerous',
  ): Promise<RestoreTree> {
    await refuseExisting(target)
    return new RestoreTree(target, await temporaryFolder(target), modes)
  }

  /** How many files and folders did not get all the permissions that they had. */
  get tamed(): number {
    return this.#tamed
  }

  /** With the permissions that it is to have. */
  #tame<Some extends Entry>(entry: Some): Some {
    if (this.#modes === 'as-they-were' || (entry.mode & DANGEROUS) === 0) return entry
    this.#tamed += 1
    return { ...entry, mode: entry.mode & ~DANGEROUS }
  }

  #locate(entry: Entry): string {
    return path.join(this.#folder, ...entry.path.split('/'))
  }

  /** Names the entry at its final place, and not at the temporary one. */
  #error(error: unknown, entry: Entry): unknown {
    if ((error as NodeJS.ErrnoException | null)?.code === 'EEXIST') {
      const problem = 'name-taken-by-drive'
      return refuse('BACKUP_ENTRY_REFUSED', { path: entry.path, problem })
    }
    return ioError(error, path.join(this.#target, entry.path))
  }

  async directory(entry: Entry): Promise<void> {
    try {
      await mkdir(this.#locate(entry), { mode: 0o700 })
      this.#directories.push(this.#tame(entry))
    } catch (error) {
      throw this.#error(error, entry)
    }
  }

  async symlink(entry: SymlinkEntry): Promise<void> {
    const location = this.#locate(entry)
    try {
      await symlink(entry.target, location)
      await lutimes(location, entry.mtime, entry.mtime)
    } catch (error) {
      throw this.#error(error, entry)
    }
  }

  /** Removes a file that is not what it should be. */
  async withdraw(entry: FileEntry): Promise<void> {
    for (const work of this.#syncing.splice(0)) await work
    await onPath(path.join(this.#target, entry.path), rm(this.#locate(entry)))
  }

  async file(entry: FileEntry): Promise<SinkFile> {
    let file: RestoredFile
    try {
      file = new RestoredFile(this.#locate(entry), this.#tame(entry))
    } catch (error) {
      throw this.#error(error, entry)
    }
    const named = (error: unknown): never => {
      throw this.#error(error, entry)
    }
    return {
      write: piece => file.write(piece).catch(named),
      close: async () => {
        try {
          await file.written().catch(named)
        } finally {
          await this.#background(file.finish().catch(named))
        }
      },
    }
  }

  /** Lets work go on while the caller does; its error comes at the next call, or at the end. */
  async #background(work: Promise<void>): Promise<void> {
    work.catch(() => {})
    this.#syncing.push(work)
    if (this.#syncing.length > SYNCS) await this.#syncing.shift()
  }

  /** Gives the folder its name. @throws FILE_EXISTS, FILE_FULL, FILE_IO … */
  async commit(): Promise<void> {
    for (const work of this.#syncing.splice(0)) await work
    try {
      for (const entry of this.#directories.toReversed()) {
        const location = this.#locate(entry)
        await syncFolder(location)
        await chmod(location, entry.mode)
        await utimes(location, entry.mtime, entry.mtime)
      }
      await syncFolder(this.#folder)
      await refuseExisting(this.#target)
      await rename(this.#folder, this.#target)
      await syncFolder(path.dirname(path.resolve(this.#target)))
    } catch (error) {
      throw ioError(error, this.#target)
    }
  }

  /** Removes everything that was written. Throws nothing. */
  async discard(): Promise<Left> {
    await Promise.allSettled(this.#syncing)
    for (const entry of this.#directories) {
      await chmod(this.#locate(entry), 0o700).catch(() => {})
    }
    return removeTemporary(this.#folder, 'decrypted')
  }
}
