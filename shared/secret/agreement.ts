/**
 * How window and main side seal what is secret in a call: X25519 (RFC 7748) between two keys that serve once,
 * HKDF-SHA-256 with both public keys as salt, the main side's first, and AES-256-GCM with random nonces, a key
 * for each direction.
 */

/** What HKDF makes a key for. */
export const DIRECTIONS = {
  toMain: 'keyclave window seal 1: window to main',
  toWindow: 'keyclave window seal 1: main to window',
} as const

export const NONCE_BYTES = 12
export const TAG_BYTES = 16
