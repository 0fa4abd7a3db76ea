import type { Buffer } from 'node:buffer'
import {
  closeSync,
  fchmodSync,
  fdatasync,
  fsync,
  ftruncateSync,
  futimesSync,
  openSync,
  writev,
  writevSync,
} from 'node:fs'
import { chmod, lutimes, mkdir, rename, rm, symlink, utimes } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import type { UnfitKind } from '../../../shared/codes/index.ts'
import { refuse } from '../../../shared/errors.ts'
import {
  type BackupSink,
  type Entry,
  type FileEntry,
  outwardLink,
  type Piece,
  type SinkFile,
  type SymlinkEntry,
} from '../../core/backup/index.ts'
import { lengthOf } from '../../core/bytes/index.ts'
import { refuseExisting, syncFolder } from './atomic-file.ts'
import { EarlySync } from './early-sync.ts'
import { type Run, runsOf } from './holes.ts'
import { ioError, onPath } from './io-error.ts'
import type { Left } from './take-back.ts'
import { removeTemporary, temporaryFolder } from './temporary-folder.ts'
import { withoutFirst, writeParts } from './write-parts.ts'
import { WriteQueue } from './write-queue.ts'

/**
 * A restored folder that appears whole or not at all: made under a temporary name beside its place,
 * synced, renamed when everything in it has been checked.
 */

/** What a drive says that cannot hold an entry, where that was not known before. */
const UNFIT: ReadonlyMap<string, UnfitKind> = new Map([
  ['EEXIST', 'twins'],
  ['EINVAL', 'names'],
  ['EILSEQ', 'names'],
  ['ENAMETOOLONG', 'long-names'],
  ['EFBIG', 'large'],
])
const NO_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'])

/** How many files may wait for the disk while the next ones are written. */
const SYNCS = 8
/** Up to this size a write does not leave the thread: waiting for it costs more than writing. */
const SMALL = 64 * 1024

const sync = promisify(fsync)
const datasync = promisify(fdatasync)
const writeSome = promisify(writev) as unknown as (
  file: number,
  parts: readonly Buffer[],
  position: number,
) => Promise<{ readonly bytesWritten: number }>

/** A file that is being restored. What takes no waiting is done at once, which suits small files. */
class RestoredFile {
  readonly #file: number
  readonly #entry: FileEntry
  readonly #keepsModes: boolean
  readonly #early: EarlySync
  readonly #queue = new WriteQueue(parts => this.#append(parts))
  /** Bytes that came. */
  #length = 0
  /** Bytes to the end of what was written. */
  #reached = 0

  constructor(location: string, entry: FileEntry, keepsModes: boolean) {
    this.#file = openSync(location, 'wx', 0o600)
    this.#entry = entry
    this.#keepsModes = keepsModes
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
    for (const run of runsOf(parts, this.#length)) {
      let { at } = run
      for (let rest = run.parts; rest.length > 0; ) {
        const written = writevSync(this.#file, rest, at)
        rest = withoutFirst(rest, written)
        at += written
      }
      this.#wrote(run, at)
    }
    this.#length += lengthOf(parts)
  }

  async #append(parts: readonly Buffer[]): Promise<void> {
    for (const run of runsOf(parts, this.#length)) {
      let { at } = run
      await writeParts(run.parts, async rest => {
        const { bytesWritten } = await writeSome(this.#file, rest, at)
        at += bytesWritten
        return bytesWritten
      })
      this.#wrote(run, at)
    }
    this.#length += lengthOf(parts)
  }

  #wrote(run: Run, end: number): void {
    this.#early.wrote(end - run.at)
    this.#reached = end
  }

  /** Settles when all that came has been written. */
  async written(): Promise<void> {
    await this.#queue.end()
  }

  /** Sets mode and time, makes the file durable and closes it. */
  async finish(): Promise<void> {
    try {
      await this.#early.done()
      // What ends in a hole is not as long as it should be yet.
      if (this.#reached < this.#length) ftruncateSync(this.#file, this.#length)
      if (this.#keepsModes) fchmodSync(this.#file, this.#entry.mode)
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

interface TreeOptions {
  /** Absent: without dangerous ones. */
  readonly modes?: ModeChoice | undefined
  /** Whether links that lead out of the folder are made; absent: they are not. */
  readonly outwardLinks?: boolean | undefined
  /** Whether the drive gives files the permissions they are to have; absent: it does. */
  readonly keepsModes?: boolean
}

export class RestoreTree implements BackupSink {
  readonly #target: string
  readonly #folder: string
  /** Folders get their modes and times at the end: until then files are still put into them. */
  readonly #directories: Entry[] = []
  readonly #syncing: Promise<void>[] = []

  readonly #modes: ModeChoice
  readonly #keepsModes: boolean
  readonly #makesOutward: boolean
  readonly #outward: SymlinkEntry[] = []
  #tamed = 0
  #named = false

  private constructor(
    target: string,
    folder: string,
    { modes, keepsModes, outwardLinks }: TreeOptions,
  ) {
    this.#target = target
    this.#folder = folder
    this.#modes = modes ?? 'without-dangerous'
    this.#keepsModes = keepsModes ?? true
    this.#makesOutward = outwardLinks ?? false
  }

  /** @throws FILE_EXISTS if there is anything at `target`, FILE_MISSING, FILE_DENIED … */
  static async create(target: string, options: TreeOptions = {}): Promise<RestoreTree> {
    await refuseExisting(target)
    return new RestoreTree(target, await temporaryFolder(target), options)
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
    const { code = '' } = (error ?? {}) as NodeJS.ErrnoException
    const kind = entry.type === 'symlink' && NO_LINKS.has(code) ? 'links' : UNFIT.get(code)
    if (kind === undefined) return ioError(error, path.join(this.#target, entry.path))
    const unfit = [{ kind, count: 1, first: [entry.path] }]
    return refuse('RESTORE_UNFIT', { path: this.#target, drive: '', unfit, space: null })
  }

  async directory(entry: Entry): Promise<void> {
    try {
      await mkdir(this.#locate(entry), { mode: 0o700 })
      this.#directories.push(this.#tame(entry))
    } catch (error) {
      throw this.#error(error, entry)
    }
  }

  /** Links that lead out of the folder: made last of all, so that nothing is written through one, or not at all. */
  get outward(): readonly SymlinkEntry[] {
    return this.#outward
  }

  async symlink(entry: SymlinkEntry): Promise<void> {
    if (outwardLink(entry) === null) await this.#link(entry)
    else this.#outward.push(entry)
  }

  async #link(entry: SymlinkEntry): Promise<void> {
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
      file = new RestoredFile(this.#locate(entry), this.#tame(entry), this.#keepsModes)
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
    for (const entry of this.#makesOutward ? this.#outward : []) await this.#link(entry)
    try {
      for (const entry of this.#directories.toReversed()) {
        const location = this.#locate(entry)
        await syncFolder(location)
        if (this.#keepsModes) await chmod(location, entry.mode)
        await utimes(location, entry.mtime, entry.mtime)
      }
      await syncFolder(this.#folder)
      await refuseExisting(this.#target)
      await rename(this.#folder, this.#target)
      this.#named = true
      await syncFolder(path.dirname(path.resolve(this.#target)))
    } catch (error) {
      throw ioError(error, this.#target)
    }
  }

  /** Removes everything that was written. Throws nothing. */
  async discard(): Promise<Left> {
    await Promise.allSettled(this.#syncing)
    try {
      // What cannot be made durable is not there for having a name.
      if (this.#named) await rename(this.#target, this.#folder)
    } catch {
      return [{ path: this.#target, kind: 'decrypted' }]
    }
    for (const entry of this.#directories) {
      await chmod(this.#locate(entry), 0o700).catch(() => {})
    }
    return removeTemporary(this.#folder, 'decrypted')
  }
}
