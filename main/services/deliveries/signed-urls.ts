import { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import { wipe } from '../../core/bytes/index.ts'
import {
  policyText,
  readSignedUrl,
  requireAccepted,
  requirePairId,
  requireSignable,
  type SignedUrl,
  signedUrl,
  type UrlPolicy,
} from '../../core/deliveries/index.ts'
import { type RsaPublicKey, readRsaPublicKey, wrapOnce } from '../../core/wrapping/index.ts'
import { aboutInput, type Input, namingInput } from '../files/index.ts'
import { LARGEST } from './plan-delivery.ts'

/**
 * Signed addresses of CloudFront, offline: one is signed with a key pair that was delivered, or one that the other
 * side has signed is checked by its public half. That shows that both have the same pair before anybody depends on it.
 */

export interface SignUrlRequest {
  readonly url: string
  /** The private half, PEM, where it was opened. */
  readonly privateKey: string
  /** The public half that the key group has; absent: it is that of the private one. */
  readonly publicKey?: string
  /** As CloudFront names the public key. */
  readonly keyPairId: string
  /** Moments in ISO 8601 with their zone. */
  readonly ends: string
  readonly begins?: string
  /** An IPv4 network. */
  readonly network?: string
  /** Addresses that it opens as well, by a pattern. */
  readonly resource?: string
}

export interface CheckUrlRequest {
  readonly url: string
  readonly publicKey: string
}

/** A signed address that CloudFront would accept, as far as a public key and a clock tell. */
export interface AcceptedUrl {
  readonly url: string
  readonly policy: UrlPolicy
  readonly keyPairId: string
  /** SHA-256 of the public half. */
  readonly fingerprint: string
}

export interface SignedUrls {
  /**
   * Signs an address, and checks it as CloudFront does.
   *
   * @throws DELIVERY_URL; DELIVERY_FILE, DELIVERY_MODULUS; DELIVERY_URL_SIGNATURE when the public half is of another
   *         pair; FILE_*
   */
  readonly signUrl: (request: SignUrlRequest) => Promise<AcceptedUrl>
  /** Checks an address that the other side has signed. @throws DELIVERY_URL, DELIVERY_URL_SIGNATURE; DELIVERY_FILE; FILE_* */
  readonly checkUrl: (request: CheckUrlRequest) => Promise<AcceptedUrl>
}

export interface SignedUrlTools {
  readonly input: Pick<Input, 'read'>
  readonly now: () => Date
}

/** Bits of the modulus of a key pair for signed addresses. */
const BITS = 2048

export function createSignedUrls({ input, now }: SignedUrlTools): SignedUrls {
  return {
    signUrl: async request => {
      const { keyPairId: pair } = request
      const policy = policyOf(request)
      requireSignable(policy, now())
      requirePairId(pair)
      const given =
        request.publicKey === undefined ? null : await publicHalfIn(request.publicKey, input)
      const secret = await input.read(request.privateKey, LARGEST)
      try {
        const { values } = await sign(secret, policy, request.privateKey)
        const own = publicHalfOf(Buffer.from(values.publicHalf ?? '', 'base64'))
        const url = signedUrl(policy, { signature: values.cloudfront ?? '', pair })
        return accepted(url, readSignedUrl(url), given ?? own, now())
      } finally {
        wipe(secret)
      }
    },

    checkUrl: async ({ url, publicKey }) => {
      const half = await publicHalfIn(publicKey, input)
      return accepted(url, readSignedUrl(url), half, now())
    },
  }
}

function accepted(url: string, signed: SignedUrl, half: RsaPublicKey, now: Date): AcceptedUrl {
  requireAccepted(signed, half, now)
  const { policy, pair: keyPairId } = signed
  return { url, policy, keyPairId, fingerprint: half.fingerprint }
}

/** In a thread that ends with it. @throws DELIVERY_FILE */
async function sign(secret: Uint8Array, policy: UrlPolicy, file: string) {
  const job = {
    parts: [],
    values: [
      { value: 'public-half' },
      { value: 'cloudfront', policy: policyText(policy), from: 'pem' },
    ],
  } as const
  try {
    return await wrapOnce(job, { secret })
  } catch (error) {
    throw aboutInput(file, error)
  }
}

/** @throws DELIVERY_FILE, DELIVERY_MODULUS; FILE_* */
async function publicHalfIn(file: string, input: Pick<Input, 'read'>): Promise<RsaPublicKey> {
  const bytes = await input.read(file, LARGEST)
  return namingInput(file, () => publicHalfOf(bytes))
}

/** @throws DELIVERY_FILE, DELIVERY_MODULUS */
function publicHalfOf(bytes: Uint8Array): RsaPublicKey {
  const half = readRsaPublicKey(bytes, 'public-half')
  if (half.bits !== BITS) {
    throw refuse('DELIVERY_MODULUS', { destination: 'cloudfront', bits: half.bits, takes: [BITS] })
  }
  return half
}

/** Whatever a canned policy cannot say makes a custom one. @throws DELIVERY_URL {moment} */
function policyOf({ url, ends, begins, network, resource }: SignUrlRequest): UrlPolicy {
  const end = secondsOf(ends)
  if (begins === undefined && network === undefined && resource === undefined) {
    return { kind: 'canned', url, ends: end }
  }
  return {
    ...{ kind: 'custom', url, resource: resource ?? url, ends: end },
    begins: begins === undefined ? null : secondsOf(begins),
    network: network ?? null,
  }
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/

/** @throws DELIVERY_URL {moment} */
function secondsOf(moment: string): number {
  const time = MOMENT.test(moment) ? Date.parse(moment) : Number.NaN
  if (Number.isNaN(time)) throw refuse('DELIVERY_URL', { problem: 'moment' })
  return Math.floor(time / 1000)
}
