import { Buffer } from 'node:buffer'
import sodium from 'sodium-native'
import { allocSecret, wipe } from '../bytes/index.ts'

/**
 * Ed25519 (RFC 8032) over 32-byte tagged hashes: each kind of thing that is signed has a tag of its own
 * (tagged-hash.ts), so that no signature of one kind passes for another.
 */

/** Bytes of a seed, and of a public key. */
export const SEED_BYTES = 32
const SECRET_KEY_BYTES = 64
const SIGNATURE_BYTES = 64

/** A sign-in key while it is open. Public keys are 64 hex digits, signatures 128. */
export interface Signer {
  readonly publicKey: string
  /** @param hash 64 hex digits */
  readonly sign: (hash: string) => string
  /** Wipes the key; nothing can be signed after that. */
  readonly close: () => void
}

/** @param seed 32 bytes; the caller still owns it */
export function signerOf(seed: Uint8Array): Signer {
  const publicKey = Buffer.alloc(SEED_BYTES)
  const secretKey = allocSecret(SECRET_KEY_BYTES)
  sodium.crypto_sign_seed_keypair(publicKey, secretKey, seed as Buffer)
  let open = true
  return {
    publicKey: publicKey.toString('hex'),
    sign: hash => {
      if (!open) throw new Error('this signer is closed')
      const signature = Buffer.alloc(SIGNATURE_BYTES)
      sodium.crypto_sign_detached(signature, hashBytes(hash), secretKey)
      return signature.toString('hex')
    },
    close: () => {
      open = false
      wipe(secretKey)
    },
  }
}

/** Whether a signature over a hash is by this key. Libsodium refuses other spellings of a signature. */
export const verifySignature = (publicKey: string, hash: string, signature: string): boolean =>
  sodium.crypto_sign_verify_detached(
    Buffer.from(signature, 'hex'),
    hashBytes(hash),
    Buffer.from(publicKey, 'hex'),
  )

function hashBytes(hash: string): Buffer {
  const bytes = Buffer.from(hash, 'hex')
  if (bytes.length !== 32) throw new RangeError(`"hash" expected 32 bytes, got ${bytes.length}`)
  return bytes
}
