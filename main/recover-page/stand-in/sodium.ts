/** In the place of `sodium-native`: what of libsodium opens something, from @noble/ciphers and @noble/curves. */
import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { ed25519 } from '@noble/curves/ed25519.js'

/** Most bytes that a browser draws at once. */
const DRAW = 65_536

const sodium = {
  /** A browser's compiler may not leave this out: the array is somebody else's, too. */
  sodium_memzero: (bytes: Uint8Array): void => {
    bytes.fill(0)
  },
  sodium_memcmp: (a: Uint8Array, b: Uint8Array): boolean => {
    let difference = 0
    for (let i = 0; i < a.length; i += 1) difference |= (a[i] ?? 0) ^ (b[i] ?? 0)
    return difference === 0
  },
  randombytes_buf: (bytes: Uint8Array<ArrayBuffer>): void => {
    for (let i = 0; i < bytes.length; i += DRAW) {
      crypto.getRandomValues(bytes.subarray(i, i + DRAW))
    }
  },
  /** Throws where it is not authentic. */
  crypto_aead_chacha20poly1305_ietf_decrypt: (
    plain: Uint8Array,
    _secretNonce: null,
    sealed: Uint8Array,
    _additional: null,
    nonce: Uint8Array,
    key: Uint8Array,
  ): number => chacha20poly1305(key, nonce).decrypt(sealed, plain).length,
  crypto_sign_verify_detached: (
    signature: Uint8Array,
    message: Uint8Array,
    publicKey: Uint8Array,
  ): boolean => {
    try {
      return ed25519.verify(signature, message, publicKey, { zip215: false })
    } catch {
      return false
    }
  },
}

export { sodium as default }
