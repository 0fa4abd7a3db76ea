import { bech32 } from '@scure/base'
import type { IdentityType } from '../../../shared/share.ts'

/** Human-readable parts of age's identities (age specification, "native recipient types"). */
const PREFIX: { readonly [type in IdentityType]: string } = {
  hybrid: 'AGE-SECRET-KEY-PQ-',
  classic: 'AGE-SECRET-KEY-',
}

/** The age identity of a 32-byte seed. It is a secret as a string: only one-shot workers call this. */
export const ageIdentityText = (seed: Uint8Array, type: IdentityType): string =>
  bech32.encodeFromBytes(PREFIX[type], seed).toUpperCase()
