import { createHash } from 'node:crypto'

/** SHA-256 of the bytes of a public file, 64 hex digits: what `sha256sum` says of it. */
export const fileHash = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex')
