import { createHash } from 'node:crypto'
import { refuse } from '../../../shared/errors.ts'
import { PAYLOAD_NONCE, readAgeFile, SEALED_CHUNK, TAG } from '../../core/age/index.ts'
import { type BackupPlace, readJoined } from '../files/index.ts'
import { continueUnlessCancelled, type Watch } from '../tasks/index.ts'

/** What of a backup can be checked without opening it. */
export interface BackupLooks {
  readonly size: number
  /** SHA-256 of the file, in hex. */
  readonly sha256: string
  /** The type of each recipient's stanza, such as `mlkem768x25519`. */
  readonly recipients: readonly string[]
  /** Chunks of 64 KiB that its length makes. */
  readonly chunks: number
  /** The volume that is missing, if there is more of it than was read; null: nothing may be missing. */
  readonly next: string | null
}

/** Bytes read at once. */
const PIECE = 1024 * 1024

/**
 * Reads a backup from begin to end: its digest, its header's form, and whether its length is that of a
 * whole age file. What is in it stays closed.
 *
 * @throws AGE_HEADER; AGE_TRUNCATED when the length cannot be that of a whole file; FILE_*; CANCELLED
 */
export async function lookAtBackup(
  backup: BackupPlace,
  { signal, onEvent }: Watch,
): Promise<BackupLooks> {
  const { header } = await readJoined(backup, readAgeFile)
  return await readJoined(backup, async source => {
    const hash = createHash('sha256')
    const piece = Buffer.alloc(PIECE)
    let size = 0
    for (;;) {
      continueUnlessCancelled(signal)
      const read = await source.read(piece)
      if (read === 0) break
      hash.update(piece.subarray(0, read))
      size += read
      const total = Math.max(size, source.size)
      onEvent({ kind: 'progress', task: 'reading-back', done: size, total, unit: 'bytes' })
    }
    const chunks = chunksIn(size - header.length - PAYLOAD_NONCE)
    const rest = { recipients: recipientTypes(header), chunks, next: source.next }
    return { size, sha256: hash.digest('hex'), ...rest }
  })
}

/** The lines that begin a stanza are "-> type arguments" (age v1 specification, "Header"). */
const recipientTypes = (header: Buffer): readonly string[] =>
  [...header.toString('latin1').matchAll(/^-> (\S+)/gm)].map(([, type = '']) => type)

/**
 * How many chunks a payload of so many bytes has.
 *
 * @throws AGE_TRUNCATED when a last chunk of this length does not exist: less than its tag, or empty
 *         though not the only one
 */
function chunksIn(payload: number): number {
  const chunks = Math.ceil(payload / SEALED_CHUNK)
  const last = payload - (chunks - 1) * SEALED_CHUNK
  const least = chunks > 1 ? TAG + 1 : TAG
  if (payload < TAG || last < least)
    throw refuse('AGE_TRUNCATED', { chunk: Math.max(0, chunks - 1) })
  return chunks
}
