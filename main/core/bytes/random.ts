import type { Buffer } from 'node:buffer'
import sodium from 'sodium-native'
import { allocSecret } from './secret.ts'

/** Returns `length` random bytes in memory of their own. The caller wipes them if they are secret. */
export type RandomSource = (length: number) => Buffer

/** The operating system's CSPRNG, through libsodium. */
export const osRandom: RandomSource = length => {
  const bytes = allocSecret(length)
  if (length > 0) sodium.randombytes_buf(bytes)
  return bytes
}
