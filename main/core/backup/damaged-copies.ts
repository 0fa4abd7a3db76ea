import type { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import {
  findHeaderEnd,
  HEADER_LIMIT,
  openDamagedHeader,
  PAYLOAD_NONCE,
  payloadKey,
} from '../age/index.ts'
import { bytesAt, type SeekableSource, wipe } from '../bytes/index.ts'
import { AuthenticChunks, type BackupCopy } from './damaged-chunks.ts'

/** Where the payload begins in damaged copies of a backup, and its key. */

/** How far from a file's begin a payload whose header has no end is looked for. */
const SEARCHED = 8 * 1024
/** How many chunks tell whether a key is the payload's. */
const PROBES = 8

export interface OpenedCopies {
  /** The payload's key; the caller wipes it. */
  readonly key: Buffer
  readonly copies: readonly BackupCopy[]
}

/**
 * Opens the copies of one backup with what is left of their headers: one stanza in one of them is enough.
 *
 * @param identity ASCII bytes of `AGE-SECRET-KEY-…`; the caller wipes them
 * @throws AGE_IDENTITY; AGE_NO_MATCH; AGE_HEADER when no chunk is found that the file key opens
 */
export async function openCopies(
  files: readonly SeekableSource[],
  identity: Uint8Array,
): Promise<OpenedCopies> {
  const heads = await Promise.all(files.map(file => bytesAt(file, 0, HEADER_LIMIT)))
  const fileKey = await fileKeyOf(heads, identity)
  try {
    return await locatePayload(files, heads, fileKey)
  } finally {
    wipe(fileKey)
  }
}

async function fileKeyOf(heads: readonly Buffer[], identity: Uint8Array): Promise<Buffer> {
  for (const head of heads) {
    try {
      return await openDamagedHeader(head, identity)
    } catch (error) {
      if (head === heads.at(-1)) throw error
    }
  }
  throw refuse('AGE_NO_MATCH', {})
}

/**
 * Finds where the payload begins, by its first chunks.
 *
 * @throws AGE_HEADER
 */
export async function locatePayload(
  files: readonly SeekableSource[],
  heads: readonly Buffer[],
  fileKey: Buffer,
): Promise<OpenedCopies> {
  const ends = heads.map(findHeaderEnd)
  const likely = [...new Set(ends.filter(end => end !== null))]
  const anywhere = Array.from({ length: SEARCHED }, (_, i) => i)
  for (const [places, probes] of [
    [likely, PROBES],
    [anywhere, 1],
  ] as const) {
    for (const [i, head] of heads.entries()) {
      for (const end of places) {
        const key = keyAt(head, end, fileKey)
        if (key === null) continue
        const copies = files.map((file, j) => ({ file, start: (ends[j] ?? end) + PAYLOAD_NONCE }))
        // The one whose nonce it is may be the one whose chunks are lost.
        const probed = probes === 1 ? copies.slice(i, i + 1) : copies
        if (await opensAny(probed, key, probes)) return { key, copies }
        wipe(key)
      }
    }
  }
  return begunWhereItSays(files, heads, ends, fileKey)
}

/** The header is as it should be, and its first chunks are not: more may follow. @throws AGE_HEADER */
function begunWhereItSays(
  files: readonly SeekableSource[],
  heads: readonly Buffer[],
  ends: readonly (number | null)[],
  fileKey: Buffer,
): OpenedCopies {
  for (const [i, head] of heads.entries()) {
    const end = ends[i] ?? null
    const key = end === null ? null : keyAt(head, end, fileKey)
    if (end === null || key === null) continue
    const copies = files.map((file, j) => ({ file, start: (ends[j] ?? end) + PAYLOAD_NONCE }))
    return { key, copies }
  }
  throw refuse('AGE_HEADER', { problem: 'no-payload' })
}

function keyAt(head: Buffer, end: number, fileKey: Buffer): Buffer | null {
  const nonce = head.subarray(end, end + PAYLOAD_NONCE)
  return nonce.length < PAYLOAD_NONCE ? null : payloadKey(fileKey, nonce)
}

async function opensAny(
  copies: readonly BackupCopy[],
  key: Buffer,
  probes: number,
): Promise<boolean> {
  const chunks = new AuthenticChunks(copies, key)
  try {
    for (let chunk = 0; chunk < probes; chunk += 1) {
      if ((await chunks.open(chunk)) !== null) return true
    }
    return false
  } finally {
    chunks.close()
  }
}
