import { Buffer } from 'node:buffer'
import type { AgeHeaderProblem } from '../../../shared/codes/index.ts'
import { type KeyclaveError, refuse } from '../../../shared/errors.ts'
import { type ByteSource, fill, prepend, runOnce, secretNamed } from '../bytes/index.ts'
import type { Header } from './file-key.ts'
import { PAYLOAD_NONCE } from './payload.ts'

/**
 * The textual header of an age file: who can open it, and the file key sealed to them.
 *
 * Source: the age v1 specification (C2SP age.md), "Header"; FORMAT: Backups.
 */

/** A header has about 1,700 bytes for a hybrid recipient; this leaves room for dozens of them. */
export const HEADER_LIMIT = 64 * 1024

const INTRO = 'age-encryption.org/v1\n'
const MAC_LINE = '\n---'
/** The last line: a space and 32 bytes in base64. */
const MAC = /^\n--- [A-Za-z0-9+/]{43}\n$/

export type HeaderWork =
  | { readonly kind: 'create'; readonly recipients: readonly string[] }
  | { readonly kind: 'match'; readonly headers: readonly Uint8Array[] }
  | { readonly kind: 'open' | 'open-damaged'; readonly header: Uint8Array }

const WORKER = new URL('./header.worker.ts', import.meta.url)

/**
 * Makes a header for a new random file key, sealed to each recipient (`age1…`).
 *
 * @throws AGE_RECIPIENT
 */
export async function createHeader(recipients: readonly string[]): Promise<Header> {
  const work: HeaderWork = { kind: 'create', recipients }
  const { output, secrets } = await runOnce<Uint8Array>(WORKER, work)
  return { header: Buffer.from(output), fileKey: secretNamed(secrets, 'fileKey') }
}

/**
 * Opens a header with an identity, in a worker of its own.
 *
 * @param identity ASCII bytes of `AGE-SECRET-KEY-…`; the caller wipes them
 * @returns the file key (16 bytes), for the caller to wipe
 * @throws AGE_IDENTITY, AGE_HEADER, AGE_NO_MATCH, AGE_MAC
 */
export async function openHeader(header: Uint8Array, identity: Uint8Array): Promise<Buffer> {
  const { secrets } = await runOnce(WORKER, { kind: 'open', header }, { identity })
  return secretNamed(secrets, 'fileKey')
}

/** Headers in one piece of work: each with some identities takes a few milliseconds. */
const BATCH = 200

/**
 * Which headers are for which identities: no file key leaves the worker, and no payload is needed.
 *
 * @param identities ASCII bytes of `AGE-SECRET-KEY-…`; the caller wipes them
 * @returns for each header the positions of the identities that open it; null where it is damaged
 * @throws AGE_IDENTITY
 */
export async function matchHeaders(
  headers: readonly Uint8Array[],
  identities: readonly Uint8Array[],
): Promise<readonly (readonly number[] | null)[]> {
  const secrets = Object.fromEntries(identities.map((bytes, i) => [String(i), bytes]))
  const matched: (readonly number[] | null)[] = []
  for (let from = 0; from < headers.length; from += BATCH) {
    const work: HeaderWork = { kind: 'match', headers: headers.slice(from, from + BATCH) }
    const { output } = await runOnce<(readonly number[] | null)[]>(WORKER, work, secrets)
    matched.push(...output)
  }
  return matched
}

/**
 * Opens a header of which some is damaged, with what of it is not.
 *
 * @param bytes    the file's first ones, at most HEADER_LIMIT
 * @param identity ASCII bytes of `AGE-SECRET-KEY-…`; the caller wipes them
 * @returns the file key (16 bytes), for the caller to wipe
 * @throws AGE_IDENTITY, AGE_NO_MATCH
 */
export async function openDamagedHeader(bytes: Uint8Array, identity: Uint8Array): Promise<Buffer> {
  const { secrets } = await runOnce(WORKER, { kind: 'open-damaged', header: bytes }, { identity })
  return secretNamed(secrets, 'fileKey')
}

/** Where the header ends in a file's first bytes, as its last line says; null where that is damaged. */
export function findHeaderEnd(bytes: Buffer): number | null {
  const mac = /\n--- [A-Za-z0-9+/]{43}\n/.exec(bytes.toString('latin1'))
  return mac === null ? null : mac.index + mac[0].length
}

/** The parts of an age file, with the payload's chunks still to be read. */
export interface AgeFile {
  readonly header: Buffer
  readonly nonce: Buffer
  readonly chunks: ByteSource
}

const damagedHeader = (problem: AgeHeaderProblem): KeyclaveError =>
  refuse('AGE_HEADER', { problem })

/** Index just after the header's last line, or -1 if it has not come yet. */
function headerEnd(bytes: Buffer): number {
  const mac = bytes.indexOf(MAC_LINE)
  if (mac === -1) return -1
  const end = bytes.indexOf('\n', mac + MAC_LINE.length)
  if (end === -1) return -1
  if (!MAC.test(bytes.toString('latin1', mac, end + 1))) {
    throw damagedHeader('last-line')
  }
  return end + 1
}

/**
 * The parts of an age file that is in memory as a whole; views, not copies.
 *
 * @throws AGE_HEADER if its header has no end
 */
export function splitAgeFile(file: Buffer): {
  readonly header: Buffer
  readonly nonce: Buffer
  readonly payload: Buffer
} {
  const end = headerEnd(file)
  if (end === -1) throw damagedHeader('endless')
  const start = end + PAYLOAD_NONCE
  return {
    header: file.subarray(0, end),
    nonce: file.subarray(end, start),
    payload: file.subarray(start),
  }
}

/**
 * Reads an age file up to its first chunk. Judges of the header only its beginning and its last line.
 *
 * @throws AGE_HEADER if it is not an age file, has no end within 64 KiB, or no nonce after it
 */
export async function readAgeFile(source: ByteSource): Promise<AgeFile> {
  const bytes = Buffer.alloc(HEADER_LIMIT)
  let length = 0
  for (;;) {
    const read = await source.read(bytes.subarray(length))
    length += read
    const seen = bytes.subarray(0, length)
    const intro = Buffer.from(INTRO)
    if (!seen.subarray(0, intro.length).equals(intro.subarray(0, length))) {
      throw damagedHeader('foreign')
    }
    const end = headerEnd(seen)
    if (end !== -1) return splitFile(seen, end, source)
    if (read === 0) throw damagedHeader('endless')
    if (length === HEADER_LIMIT) throw damagedHeader('too-long')
  }
}

async function splitFile(seen: Buffer, end: number, source: ByteSource): Promise<AgeFile> {
  const payload = prepend(seen.subarray(end), source)
  const nonce = Buffer.alloc(PAYLOAD_NONCE)
  if ((await fill(payload, nonce)) < PAYLOAD_NONCE) throw damagedHeader('no-payload')
  return { header: Buffer.from(seen.subarray(0, end)), nonce, chunks: payload }
}
