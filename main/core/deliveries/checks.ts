import type { DestinationId } from '../../../shared/deliveries.ts'
import { refuse } from '../../../shared/errors.ts'
import { OAEP_HASHES, type OaepHash } from '../../../shared/oaep-hash.ts'
import { hashWords } from '../text/index.ts'
import type { RsaPublicKey } from '../wrapping/index.ts'
import type { Accepts, DeliveredKey, OtherKey } from './destination.ts'

/** Checks that destinations share, each with the refusal of its own. */

/** Minutes that must be left of what expires: to carry a medium over a gap, and to type. */
export const LEAST_MINUTES = 60

/**
 * Whether a destination takes a key of this kind and size.
 *
 * @throws DELIVERY_KEY_KIND, DELIVERY_KEY_SIZE, DELIVERY_SECRET_SIZE, DELIVERY_MODULUS
 */
export function checkKey(
  destination: DestinationId,
  accepts: Accepts,
  { material }: DeliveredKey,
): void {
  switch (material.kind) {
    case 'aes':
      if (accepts.bits.length === 0) throw refuse('DELIVERY_KEY_KIND', { destination, kind: 'aes' })
      if (!accepts.bits.includes(material.bits)) {
        throw refuse('DELIVERY_KEY_SIZE', {
          destination,
          bits: material.bits,
          takes: accepts.bits,
        })
      }
      return
    case 'secret':
      checkBytes(destination, accepts.bytes, material.bytes)
      return
    case 'rsa':
    case 'ec':
    case 'ed25519': {
      const { kind, bits } = material
      if (accepts.rsa === 'any') return
      if (kind !== 'rsa' || accepts.rsa.length === 0) {
        throw refuse('DELIVERY_KEY_KIND', { destination, kind })
      }
      if (!accepts.rsa.includes(bits)) {
        throw refuse('DELIVERY_MODULUS', { destination, bits, takes: accepts.rsa })
      }
    }
  }
}

function checkBytes(destination: DestinationId, takes: Accepts['bytes'], bytes: number): void {
  if (takes === 'any') return
  const [sizes, fits] = Array.isArray(takes)
    ? [takes as readonly number[], takes.includes(bytes)]
    : within(takes as { least: number; most: number }, bytes)
  if (sizes.length === 0) throw refuse('DELIVERY_KEY_KIND', { destination, kind: 'secret' })
  if (!fits) throw refuse('DELIVERY_SECRET_SIZE', { destination, bytes, takes: sizes })
}

const within = (
  { least, most }: { readonly least: number; readonly most: number },
  bytes: number,
): [readonly number[], boolean] => [[least, most], bytes >= least && bytes <= most]

/** @throws DELIVERY_MODULUS */
export function checkModulus(
  destination: DestinationId,
  { bits }: RsaPublicKey,
  takes: readonly number[],
): void {
  if (!takes.includes(bits)) throw refuse('DELIVERY_MODULUS', { destination, bits, takes })
}

/**
 * What expires is good for an hour yet.
 *
 * @throws DELIVERY_EXPIRED, DELIVERY_EXPIRES_SOON, with both times
 */
export function checkValid(destination: DestinationId, until: Date, now: Date): void {
  const times = { until: until.toISOString(), now: now.toISOString() }
  if (until <= now) throw refuse('DELIVERY_EXPIRED', { destination, ...times })
  if (until.getTime() - now.getTime() < LEAST_MINUTES * 60_000) {
    throw refuse('DELIVERY_EXPIRES_SOON', { destination, ...times, least: LEAST_MINUTES })
  }
}

/**
 * What somebody says of the hash on the other side.
 *
 * @param said absent: nobody said
 * @throws DELIVERY_HASH
 */
export function checkHash(
  destination: DestinationId,
  said: string | undefined,
  takes: readonly OaepHash[],
): void {
  const hash = OAEP_HASHES.find(one => one === said)
  if (hash !== undefined && !takes.includes(hash)) {
    throw refuse('DELIVERY_HASH', { destination, hash, takes })
  }
}

/** A key of the other side, as people compare it: hex and words. */
export const otherKey = (fingerprint: string, bits: number | null): OtherKey => ({
  fingerprint,
  words: hashWords(fingerprint),
  bits,
})

/**
 * Compares a key of the other side with what somebody read there, as hex digits or as words.
 *
 * @param expected absent: nobody has compared it yet
 * @throws DELIVERY_FINGERPRINT {word}: the first byte that differs, from 1
 */
export function compareFingerprint(
  destination: DestinationId,
  { words }: OtherKey,
  expected: string | undefined,
): void {
  if (expected === undefined) return
  const given = /^[0-9a-f]+$/.test(expected) ? hashWords(expected) : expected.split(/[ -]/)
  const length = Math.max(given.length, words.length)
  for (let at = 0; at < length; at += 1) {
    if (given[at] === words[at]) continue
    throw refuse('DELIVERY_FINGERPRINT', { destination, word: at + 1, have: words })
  }
}
