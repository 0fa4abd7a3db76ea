import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { refuse } from '../../../shared/errors.ts'
import {
  DESCRIPTOR_AT,
  DESCRIPTOR_LENGTH,
  type IsoImage,
  isoImage,
} from '../../core/medium/index.ts'
import { hashWords } from '../../core/text/index.ts'
import { onPath, openInput } from '../files/index.ts'
import { continueUnlessCancelled, type Watch } from '../tasks/index.ts'

/** What was hashed, for people who compare it. */
export interface HashedMedium {
  /** What the image calls itself; null where no ISO 9660 image is, and the file was hashed whole. */
  readonly name: string | null
  /** Bytes that were hashed. */
  readonly length: number
  /** Bytes of the file behind them; of a device, which is nearly always longer than its image, null. */
  readonly beyond: number | null
  /** 64 hexadecimal digits, and the same as 32 words. */
  readonly sha256: string
  readonly words: readonly string[]
}

export interface Media {
  /**
   * Hashes a medium exactly as long as the image on it says it is, so that a drive and the file that was written to it
   * give the same hash. A file without such an image is hashed whole.
   *
   * @param path a block device, or a file
   * @throws MEDIUM_NO_IMAGE for a device without one; MEDIUM_SHORT when it ends before its image does; FILE_*; CANCELLED
   */
  readonly hash: (path: string, watch: Watch) => Promise<HashedMedium>
}

/** Bytes that are read at once. */
const CHUNK = 4 * 1024 * 1024

export const createMedia = (): Media => ({
  hash: (path, watch) => onPath(path, hash(path, watch)),
})

async function hash(path: string, watch: Watch): Promise<HashedMedium> {
  const isDevice = (await stat(path)).isBlockDevice()
  const opened = isDevice ? await openDevice(path) : await openFile(path)
  try {
    return await hashOpened(opened, path, watch)
  } finally {
    await opened.handle.close()
  }
}

/** @throws as Media.hash; what the system says of reading */
export async function hashOpened(
  { handle, size }: Opened,
  path: string,
  { signal, onEvent }: Watch,
): Promise<HashedMedium> {
  const image = await imageOn(handle)
  if (image === null && size === null) throw refuse('MEDIUM_NO_IMAGE', { path })
  const length = image?.length ?? size ?? 0
  const sum = createHash('sha256')
  const buffer = Buffer.alloc(Math.min(CHUNK, length))
  for (let done = 0; done < length; ) {
    continueUnlessCancelled(signal)
    const wanted = Math.min(buffer.length, length - done)
    const { bytesRead } = await handle.read(buffer, 0, wanted, done)
    if (bytesRead === 0) throw refuse('MEDIUM_SHORT', { path, have: done, need: length })
    sum.update(buffer.subarray(0, bytesRead))
    done += bytesRead
    onEvent({ kind: 'progress', task: 'hashing-medium', done, total: length, unit: 'bytes' })
  }
  const sha256 = sum.digest('hex')
  const beyond = size === null ? null : size - length
  return { name: image?.name ?? null, length, beyond, sha256, words: hashWords(sha256) }
}

interface Opened {
  readonly handle: FileHandle
  /** Bytes; null of a device. */
  readonly size: number | null
}

/** A device is only ever named here on purpose; everything else goes the way of all input. */
async function openDevice(path: string): Promise<Opened> {
  return { handle: await open(path, constants.O_RDONLY), size: null }
}

async function openFile(path: string): Promise<Opened> {
  const { handle, stat: opened } = await openInput(path)
  return { handle, size: opened.size }
}

async function imageOn(handle: FileHandle): Promise<IsoImage | null> {
  const descriptor = Buffer.alloc(DESCRIPTOR_LENGTH)
  const { bytesRead } = await handle.read(descriptor, 0, DESCRIPTOR_LENGTH, DESCRIPTOR_AT)
  return isoImage(descriptor.subarray(0, bytesRead))
}
