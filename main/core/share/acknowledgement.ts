import { createHash } from 'node:crypto'
import { taggedHash } from '../bytes/index.ts'

/**
 * That the holder of a sealed share has opened it: a hash that only whoever has the share can make, and of which
 * whoever sealed it keeps another hash. Neither says anything of the share, nor is one its commitment. Source: FORMAT,
 * Sealed shares.
 */

/** What the holder says, 64 hex digits; public once it is said. */
export const acknowledgementOf = (share: Uint8Array): string =>
  taggedHash('keyclave/v1 share acknowledgement', share).toString('hex')

/** What is kept to know it by, 64 hex digits. */
export const acknowledgementHash = (acknowledgement: string): string =>
  createHash('sha256').update(acknowledgement, 'hex').digest('hex')
