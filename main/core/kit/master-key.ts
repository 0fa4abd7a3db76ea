import { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import { copySecret, taggedHash } from '../bytes/index.ts'
import { aesCmac } from './aes-cmac.ts'
import { sealDraft } from './draft-key.ts'
import { described, type KeyLabels, type Sealing } from './labels.ts'
import type { ImportedSecret, MasterKey } from './schema.ts'

/** Master keys and imported secrets: made, named by what is public about them, and sealed. */

export const KEY_BITS = [128, 192, 256] as const
export type KeyBits = (typeof KEY_BITS)[number]

/** Largest secret that can be imported, 64 KiB. */
export const IMPORT_LIMIT = 64 * 1024

/** Most destinations refuse 192-bit AES keys, and FFmpeg cuts them to 128 bits for HLS; HSMs and raw keyrings take them (docs/DELIVERIES.md). */
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

/** A new AES key. */
export function draftMasterKey(bits: KeyBits, labels: KeyLabels, sealing: Sealing) {
  const secret = sealing.random(bits / 8)
  const description = {
    kind: 'master-key',
    ...described(labels, sealing),
    bits,
    fingerprint: keyFingerprint(secret),
    kcv: keyCheckValue(secret),
  } as const
  return { description, secret }
}

/** Generates an AES key and seals it. The key itself is wiped before this returns. */
export const newMasterKey = (
  bits: KeyBits,
  labels: KeyLabels,
  sealing: Sealing,
): Promise<MasterKey> => sealDraft(draftMasterKey(bits, labels, sealing), sealing)

/**
 * An existing secret. The kit shows its size but no fingerprint: it may be a password.
 *
 * @param secret 1 byte to 64 KiB; the caller still owns it
 * @throws KEY_IMPORT_SIZE
 */
export function draftSecret(secret: Uint8Array, labels: KeyLabels, sealing: Sealing) {
  if (secret.length < 1 || secret.length > IMPORT_LIMIT) {
    throw refuse('KEY_IMPORT_SIZE', { have: secret.length, limit: IMPORT_LIMIT })
  }
  const description = {
    kind: 'imported-secret',
    ...described(labels, sealing),
    bytes: secret.length,
  } as const
  return { description, secret: copySecret(secret) }
}

/** Seals an existing secret. @throws as `draftSecret` */
export const importSecret = async (
  secret: Uint8Array,
  labels: KeyLabels,
  sealing: Sealing,
): Promise<ImportedSecret> => await sealDraft(draftSecret(secret, labels, sealing), sealing)
