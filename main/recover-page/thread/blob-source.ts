import type { Buffer } from 'node:buffer'
import type { ByteSource } from '../../core/bytes/index.ts'

/** Bytes read from a file at once. */
const AT_ONCE = 1024 * 1024

/** A file that somebody chose, from its begin; never as a whole in memory. */
export function blobSource(
  blob: Blob,
  onBytes: (bytes: Uint8Array, position: number) => void = () => {},
): ByteSource {
  let position = 0
  return {
    read: async (into: Buffer): Promise<number> => {
      const length = Math.min(into.length, AT_ONCE)
      const bytes = new Uint8Array(await blob.slice(position, position + length).arrayBuffer())
      into.set(bytes)
      position += bytes.length
      onBytes(bytes, position)
      return bytes.length
    },
  }
}
