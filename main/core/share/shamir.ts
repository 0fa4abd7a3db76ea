import { Buffer } from 'node:buffer'
import { createHmac } from 'node:crypto'
import { refuse } from '../../../shared/errors.ts'
import {
  encodeShare,
  type IdentityType,
  type KdfProfile,
  SHARE_VALUE_BYTES,
} from '../../../shared/share.ts'
import {
  allocSecret,
  copySecret,
  equalSecrets,
  type RandomSource,
  runOnce,
  secretNamed,
  wipe,
} from '../bytes/index.ts'
import { interpolate, type Point } from './gf256.ts'
import type { ProvedShares } from './matching-shares.ts'

/**
 * Splitting the quorum secret into shares, and combining them (FORMAT: Share value and digest).
 *
 * The mathematics is shamirs-secret-sharing's; its interface is not to be trusted, so only this file
 * and its two workers import it, and hold these rules:
 *   - never pass `random`: a function that returns a plain Uint8Array makes it leak the secret;
 *   - a fresh worker for every split and every combine: the library keeps shares in a module-wide array
 *     that an exception leaves behind, and turns the secret into strings;
 *   - believe nothing it returns: gf256.ts checks every split and every combine;
 *   - show it no secret: what it turns into strings cannot be wiped, and freed memory keeps what stood in
 *     it. It splits and combines values to which a random blind was added; see `addBlind`;
 *   - combine exactly m shares, of distinct indexes 1…255, of one set: it takes anything and never
 *     throws, and a share with index 0 would decide the result alone.
 */

export const SECRET_BYTES = 32
const DIGEST_BYTES = 4
const MAX_SHARES = 255

export interface SplitRequest {
  /** 32 bytes; the caller still owns and wipes them. */
  readonly secret: Buffer
  readonly setId: Uint8Array
  readonly identity: IdentityType
  readonly profile: KdfProfile
  /** How many shares recover the secret, m. */
  readonly threshold: number
  /** How many shares there are, n. */
  readonly count: number
  /** For the blind; the coefficients are drawn by the library. */
  readonly random: RandomSource
}

/**
 * Checks that `threshold` of `count` can be a quorum: 2 ≤ threshold ≤ count ≤ 255.
 *
 * @throws QUORUM_THRESHOLD_ONE, QUORUM_POLICY
 */
export function checkPolicy(threshold: number, count: number): void {
  if (threshold === 1) throw refuse('QUORUM_THRESHOLD_ONE', {})
  const possible =
    Number.isInteger(threshold) &&
    Number.isInteger(count) &&
    2 <= threshold &&
    threshold <= count &&
    count <= MAX_SHARES
  if (!possible) throw refuse('QUORUM_POLICY', { threshold, count })
}

/**
 * Splits a quorum secret into `count` shares of which any `threshold` recover it.
 *
 * The coefficients come from the operating system's CSPRNG by way of the library, which may be passed
 * none (see above); so this is the one function of the core that no test can replay.
 *
 * @returns the shares with indexes 1…count, 44 bytes each; the caller wipes them
 * @throws QUORUM_THRESHOLD_ONE, QUORUM_POLICY, SHARE_HEADER, SHAMIR_CHECK_FAILED
 */
export async function splitSecret(request: SplitRequest): Promise<Buffer[]> {
  const { secret, setId, identity, profile, threshold, count, random } = request
  checkPolicy(threshold, count)
  if (secret.length !== SECRET_BYTES) {
    throw new RangeError(`secret: expected ${SECRET_BYTES} bytes, got ${secret.length}`)
  }
  const value = appendDigest(secret, setId)
  const blind = random(SHARE_VALUE_BYTES)
  const blinded = copySecret(value)
  let values: Buffer | null = null
  try {
    addBlind(blinded, blind)
    values = await splitInWorker(blinded, threshold, count)
    addBlind(values, blind)
    const points = toPoints(values)
    if (points.length !== count || !isSplitOf(value, threshold, points)) {
      throw refuse('SHAMIR_CHECK_FAILED', { operation: 'split' })
    }
    return points.map(({ x: index, y }) =>
      Buffer.from(encodeShare({ identity, profile, setId, threshold, index, value: y }).buffer),
    )
  } finally {
    wipe(value, blind, blinded, values)
  }
}

/**
 * Whether the points are a split of `value`: all of them on polynomials of degree below `threshold`
 * that are `value` at 0, so that every set of `threshold` points gives `value` and nothing else.
 *
 * A point that equals the value itself is a sign of coefficients that are not random (all 36 bytes
 * agree by chance once in 2^288 splits).
 */
export function isSplitOf(value: Buffer, threshold: number, points: readonly Point[]): boolean {
  const first = points.slice(0, threshold)
  const rest = points.slice(threshold)
  const passesThrough = (x: number, y: Uint8Array): boolean => {
    const expected = interpolate(first, x)
    try {
      return equalSecrets(expected, y)
    } finally {
      wipe(expected)
    }
  }
  return (
    first.length === threshold &&
    points.every(point => !equalSecrets(point.y, value)) &&
    passesThrough(0, value) &&
    rest.every(point => passesThrough(point.x, point.y))
  )
}

/**
 * Recovers the quorum secret from shares that are proved to be exactly one quorum's.
 *
 * @param proved their values stay whose they are
 * @param random for the blind
 * @returns the secret, 32 bytes; the caller wipes it
 * @throws SHARES_INCONSISTENT when the digest is wrong; SHAMIR_CHECK_FAILED
 */
export async function combineShares(proved: ProvedShares, random: RandomSource): Promise<Buffer> {
  const { setId } = proved.first
  const points = proved.shares.map(({ index, value }): Point => ({ x: index, y: value }))
  const blind = random(SHARE_VALUE_BYTES)
  let own: Buffer | null = null
  let library: Buffer | null = null
  let expected: Buffer | null = null
  try {
    own = interpolate(points, 0)
    library = await combineInWorker(points, blind)
    addBlind(library, blind)
    if (!equalSecrets(own, library)) throw refuse('SHAMIR_CHECK_FAILED', { operation: 'combine' })
    expected = appendDigest(own.subarray(0, SECRET_BYTES), setId)
    if (!equalSecrets(own, expected)) throw refuse('SHARES_INCONSISTENT', {})
    return copySecret(own.subarray(0, SECRET_BYTES))
  } finally {
    wipe(blind, own, library, expected)
  }
}

/**
 * Adds the blind to each of the 36-byte values that stand end to end; adding it again takes it away.
 *
 * Sharing is linear: if the shares of v ⊕ R are y, then the shares of v are y ⊕ R, because adding R to
 * every share adds the constant polynomial R. Of what was blinded with an R that is wiped, nothing can
 * be learnt.
 */
function addBlind(values: Buffer, blind: Buffer): void {
  for (let i = 0; i < values.length; i += 1) {
    values[i] = (values[i] ?? 0) ^ (blind[i % SHARE_VALUE_BYTES] ?? 0)
  }
}

async function splitInWorker(value: Buffer, threshold: number, count: number): Promise<Buffer> {
  const script = new URL('./split.worker.ts', import.meta.url)
  const { secrets } = await runOnce<null>(script, { threshold, count }, { value })
  return secretNamed(secrets, 'values')
}

/** Combines the points, with the blind added to each; so it stands in the result as well. */
async function combineInWorker(points: readonly Point[], blind: Buffer): Promise<Buffer> {
  const script = new URL('./combine.worker.ts', import.meta.url)
  const indexes = points.map(point => point.x)
  const values = allocSecret(points.length * SHARE_VALUE_BYTES)
  try {
    points.forEach((point, i) => {
      values.set(point.y, i * SHARE_VALUE_BYTES)
    })
    addBlind(values, blind)
    const { secrets } = await runOnce<null>(script, { indexes }, { values })
    return secretNamed(secrets, 'value')
  } finally {
    wipe(values)
  }
}

/** The values of shares 1, 2, 3 …, given end to end, as points; views, not copies. */
const toPoints = (values: Buffer): readonly Point[] =>
  Array.from({ length: values.length / SHARE_VALUE_BYTES }, (_, i) => ({
    x: i + 1,
    y: values.subarray(i * SHARE_VALUE_BYTES, (i + 1) * SHARE_VALUE_BYTES),
  }))

/**
 * What is shared: the secret ‖ the first 4 bytes of HMAC-SHA-256(key = secret, "keyclave/v1 share
 * digest" ‖ set id) (FORMAT: Share value and digest). The caller wipes it.
 */
function appendDigest(secret: Buffer, setId: Uint8Array): Buffer {
  const mac = createHmac('sha256', secret)
    .update('keyclave/v1 share digest', 'ascii')
    .update(setId)
    .digest()
  const value = allocSecret(SECRET_BYTES + DIGEST_BYTES)
  value.set(secret)
  value.set(mac.subarray(0, DIGEST_BYTES), SECRET_BYTES)
  wipe(mac)
  return value
}
