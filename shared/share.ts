import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { refuse } from './errors.ts'

/** One custodian's part of the quorum secret, as 44 bytes (FORMAT: Share). */

export const SHARE_BYTES = 44
export const SHARE_VERSION = 1
export const SET_ID_BYTES = 5
/** The quorum secret, 32 bytes, and its digest, 4 bytes, are shared byte by byte. */
export const SHARE_VALUE_BYTES = 36

/** hybrid: age's ML-KEM-768 + X25519. classic: X25519. */
export type IdentityType = 'hybrid' | 'classic'

/** Argon2id costs (FORMAT: Keys). */
export type KdfProfile = 1 | 2 | 3

export interface Share {
  readonly identity: IdentityType
  readonly profile: KdfProfile
  /** 5 bytes, the same in all shares of one quorum. */
  readonly setId: Uint8Array
  /** How many shares recover the secret, 2…255. */
  readonly threshold: number
  /** Which share of the quorum this is, 1…255. */
  readonly index: number
  /** 36 bytes; secret. */
  readonly value: Uint8Array
}

export const isKdfProfile = (profile: number): profile is KdfProfile =>
  profile === 1 || profile === 2 || profile === 3

const isByteFrom = (least: number, value: number): boolean =>
  Number.isInteger(value) && least <= value && value <= 255

/** The header fields that not every byte is valid for. */
type CheckedHeader = Pick<Share, 'profile' | 'threshold' | 'index'>

/**
 * Checks the ranges of a header's fields.
 *
 * @throws SHARE_HEADER for the first field out of range
 */
export function checkHeader(header: {
  readonly profile: number
  readonly threshold: number
  readonly index: number
}): CheckedHeader {
  const { profile, threshold, index } = header
  if (!isKdfProfile(profile)) {
    throw refuse('SHARE_HEADER', { field: 'kdf-profile', have: profile })
  }
  if (!isByteFrom(2, threshold)) {
    throw refuse('SHARE_HEADER', { field: 'threshold', have: threshold })
  }
  if (!isByteFrom(1, index)) {
    throw refuse('SHARE_HEADER', { field: 'index', have: index })
  }
  return { profile, threshold, index }
}

// An ArrayBuffer of its own: a small Uint8Array without one lies in the garbage collector's heap, which
// may move it and so leave copies that nobody wipes.
const ownCopy = (bytes: Uint8Array): Uint8Array => {
  const copy = new Uint8Array(new ArrayBuffer(bytes.length))
  copy.set(bytes)
  return copy
}

/**
 * The 44 bytes of a share (FORMAT: Share). They are secret; the caller wipes them.
 *
 * @throws SHARE_HEADER when a header field is out of range
 */
export function encodeShare(share: Share): Uint8Array<ArrayBuffer> {
  const { identity, profile, setId, threshold, index, value } = share
  checkHeader(share)
  if (setId.length !== SET_ID_BYTES || value.length !== SHARE_VALUE_BYTES) {
    throw new RangeError(
      `share: expected set id of ${SET_ID_BYTES} and value of ${SHARE_VALUE_BYTES} bytes, got ${setId.length} and ${value.length}`,
    )
  }
  const bytes = new Uint8Array(new ArrayBuffer(SHARE_BYTES))
  bytes[0] = (SHARE_VERSION << 5) | (identity === 'classic' ? 0x10 : 0) | profile
  bytes.set(setId, 1)
  bytes[6] = threshold
  bytes[7] = index
  bytes.set(value, 8)
  return bytes
}

/** What a share says of itself: everything but its value, nothing of it secret. */
export type ShareHeader = Omit<Share, 'value'>

/**
 * Reads the header of a share's 44 bytes, and makes no copy of the value.
 *
 * @throws SHARE_LENGTH, SHARE_VERSION, or SHARE_HEADER for the first field out of range
 */
export function decodeHeader(bytes: Uint8Array): ShareHeader {
  if (bytes.length !== SHARE_BYTES) {
    throw refuse('SHARE_LENGTH', { have: bytes.length, need: SHARE_BYTES })
  }
  const [first = 0] = bytes
  const version = first >> 5
  if (version !== SHARE_VERSION) {
    throw refuse('SHARE_VERSION', { have: version, known: SHARE_VERSION })
  }
  const [threshold = 0, index = 0] = bytes.subarray(6, 8)
  return {
    identity: first & 0x10 ? 'classic' : 'hybrid',
    setId: ownCopy(bytes.subarray(1, 6)),
    ...checkHeader({ profile: first & 0x0f, threshold, index }),
  }
}

/**
 * Reads the 44 bytes of a share (FORMAT: Share). The value is a copy; the caller wipes it.
 *
 * @throws SHARE_LENGTH, SHARE_VERSION, or SHARE_HEADER for the first field out of range
 */
export const decodeShare = (bytes: Uint8Array): Share => ({
  ...decodeHeader(bytes),
  value: ownCopy(bytes.subarray(8)),
})

/**
 * The commitment of a share, 32 bytes: public, it shows a forged or damaged share by itself (FORMAT:
 * Commitments).
 *
 * @throws SHARE_LENGTH
 */
export function shareCommitment(bytes: Uint8Array): Uint8Array {
  if (bytes.length !== SHARE_BYTES) {
    throw refuse('SHARE_LENGTH', { have: bytes.length, need: SHARE_BYTES })
  }
  const label = utf8ToBytes('keyclave/v1 share commitment')
  return sha256.create().update(label).update(bytes).digest()
}

/** A set id as people see it: 10 lower-case hex digits. */
export const formatSetId = (setId: Uint8Array): string => bytesToHex(setId)
