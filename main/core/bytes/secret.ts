import { Buffer } from 'node:buffer'
import sodium from 'sodium-native'

/**
 * Secrets are bytes with a lifetime: made in one place, wiped in its `finally`.
 *
 * Buffers over an ArrayBuffer of their own: never slices of Node's pool, which would outlive the wipe;
 * not `Buffer.allocUnsafeSlow`, which puts up to 64 bytes into V8's heap, from where the first native
 * call moves them and leaves a copy behind; and not `sodium_malloc`, which Electron's memory cage
 * forbids (ARCHITECTURE: Electron has BoringSSL).
 */

/** Zeroed memory for a secret of `length` bytes, outside Node's pool and V8's heap. */
export const allocSecret = (length: number): Buffer => Buffer.from(new ArrayBuffer(length))

/** A copy of `bytes` in memory of its own. The caller still owns, and wipes, the original. */
export const copySecret = (bytes: Uint8Array): Buffer => {
  const copy = allocSecret(bytes.byteLength)
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
