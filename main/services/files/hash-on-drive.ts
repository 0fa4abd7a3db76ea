import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { onPath } from './io-error.ts'

/**
 * What a drive has, and not what the system remembers of it: with O_DIRECT a read goes to the device (open(2)). Where a
 * file system cannot do that, as one of memory, the file is read as any other.
 */

/** Bytes that are read at once; a whole number of any drive's blocks. */
const CHUNK = 1024 * 1024
/** A direct read wants memory that begins at a block's length; where a buffer begins is not told, so it is tried. */
const [BLOCK, STEP] = [4096, 16]
const CANNOT = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP'])

/** SHA-256 of a file as its drive has it, 64 hex digits. @throws FILE_* */
export const hashOnDrive = (file: string): Promise<string> => onPath(file, hash(file))

async function hash(file: string): Promise<string> {
  const direct = await openDirect(file)
  if (direct === null) return await read(await open(file, 'r'), Buffer.allocUnsafeSlow(CHUNK))
  return await read(direct.handle, direct.into)
}

/** @returns null where the file system, or the system, has no such reads */
async function openDirect(
  file: string,
): Promise<{ readonly handle: FileHandle; readonly into: Buffer } | null> {
  // Of Linux alone; its own types have it everywhere.
  const flag: number | undefined = constants.O_DIRECT
  if (flag === undefined) return null
  const handle = await open(file, constants.O_RDONLY | flag).catch(unlessUnable)
  if (handle === null) return null
  const whole = Buffer.allocUnsafeSlow(CHUNK + BLOCK)
  for (let from = 0; from < BLOCK; from += STEP) {
    const into = whole.subarray(from, from + CHUNK)
    if ((await handle.read(into, 0, BLOCK, 0).catch(unlessUnable)) !== null) return { handle, into }
  }
  await handle.close()
  return null
}

function unlessUnable(error: NodeJS.ErrnoException): null {
  if (CANNOT.has(error.code ?? '')) return null
  throw error
}

async function read(handle: FileHandle, into: Buffer): Promise<string> {
  try {
    const sum = createHash('sha256')
    const { size } = await handle.stat()
    // No read behind the end: a direct one cannot begin at an odd place.
    for (let at = 0; at < size; ) {
      const { bytesRead } = await handle.read(into, 0, into.length, at)
      if (bytesRead === 0) break
      sum.update(into.subarray(0, bytesRead))
      at += bytesRead
    }
    return sum.digest('hex')
  } finally {
    await handle.close()
  }
}
