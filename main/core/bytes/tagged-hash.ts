import { Buffer } from 'node:buffer'
import { createHash, hash } from 'node:crypto'

/** Every use of a bare hash has a tag of its own, so that no digest of one kind passes for another. */
type Tag =
  | 'keyclave/v1 passphrase salt'
  | 'keyclave/v1 secret commitment'
  | 'keyclave/v1 key fingerprint'
  | 'keyclave/v1 public key fingerprint'
  | 'keyclave/v1 kit item'
  | 'keyclave/v1 kit fingerprint'
  | 'keyclave/v1 kit digest'
  | 'keyclave/v1 kit item 2'
  | 'keyclave/v1 kit change'
  | 'keyclave/v1 kit revision'
  | 'keyclave/v1 ceremony plan'
  | 'keyclave/v1 audit entry'
  | 'keyclave/v1 statement'
  | 'keyclave/v1 log signatures'
  | 'keyclave/v1 sign-in key possession'
  | 'keyclave/v1 ceremony record'
  | 'keyclave/v1 destruction certificate'
  | 'keyclave/v1 delivery receipt'
  | 'keyclave/v1 sealed sign-in key'
  | 'keyclave/v1 status list'
  | 'keyclave/v1 media key id'
  | 'keyclave/v1 share acknowledgement'

/** SHA-256 over the tag, as ASCII, followed at once by `bytes`. 32 bytes. Source: FORMAT, Keys. */
export const taggedHash = (tag: Tag, bytes: Uint8Array): Buffer =>
  createHash('sha256').update(tag, 'ascii').update(bytes).digest()

// What follows hashes in one piece, which is quicker by far and leaves a copy behind: for public values alone.

/** As taggedHash, over public text in UTF-8; 64 hex digits. */
export const taggedTextHash = (tag: Tag, text: string): string => hash('sha256', tag + text)

/** As taggedHash, over public bytes in hexadecimal; 64 hex digits. */
export const taggedHexHash = (tag: Tag, hex: string): string =>
  hash('sha256', Buffer.from(Buffer.from(tag, 'ascii').toString('hex') + hex, 'hex'))
