import { Buffer } from 'node:buffer'
import { aeskw, aeskwp } from '@noble/ciphers/aes.js'

/**
 * AES key wrap with padding, RFC 5649 (PKCS#11: CKM_AES_KEY_WRAP_KWP; not RFC 3394, not even where the
 * length is a multiple of 8). 16 bytes become 24, 24 become 32, 32 become 40.
 *
 * @param kek 16, 24 or 32 bytes; the caller still owns it
 * @param key 1 byte or more; the caller still owns it
 */
export const wrapKwp = (kek: Uint8Array, key: Uint8Array): Buffer =>
  Buffer.from(aeskwp(kek).encrypt(key))

/** AES key wrap without padding, RFC 3394: what CMS and OpenPGP agree keys with. */
export const wrapKw = (kek: Uint8Array, key: Uint8Array): Buffer =>
  Buffer.from(aeskw(kek).encrypt(key))
