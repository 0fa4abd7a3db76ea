import { Buffer } from 'node:buffer'
import { constants, createPublicKey, publicEncrypt } from 'node:crypto'
import type { OaepHash } from '../../../shared/oaep-hash.ts'
import { osRandom, wipe } from '../bytes/index.ts'
import { wrapKwp } from './aes-kwp.ts'

/** RSA-OAEP and what is built on it (RFC 8017, 7.1): MGF1 with the same hash, an empty label. */

const keyOf = (spki: Uint8Array) =>
  createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })

/**
 * @param spki of the RSA key, DER
 * @param secret at most modulus - 2 · hash - 2 bytes; the caller still owns it
 */
export const encryptOaep = (spki: Uint8Array, hash: OaepHash, secret: Uint8Array): Buffer =>
  publicEncrypt(
    { key: keyOf(spki), padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: hash },
    secret,
  )

/** RSAES-PKCS1-v1_5, as OpenPGP has it (RFC 9580, 5.1.3). */
export const encryptPkcs1 = (spki: Uint8Array, secret: Uint8Array): Buffer =>
  publicEncrypt({ key: keyOf(spki), padding: constants.RSA_PKCS1_PADDING }, secret)

/**
 * PKCS#11 CKM_RSA_AES_KEY_WRAP: an AES-256 key that serves once, under RSA-OAEP, then the secret under
 * that key by RFC 5649.
 *
 * @param secret any length; the caller still owns it
 * @see PKCS#11 3.1, 6.1.26
 */
export function wrapRsaAes(spki: Uint8Array, hash: OaepHash, secret: Uint8Array): Buffer {
  const once = osRandom(32)
  try {
    return Buffer.concat([encryptOaep(spki, hash, once), wrapKwp(once, secret)])
  } finally {
    wipe(once)
  }
}
