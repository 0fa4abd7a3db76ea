import { Buffer } from 'node:buffer'
import { cmac } from '@noble/ciphers/aes.js'

/**
 * The 16-byte AES-CMAC of a message. The cipher wipes what it made of the key.
 *
 * @param key 16, 24 or 32 bytes; the caller still owns it
 * @see RFC 4493, NIST SP 800-38B
 */
export const aesCmac = (key: Uint8Array, message: Uint8Array): Buffer =>
  Buffer.from(cmac(message, key))
