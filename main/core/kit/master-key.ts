import { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import { type RandomSource, taggedHash, wipe } from '../bytes/index.ts'
import { aesCmac } from './aes-cmac.ts'
import type { ImportedSecret, MasterKey } from './schema.ts'
import { sealItem } from './sealed-item.ts'

/** Master keys and imported secrets: made, named by what is public about them, and sealed. */

export const KEY_BITS = [128, 192, 256] as const
export type KeyBits = (typeof KEY_BITS)[number]

/** Largest secret that can be imported, 64 KiB. */
export const IMPORT_LIMIT = 64 * 1024

/** What people say of a key. */
export interface KeyLabels {
  readonly label: string
  readonly purpose: string
  /** A date, `2028-11-21`. */
  readonly expires?: string
}

/** Where and when a key is sealed. */
export interface Sealing {
  /** Set id (10 hex digits) and recipient. */
  readonly quorum: { readonly setId: string; readonly recipient: string }
  readonly created: Date
  readonly random: RandomSource
  /** The key that this is a new version of; without it, version 1 of a key with a new id. */
  readonly replaces?: { readonly id: string; readonly version: number }
}

/** AWS KMS, S3 SSE-C, OpenBao transit, FFmpeg and Shaka refuse 192-bit AES keys. */
export const isSeldomTaken = (bits: KeyBits): boolean => bits === 192

/**
 * The public fingerprint of a key: 64 hex digits of a tagged SHA-256. Only for uniformly random keys:
 * the hash of a secret that can be guessed would let anyone with the kit check a guess.
 */
export const keyFingerprint = (key: Uint8Array): string =>
  taggedHash('keyclave/v1 key fingerprint', key).toString('hex')

/** The key check value of an AES key: the first 5 bytes of AES-CMAC over a zero block, 10 hex digits. */
export const keyCheckValue = (key: Uint8Array): string =>
  aesCmac(key, Buffer.alloc(16)).subarray(0, 5).toString('hex')

/** Whether an opened key is the one that its description promises. */
export const isKeyOf = (key: Uint8Array, described: MasterKey): boolean =>
  key.length * 8 === described.bits &&
  keyFingerprint(key) === described.fingerprint &&
  keyCheckValue(key) === described.kcv

/** Id and version: an id is 16 random hex digits, never changes, and says nothing about the key. */
function identify({ random, replaces }: Sealing): { id: string; version: number } {
  if (replaces) return { id: replaces.id, version: replaces.version + 1 }
  return { id: random(8).toString('hex'), version: 1 }
}

/** Generates an AES key and seals it. The key itself is wiped before this returns. */
export async function newMasterKey(
  bits: KeyBits,
  { label, purpose, expires }: KeyLabels,
  sealing: Sealing,
): Promise<MasterKey> {
  const key = sealing.random(bits / 8)
  try {
    const description = {
      kind: 'master-key',
      ...identify(sealing),
      label,
      purpose,
      ...(expires === undefined ? {} : { expires }),
      created: sealing.created.toISOString(),
      bits,
      fingerprint: keyFingerprint(key),
      kcv: keyCheckValue(key),
    } as const
    return {
      ...description,
      sealed: await sealItem(description, sealing.quorum, key, sealing.random),
    }
  } finally {
    wipe(key)
  }
}

/**
 * Seals an existing secret. The kit shows its size but no fingerprint: it may be a password.
 *
 * @param secret 1 byte to 64 KiB; the caller still owns it
 * @throws KEY_IMPORT_SIZE
 */
export async function importSecret(
  secret: Uint8Array,
  { label, purpose, expires }: KeyLabels,
  sealing: Sealing,
): Promise<ImportedSecret> {
  if (secret.length < 1 || secret.length > IMPORT_LIMIT) {
    throw refuse('KEY_IMPORT_SIZE', { have: secret.length, limit: IMPORT_LIMIT })
  }
  const description = {
    kind: 'imported-secret',
    ...identify(sealing),
    label,
    purpose,
    ...(expires === undefined ? {} : { expires }),
    created: sealing.created.toISOString(),
    bytes: secret.length,
  } as const
  return {
    ...description,
    sealed: await sealItem(description, sealing.quorum, secret, sealing.random),
  }
}
