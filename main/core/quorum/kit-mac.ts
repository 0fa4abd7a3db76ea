import { Buffer } from 'node:buffer'
import { createHmac } from 'node:crypto'
import { hkdfOfBoth } from '../bytes/index.ts'

/**
 * The quorum's own word for a kit: a MAC under a key that only shares and passphrase together give. What
 * it covers was there when it was made: Keyclave makes it at the founding. Source: FORMAT, MAC.
 */

const MAC_KEY_BYTES = 32
const LABEL = 'keyclave/v1 kit revisions'

/**
 * `HKDF-SHA-256(ikm = S ‖ Kp, salt = setId, info = "keyclave/v1 kit revisions", 32)`.
 *
 * @param secret `S`, 32 bytes
 * @param kp     32 bytes, of `deriveKp`
 * @param setId  5 bytes
 * @returns 32 bytes; the caller wipes them
 */
export const kitMacKey = (secret: Uint8Array, kp: Uint8Array, setId: Uint8Array): Buffer =>
  hkdfOfBoth(secret, kp, setId, LABEL, MAC_KEY_BYTES)

/**
 * The MAC over the head of a kit's revisions.
 *
 * @param key  of `kitMacKey`; the caller still owns it
 * @param head digest of a revision, or the kit's fingerprint: 64 hex digits
 * @returns 64 hex digits; public
 */
export const kitMac = (key: Uint8Array, head: string): string =>
  createHmac('sha256', key).update(LABEL, 'ascii').update(Buffer.from(head, 'hex')).digest('hex')
