import type { Buffer } from 'node:buffer'
import { type FileHandle, link, lstat, open, rename, unlink } from 'node:fs/promises'
import path from 'node:path'
import type { LeftBehind, LeftKind } from '../../../shared/codes/index.ts'
import { refuse } from '../../../shared/errors.ts'
import { lengthOf } from '../../core/bytes/index.ts'
import { EarlySync } from './early-sync.ts'
import { ioError, onPath } from './io-error.ts'
import { type Left, orTakeBack } from './take-back.ts'
import { removeTemporary, temporaryFolder } from './temporary-folder.ts'
import { writeParts } from './write-parts.ts'

/**
 * A file that appears whole or not at all: written in a temporary folder beside it, synced, then given
 * its name, without overwriting what may have that name.
 */

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
async function nameFile(temporary: string, target: string, kind: LeftKind): Promise<void> {
  try {
    // A hard link, unlike a rename, fails when the name is taken.
    await link(temporary, target)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS' && code !== 'EMLINK')
      throw error
    await nameWithoutLinks(temporary, target, kind)
  }
}

/** For drives without hard links (FAT): claims the name with an empty file, then replaces that. */
async function nameWithoutLinks(temporary: string, target: string, kind: LeftKind): Promise<void> {
  await (await open(target, 'wx')).close()
  await orTakeBack(
    () => removeNamed(target, kind),
    () => onPath(target, rename(temporary, target)),
  )
}

/** Takes a name away again, or says that it is still there. Throws nothing. */
async function removeNamed(target: string, kind: LeftKind): Promise<Left> {
  try {
    await unlink(target)
    return []
  } catch {
    return [{ path: target, kind }]
  }
}

export interface NewFileOptions {
  /** Readable by the owner alone. */
  readonly secret?: boolean
}

/** The name of the file in its temporary folder. */
const PART = 'part'

/** A file under way. Either `commit` or `discard` it. */
export class AtomicFile {
  readonly #target: string
  readonly #folder: string
  readonly #handle: FileHandle
  readonly #kind: LeftKind
  readonly #early: EarlySync
  #named = false

  private constructor(target: string, folder: string, handle: FileHandle, kind: LeftKind) {
    this.#early = new EarlySync(() => handle.datasync())
    this.#target = target
    this.#folder = folder
    this.#handle = handle
    this.#kind = kind
  }

  /**
   * Starts a file.
   *
   * @throws FILE_EXISTS if there is something at `target` already, FILE_MISSING, FILE_DENIED …
   */
  static async create(target: string, options: NewFileOptions = {}): Promise<AtomicFile> {
    await refuseExisting(target)
    const folder = await temporaryFolder(target)
    const [mode, kind] = options.secret
      ? [0o600, 'secret' as const]
      : [0o644, 'unfinished' as const]
    return orTakeBack(
      () => removeTemporary(folder, kind),
      async () => {
        const handle = await onPath(target, open(path.join(folder, PART), 'wx', mode))
        return new AtomicFile(target, folder, handle, kind)
      },
    )
  }

  /** Where it is until it has its name: what was synced can be read back there. */
  get unnamed(): string {
    return path.join(this.#folder, PART)
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

  /** Writes a part to its place, whatever was written before it. @throws FILE_FULL, FILE_IO … */
  async writeAt(position: number, part: Buffer): Promise<void> {
    try {
      for (let done = 0; done < part.length; ) {
        const rest = part.length - done
        done += (await this.#handle.write(part, done, rest, position + done)).bytesWritten
      }
    } catch (error) {
      throw ioError(error, this.#target)
    }
    this.#early.wrote(part.length)
  }

  /** Puts what was written on the disk, before the file has its name. @throws FILE_FULL, FILE_IO … */
  async sync(): Promise<void> {
    await onPath(this.#target, this.#handle.sync())
  }

  /** Makes the file durable and gives it its name. @throws FILE_EXISTS, FILE_FULL, FILE_IO … */
  async commit(): Promise<void> {
    await orTakeBack(
      async () => [...(await this.#unname()), ...(await this.discard())],
      () => onPath(this.#target, this.#finish()),
    )
  }

  /** What cannot be made durable is not there for having a name. */
  async #unname(): Promise<Left> {
    return this.#named ? await removeNamed(this.#target, this.#kind) : []
  }

  async #finish(): Promise<void> {
    await this.#early.done()
    await this.#handle.sync()
    await this.#handle.close()
    await nameFile(path.join(this.#folder, PART), this.#target, this.#kind)
    this.#named = true
    // Of a file that has its name nothing is left behind but a second one, if that.
    await removeTemporary(this.#folder, this.#kind)
    await syncFolder(path.dirname(path.resolve(this.#target)))
  }

  /** Removes what was written. Safe to call after a commit that failed. Throws nothing. */
  async discard(): Promise<Left> {
    await this.#early.done().catch(() => {})
    await this.#handle.close().catch(() => {})
    return removeTemporary(this.#folder, this.#kind)
  }
}

/** Writes a small file atomically. @throws FILE_EXISTS, FILE_FULL, FILE_DENIED … */
export async function writeNewFile(
  target: string,
  content: Buffer,
  options: NewFileOptions = {},
): Promise<void> {
  await makeFile(target, file => file.write(content), options)
}

/** Makes a file by what `work` writes into it. @throws FILE_EXISTS, FILE_FULL, FILE_DENIED …; what `work` throws */
export async function makeFile<Result>(
  target: string,
  work: (file: AtomicFile) => Promise<Result>,
  options: NewFileOptions = {},
): Promise<Result> {
  const file = await AtomicFile.create(target, options)
  const result = await orTakeBack(
    () => file.discard(),
    () => work(file),
  )
  await file.commit()
  return result
}

/** Discards several. Throws nothing. */
export async function discardAll(files: readonly AtomicFile[]): Promise<Left> {
  const left: LeftBehind[] = []
  for (const file of files) left.push(...(await file.discard()))
  return left
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
