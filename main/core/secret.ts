import { Buffer } from 'node:buffer'
import sodium from 'sodium-native'

/**
 * Secrets are bytes with a lifetime: made in one place, wiped in its `finally`.
 *
 * Ordinary Buffers of their own, never slices of Node's pool (which would outlive the wipe), and not
 * `sodium_malloc`, which Electron's memory cage forbids (DESIGN: Electron has BoringSSL).
 */

/** Zeroed memory for a secret of `length` bytes, outside Node's shared pool. */
export const allocSecret = (length: number): Buffer => Buffer.allocUnsafeSlow(length).fill(0)

/** A copy of `bytes` in memory of its own. The caller still owns, and wipes, the original. */
export const copySecret = (bytes: Uint8Array): Buffer => {
  const copy = Buffer.allocUnsafeSlow(bytes.byteLength)
  copy.set(bytes)
  return copy
}

/** Overwrites each secret with zeros; `null` stands for one that was never made. */
export function wipe(...secrets: readonly (Uint8Array | null | undefined)[]): void {
  for (const secret of secrets) {
    if (secret && secret.byteLength > 0) sodium.sodium_memzero(secret as Buffer)
  }
}

/** Compares two secrets in constant time; different lengths are unequal. */
export const equalSecrets = (a: Uint8Array, b: Uint8Array): boolean =>
  a.byteLength === b.byteLength &&
  (a.byteLength === 0 || sodium.sodium_memcmp(a as Buffer, b as Buffer))
