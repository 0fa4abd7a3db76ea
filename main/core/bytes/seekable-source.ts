import { Buffer } from 'node:buffer'

/** Bytes that can be read at any place, again and again. */
export interface SeekableSource {
  /** Bytes that there are. */
  readonly size: number
  /** Reads from a place on until `into` is full or the bytes have ended; returns how many were read. */
  readAt(position: number, into: Buffer): Promise<number>
}

/** The bytes from `from` to before `to`, or to the end where that comes first. */
export async function bytesAt(
  { size, readAt }: SeekableSource,
  from: number,
  to: number,
): Promise<Buffer> {
  const bytes = Buffer.alloc(Math.max(0, Math.min(to, size) - from))
  return bytes.length === 0 ? bytes : bytes.subarray(0, await readAt(from, bytes))
}
