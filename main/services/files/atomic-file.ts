import type { Buffer } from 'node:buffer'
import { type FileHandle, link, lstat, mkdtemp, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { refuse } from '../../../shared/errors.ts'
import { lengthOf } from '../../core/bytes/index.ts'
import { EarlySync } from './early-sync.ts'
import { ioError, onPath } from './io-error.ts'
import { writeParts } from './write-parts.ts'

/**
 * A file that appears whole or not at all: written in a temporary folder beside it, synced, then given
 * its name, without overwriting what may have that name.
 */

/** A new hidden folder beside `target`, with a name of its own that says whose it is (leftovers.ts). */
export async function temporaryFolder(target: string): Promise<string> {
  const { dir, base } = path.parse(path.resolve(target))
  return onPath(
    target,
    mkdtemp(path.join(dir, `.${base.slice(0, 32)}.keyclave-part-${process.pid}-`)),
  )
}

/** What systems say that cannot open or sync a folder (Windows, some network drives). */
const NO_FOLDER_SYNC = new Set(['EISDIR', 'EPERM', 'EINVAL', 'ENOTSUP'])

/** Makes a folder's entries durable, where the system can. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r')
    await handle.sync().finally(() => handle.close())
  } catch (error) {
    if (!NO_FOLDER_SYNC.has((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

/** Names a file that has been written; refuses if the name is taken. */
async function nameFile(temporary: string, target: string): Promise<void> {
  try {
    // A hard link, unlike a rename, fails when the name is taken.
    await link(temporary, target)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS' && code !== 'EMLINK')
      throw error
    await nameWithoutLinks(temporary, target)
  }
}

/** For drives without hard links (FAT): claims the name with an empty file, then replaces that. */
async function nameWithoutLinks(temporary: string, target: string): Promise<void> {
  await (await open(target, 'wx')).close()
  await rename(temporary, target)
}

export interface NewFileOptions {
  /** Readable by the owner alone. */
  readonly secret?: boolean
}

/** The name of the file in its temporary folder. */
const PART = 'part'

const removeFolder = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true }).catch(() => {})

/** A file under way. Either `commit` or `discard` it. */
export class AtomicFile {
  readonly #target: string
  readonly #folder: string
  readonly #handle: FileHandle
  readonly #early: EarlySync

  private constructor(target: string, folder: string, handle: FileHandle) {
    this.#early = new EarlySync(() => handle.datasync())
    this.#target = target
    this.#folder = folder
    this.#handle = handle
  }

  /**
   * Starts a file.
   *
   * @throws FILE_EXISTS if there is something at `target` already, FILE_MISSING, FILE_DENIED …
   */
  static async create(target: string, options: NewFileOptions = {}): Promise<AtomicFile> {
    await refuseExisting(target)
    const folder = await temporaryFolder(target)
    const mode = options.secret ? 0o600 : 0o644
    try {
      return new AtomicFile(target, folder, await open(path.join(folder, PART), 'wx', mode))
    } catch (error) {
      await removeFolder(folder)
      throw ioError(error, target)
    }
  }

  /** Appends all parts; not before the last call has settled. @throws FILE_FULL, FILE_IO … */
  async write(...parts: readonly Buffer[]): Promise<void> {
    try {
      await writeParts(parts, async rest => (await this.#handle.writev(rest)).bytesWritten)
    } catch (error) {
      throw ioError(error, this.#target)
    }
    this.#early.wrote(lengthOf(parts))
  }

  /** Puts what was written on the disk, before the file has its name. @throws FILE_FULL, FILE_IO … */
  async sync(): Promise<void> {
    await onPath(this.#target, this.#handle.sync())
  }

  /** Makes the file durable and gives it its name. @throws FILE_EXISTS, FILE_FULL, FILE_IO … */
  async commit(): Promise<void> {
    try {
      await this.#early.done()
      await this.#handle.sync()
      await this.#handle.close()
      await nameFile(path.join(this.#folder, PART), this.#target)
      await removeFolder(this.#folder)
      await syncFolder(path.dirname(path.resolve(this.#target)))
    } catch (error) {
      await this.discard()
      throw ioError(error, this.#target)
    }
  }

  /** Removes what was written. Safe to call after a commit that failed. */
  async discard(): Promise<void> {
    await this.#early.done().catch(() => {})
    await this.#handle.close().catch(() => {})
    await removeFolder(this.#folder)
  }
}

/** Writes a small file atomically. @throws FILE_EXISTS, FILE_FULL, FILE_DENIED … */
export async function writeNewFile(
  target: string,
  content: Buffer,
  options: NewFileOptions = {},
): Promise<void> {
  const file = await AtomicFile.create(target, options)
  try {
    await file.write(content)
  } catch (error) {
    await file.discard()
    throw error
  }
  await file.commit()
}

/** @throws FILE_EXISTS if there is anything at `target`, also a dangling link */
export async function refuseExisting(target: string): Promise<void> {
  let missing = false
  try {
    await lstat(target)
  } catch (error) {
    missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    if (!missing) throw ioError(error, target)
  }
  if (!missing) throw refuse('FILE_EXISTS', { path: target })
}
