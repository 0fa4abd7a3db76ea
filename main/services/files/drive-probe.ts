import {
  chmod,
  mkdir,
  open,
  readdir,
  rm,
  rmdir,
  stat,
  statfs,
  symlink,
  unlink,
} from 'node:fs/promises'
import path from 'node:path'
import { ioError, onPath } from './io-error.ts'
import { type Left, leaving, orTakeBack } from './take-back.ts'
import { removeTemporary, temporaryFolder } from './temporary-folder.ts'

/**
 * What a drive can hold, found out by trying: a hidden folder is made on it, in that an empty file of each
 * name that is in doubt. The name of a file system alone does not tell: mount options, encryption and drivers
 * decide as well.
 */

/** What says nothing of a name, a link or a mode: the drive is full, write-protected or gone. */
const NOT_OF_NAME = new Set([
  ...['ENOSPC', 'EDQUOT', 'EROFS', 'ENODEV', 'ENXIO', 'ENOTCONN', 'ESTALE', 'EHOSTDOWN'],
  ...['ECONNABORTED', 'EREMOTEIO', 'ESHUTDOWN', 'EIO', 'EBUSY'],
  ...['EMFILE', 'ENFILE', 'ENOMEM'],
])

const saysNothing = (error: unknown): boolean =>
  NOT_OF_NAME.has((error as NodeJS.ErrnoException).code ?? '')

export interface DriveProbe {
  /** Bytes in a block: a file takes whole ones. */
  readonly block: number
  /** Bytes that are free for whoever asks; null: it does not say. */
  readonly free: number | null
  /** How many more files and folders it can hold; null: it does not say. */
  readonly freeEntries: number | null
  /** Whether a file has the permissions that it is given. */
  readonly keepsModes: boolean
  readonly holdsLinks: boolean
  /** Whether a file of this name can be made, and has this name then. */
  keeps(name: string): Promise<boolean>
  /** Whether two names are one to the drive. */
  isSame(name: string, other: string): Promise<boolean>
  /** Whether a file can be so long. */
  fits(size: number): Promise<boolean>
}

/**
 * Looks at the drive on which `target` is going to be made.
 *
 * @throws FILE_DENIED, FILE_FULL, FILE_MISSING, FILE_IO … when nothing can be made there at all
 */
export async function onDrive<Result>(
  target: string,
  use: (probe: DriveProbe) => Promise<Result>,
): Promise<Result> {
  const folder = await temporaryFolder(target)
  const discard = (): Promise<Left> => removeTemporary(folder, 'unfinished')
  const result = await orTakeBack(discard, async () => await use(await probeIn(folder, target)))
  try {
    await rm(folder, { recursive: true, force: true })
  } catch (error) {
    // From a drive that does not let go of an empty folder nothing could be taken back.
    const left = await discard()
    if (left.length > 0) throw leaving(ioError(error, target), left)
  }
  return result
}

async function probeIn(folder: string, target: string): Promise<DriveProbe> {
  const at = (...names: readonly string[]): string => path.join(folder, ...names)
  const { bsize, bavail, files, ffree } = await onPath(target, statfs(folder))

  /** Makes an empty file. @returns null; why not, where that may be its name's fault */
  async function make(location: string): Promise<string | null> {
    try {
      await (await open(location, 'wx', 0o600)).close()
      return null
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException
      if (NOT_OF_NAME.has(code)) throw ioError(error, target)
      return code
    }
  }

  const plain = await make(at('a'))
  if (plain !== null) throw ioError(Object.assign(new Error(plain), { code: plain }), target)
  const keepsModes = await modesKept(at('a'), target)
  await onPath(target, unlink(at('a')))

  return {
    block: bsize,
    // Some drivers say nothing is free whatever is; on a drive that is full writing says so.
    free: bavail === 0 ? null : bavail * bsize,
    freeEntries: files === 0 ? null : ffree,
    keepsModes,
    holdsLinks: await linksHeld(at('l'), target),
    keeps: async name => {
      if ((await make(at(name))) !== null) return false
      const names = await onPath(target, readdir(folder))
      for (const made of names) await onPath(target, rm(at(made), { force: true }))
      return names.length === 1 && names[0] === name
    },
    isSame: async (name, other) => {
      const pair = at('pair')
      await onPath(target, mkdir(pair))
      try {
        if ((await make(path.join(pair, name))) !== null) return false
        return (await make(path.join(pair, other))) === 'EEXIST'
      } finally {
        for (const one of [name, other]) {
          await onPath(target, rm(path.join(pair, one), { force: true }))
        }
        await onPath(target, rmdir(pair))
      }
    },
    fits: async size => {
      const file = await onPath(target, open(at('large'), 'wx', 0o600))
      try {
        await file.truncate(size)
        return true
      } catch (error) {
        return (error as NodeJS.ErrnoException).code !== 'EFBIG'
      } finally {
        await file.close()
        await onPath(target, unlink(at('large')))
      }
    },
  }
}

/** Two modes, of which a drive without permissions has neither or one. @throws what says nothing of modes */
async function modesKept(file: string, target: string): Promise<boolean> {
  for (const mode of [0o640, 0o400]) {
    try {
      await chmod(file, mode)
      if (((await stat(file)).mode & 0o777) !== mode) return false
    } catch (error) {
      if (saysNothing(error)) throw ioError(error, target)
      return false
    }
  }
  await chmod(file, 0o600).catch(() => {})
  return true
}

async function linksHeld(location: string, target: string): Promise<boolean> {
  try {
    await symlink('a', location)
  } catch (error) {
    if (saysNothing(error)) throw ioError(error, target)
    return false
  }
  await onPath(target, unlink(location))
  return true
}
