import { taggedHash } from '../bytes/index.ts'
import { canonicalBytes } from '../text/index.ts'
import type { KitQuorum } from './schema.ts'

/** Fingerprint of a kit, 64 hex digits: of what its founding ceremony fixed. */
export const kitFingerprint = (quorum: KitQuorum): string =>
  taggedHash('keyclave/v1 kit fingerprint', canonicalBytes(quorum)).toString('hex')

/** A fingerprint as people compare it: the first 16 bytes as 8 groups of 4 hex digits. */
export const formatFingerprint = (fingerprint: string): string =>
  (fingerprint.slice(0, 32).match(/.{4}/g) ?? []).join(' ')
