import type { Buffer } from 'node:buffer'
import { access, constants, open, readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { wipe } from '../../core/bytes/index.ts'
import { refuseExisting, syncFolder } from './atomic-file.ts'
import { onPath } from './io-error.ts'
import { orTakeBack } from './take-back.ts'
import { removeTemporary, temporaryFolder } from './temporary-folder.ts'

/** A file of a folder that is published. */
export interface PublishedFile {
  /** Without a folder in it. */
  readonly name: string
  readonly bytes: Buffer
  /** Absent: read and written by its owner alone. */
  readonly mode?: number
}

/**
 * Whether a folder could be made here, before long work that ends in one.
 *
 * @throws FILE_EXISTS, FILE_MISSING (its parent), FILE_DENIED
 */
export async function requireRoomFor(target: string): Promise<void> {
  await refuseExisting(target)
  const parent = path.dirname(path.resolve(target))
  await onPath(parent, access(parent, constants.W_OK))
}

/**
 * Makes a folder of small files, whole or not at all: written and synced in a hidden folder beside it, then
 * renamed.
 *
 * @throws FILE_EXISTS, FILE_MISSING, FILE_FULL, FILE_DENIED …
 */
export async function publishFolder(
  target: string,
  files: readonly PublishedFile[],
): Promise<void> {
  await refuseExisting(target)
  const folder = await temporaryFolder(target)
  let lies = folder
  await orTakeBack(
    () => removeTemporary(lies, 'secret'),
    async () => {
      for (const { name, bytes, mode = 0o600 } of files) {
        await onPath(path.join(target, name), write(path.join(folder, name), bytes, mode))
      }
      await onPath(target, syncFolder(folder))
      await refuseExisting(target)
      await onPath(target, rename(folder, target))
      lies = target
      await onPath(target, syncFolder(path.dirname(path.resolve(target))))
    },
  )
}

/** Reads a folder that was published. @returns the first file that is not as it was written; null: all are. @throws FILE_* */
export async function findChanged(
  target: string,
  files: readonly PublishedFile[],
): Promise<string | null> {
  for (const { name, bytes } of files) {
    const location = path.join(target, name)
    const read = await onPath(location, readFile(location))
    const isSame = read.equals(bytes)
    wipe(read)
    if (!isSame) return name
  }
  return null
}

async function write(location: string, bytes: Buffer, mode: number): Promise<void> {
  const file = await open(location, 'wx', mode)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}
