import { constants, type Stats } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import path from 'node:path'
import type { SpecialKind } from '../../../shared/codes/index.ts'
import { refuse } from '../../../shared/errors.ts'

/**
 * The one place that opens what people name as input: cards, kits, plans, passphrase files, backups.
 *
 * Opening a pipe with a name waits for somebody to write to it, and reading a device may never end; four such
 * waits take all the threads that Node has for files, and with them every other file of the program. So
 * what is no regular file is refused before it is opened.
 */

/** Names of what the person's shell has opened already: `<(command)`, or a redirected standard input. */
const REDIRECTED = /^\/(?:dev\/(?:stdin|fd\/\d+)|proc\/(?:self|\d+)\/fd\/\d+)$/

/** Ends at once where a pipe came into a file's place after it was looked at. */
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/** What a file is that is neither a regular file nor a folder. */
export function specialKind(stat: Stats): SpecialKind {
  if (stat.isSocket()) return 'socket'
  if (stat.isFIFO()) return 'pipe'
  return stat.isBlockDevice() || stat.isCharacterDevice() ? 'device' : 'special'
}

/**
 * Opens a regular file, or a pipe that the person redirected, for reading; the caller closes it.
 *
 * @throws FILE_IS_FOLDER, FILE_SPECIAL; errors of the system as they are
 */
export async function openInput(
  file: string,
): Promise<{ readonly handle: FileHandle; readonly stat: Stats }> {
  const before = await stat(file)
  const redirected = before.isFIFO() && REDIRECTED.test(path.resolve(file))
  if (!redirected) requireFile(file, before)
  const handle = await open(file, redirected ? constants.O_RDONLY : READ)
  try {
    const opened = await handle.stat()
    if (!redirected) requireFile(file, opened)
    return { handle, stat: opened }
  } catch (error) {
    await handle.close()
    throw error
  }
}

function requireFile(file: string, stat: Stats): void {
  if (stat.isDirectory()) throw refuse('FILE_IS_FOLDER', { path: file })
  if (!stat.isFile()) throw refuse('FILE_SPECIAL', { path: file, kind: specialKind(stat) })
}
