import type { Buffer } from 'node:buffer'
import sodium from 'sodium-native'

/** ChaCha20-Poly1305 (RFC 8439) of libsodium, which the types of sodium-native lack. Both throw. */
interface ChaCha20Poly1305 {
  crypto_aead_chacha20poly1305_ietf_encrypt(
    sealed: Buffer,
    plain: Buffer,
    additional: Buffer | null,
    secretNonce: null,
    nonce: Buffer,
    key: Buffer,
  ): number
  crypto_aead_chacha20poly1305_ietf_decrypt(
    plain: Buffer,
    secretNonce: null,
    sealed: Buffer,
    additional: Buffer | null,
    nonce: Buffer,
    key: Buffer,
  ): number
}

export const aead = sodium as unknown as ChaCha20Poly1305
