import type { Buffer } from 'node:buffer'
import type { IdentityType } from '../../../shared/share.ts'
import { hkdfOfBoth, runOnce, secretNamed, wipe } from '../bytes/index.ts'

/**
 * The age identity of a seed: the quorum's, whose seed comes of `S` and the passphrase, or that of a
 * backup key, whose seed is random. Source: FORMAT, Keys; age's specification, "native recipients".
 */

export const SEED_BYTES = 32

/**
 * `seed = HKDF-SHA-256(ikm = S ‖ Kp, salt = setId, info = "keyclave/v1 quorum identity", 32)`.
 *
 * @param secret `S`, 32 bytes
 * @param kp     32 bytes, of `deriveKp`
 * @param setId  5 bytes
 * @returns 32 bytes; the caller wipes them
 */
export const quorumSeed = (secret: Uint8Array, kp: Uint8Array, setId: Uint8Array): Buffer =>
  hkdfOfBoth(secret, kp, setId, 'keyclave/v1 quorum identity', SEED_BYTES)

/** What the worker does, on a seed or on the text of an identity. */
export type IdentityWork =
  | { readonly of: 'seed'; readonly type: IdentityType }
  | { readonly of: 'identity' }

export interface AgeIdentity {
  /** `age1pq1…` or `age1…`; public. */
  readonly recipient: string
  /** `AGE-SECRET-KEY-PQ-1…` or `AGE-SECRET-KEY-1…` as ASCII; the caller wipes it. */
  readonly text: Buffer
}

const worker = new URL('./identity.worker.ts', import.meta.url)

/**
 * The age identity of a seed, and its recipient.
 *
 * @param seed 32 bytes; the caller still owns it
 */
export async function ageIdentity(seed: Uint8Array, type: IdentityType): Promise<AgeIdentity> {
  const work: IdentityWork = { of: 'seed', type }
  const { output, secrets } = await runOnce<string>(worker, work, { secret: seed })
  return { recipient: output, text: secretNamed(secrets, 'text') }
}

/** The recipient of a seed: `age1pq1…` (hybrid) or `age1…` (classic). */
export async function recipientOf(seed: Uint8Array, type: IdentityType): Promise<string> {
  const { recipient, text } = await ageIdentity(seed, type)
  wipe(text)
  return recipient
}

/** The identity of a seed as an age identity file would hold it, in ASCII; the caller wipes it. */
export const identityText = async (seed: Uint8Array, type: IdentityType): Promise<Buffer> =>
  (await ageIdentity(seed, type)).text

/**
 * The recipient of an identity given as text.
 *
 * @param text ASCII, `AGE-SECRET-KEY-…`; the caller still owns it
 * @returns `null` when it is no age identity of either type
 */
export async function recipientOfIdentity(text: Uint8Array): Promise<string | null> {
  const work: IdentityWork = { of: 'identity' }
  return (await runOnce<string | null>(worker, work, { secret: text })).output
}
