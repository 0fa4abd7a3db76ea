import { Buffer } from 'node:buffer'
import { verify } from 'node:crypto'
import { z } from 'zod'
import type { SignedUrlProblem } from '../../../shared/deliveries.ts'
import { refuse } from '../../../shared/errors.ts'
import { readJson } from '../text/index.ts'
import type { RsaPublicKey } from '../wrapping/index.ts'

/**
 * Signed URLs of CloudFront, offline: what is signed, how it is spelled in an address, and whether it would be
 * accepted there. CloudFront verifies RSA with SHA-1 over the policy; a canned one it makes again of the address and
 * its end, a custom one stands in the address (CloudFront Developer Guide, "Create a signed URL").
 */

/** Who may open what, until when. Moments are whole seconds since 1970. */
export type UrlPolicy =
  /** One address, until it ends. */
  | { readonly kind: 'canned'; readonly url: string; readonly ends: number }
  | {
      readonly kind: 'custom'
      readonly url: string
      /** Everything that it opens, with `*` and `?` for some characters and one. */
      readonly resource: string
      readonly ends: number
      /** Null: at once. */
      readonly begins: number | null
      /** An IPv4 network, `192.0.2.0/24`; null: from everywhere. */
      readonly network: string | null
    }

/** What goes into commands and JSON as it is: no quote, no space, no control character. */
const URL_FORM = /^https?:\/\/[A-Za-z0-9.-]+(:\d+)?\/[A-Za-z0-9._~/%?=&+,;:@!$-]*$/
const RESOURCE_FORM =
  /^(https?|\*|http\*):\/\/[A-Za-z0-9.*-]+(:\d+)?\/[A-Za-z0-9._~/%?=&+,;:@!$*-]*$/
const PAIR_FORM = /^[A-Za-z0-9]{1,128}$/
/** What CloudFront adds to an address, and takes away before it looks. */
const RESERVED = ['Expires', 'Policy', 'Signature', 'Hash-Algorithm', 'Key-Pair-Id'] as const

const unfit = (problem: SignedUrlProblem) => refuse('DELIVERY_URL', { problem })

/**
 * Checks what is to be signed.
 *
 * @throws DELIVERY_URL {address, reserved, resource, resource-other, over, begins-late, network}
 */
export function requireSignable(policy: UrlPolicy, now: Date): void {
  const { url, ends } = policy
  if (!URL_FORM.test(url)) throw unfit('address')
  if (queryOf(url).some(([name]) => isReserved(name))) throw unfit('reserved')
  if (ends * 1000 <= now.getTime()) throw unfit('over')
  if (policy.kind === 'canned') return
  const { resource, begins, network } = policy
  if (!RESOURCE_FORM.test(resource)) throw unfit('resource')
  if (!covers(resource, url)) throw unfit('resource-other')
  if (begins !== null && begins >= ends) throw unfit('begins-late')
  if (network !== null && !isNetwork(network)) throw unfit('network')
}

/** @throws DELIVERY_URL {key-pair-id} */
export function requirePairId(pair: string): void {
  if (!PAIR_FORM.test(pair)) throw unfit('key-pair-id')
}

/** A canned policy as CloudFront rebuilds it of the URL and its end: no space in it. */
export const cannedPolicy = (url: string, ends: number): string =>
  `{"Statement":[{"Resource":"${url}","Condition":{"DateLessThan":{"AWS:EpochTime":${ends}}}}]}`

/** What is signed, in the order of botocore's signer, so that both sign the same bytes. */
export function policyText(policy: UrlPolicy): string {
  if (policy.kind === 'canned') return cannedPolicy(policy.url, policy.ends)
  const { resource, ends, begins, network } = policy
  const condition = {
    DateLessThan: { 'AWS:EpochTime': ends },
    ...(network !== null && { IpAddress: { 'AWS:SourceIp': network } }),
    ...(begins !== null && { DateGreaterThan: { 'AWS:EpochTime': begins } }),
  }
  return JSON.stringify({ Statement: [{ Resource: resource, Condition: condition }] })
}

/** Base64 with what a query cannot hold replaced, as CloudFront's manual has it. */
export const inQuery = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('base64')
    .replaceAll('+', '-')
    .replaceAll('=', '_')
    .replaceAll('/', '~')

/** Null: it is not spelled so. */
function outOfQuery(text: string): Buffer | null {
  const base64 = text.replaceAll('-', '+').replaceAll('_', '=').replaceAll('~', '/')
  const bytes = Buffer.from(base64, 'base64')
  return bytes.length > 0 && inQuery(bytes) === text ? bytes : null
}

/**
 * The address with what was signed.
 *
 * @param signature as it stands in a query
 */
export function signedUrl(
  policy: UrlPolicy,
  { signature, pair }: { readonly signature: string; readonly pair: string },
): string {
  const { url } = policy
  const what =
    policy.kind === 'canned'
      ? `Expires=${policy.ends}`
      : `Policy=${inQuery(Buffer.from(policyText(policy)))}`
  return `${url}${url.includes('?') ? '&' : '?'}${what}&Signature=${signature}&Key-Pair-Id=${pair}`
}

/** A signed address, taken apart. */
export interface SignedUrl {
  readonly policy: UrlPolicy
  /** As it was signed, byte for byte. */
  readonly text: string
  readonly signature: Buffer
  readonly pair: string
}

const epoch = z.strictObject({ 'AWS:EpochTime': z.int().min(0) })
const policySchema = z.strictObject({
  Statement: z.tuple([
    z.strictObject({
      Resource: z.string(),
      Condition: z.strictObject({
        DateLessThan: epoch,
        IpAddress: z.strictObject({ 'AWS:SourceIp': z.string() }).exactOptional(),
        DateGreaterThan: epoch.exactOptional(),
      }),
    }),
  ]),
})

/**
 * Takes a signed address apart, as CloudFront does.
 *
 * @throws DELIVERY_URL {address, not-signed, policy}
 */
export function readSignedUrl(given: string): SignedUrl {
  if (!URL_FORM.test(given)) throw unfit('address')
  const query = queryOf(given)
  const one = (name: string): string | undefined => {
    const values = query.filter(([found]) => found === name)
    if (values.length > 1) throw unfit('not-signed')
    return values[0]?.[1]
  }
  const [signature, pair] = [outOfQuery(one('Signature') ?? ''), one('Key-Pair-Id')]
  const [expires, custom] = [one('Expires'), one('Policy')]
  if (signature === null || pair === undefined || !PAIR_FORM.test(pair)) throw unfit('not-signed')
  if ((expires === undefined) === (custom === undefined)) throw unfit('not-signed')
  const url = withoutReserved(given)
  if (custom !== undefined) return { ...readCustom(custom, url), signature, pair }
  if (!/^[1-9]\d{0,11}$/.test(expires ?? '')) throw unfit('not-signed')
  const ends = Number(expires)
  return { policy: { kind: 'canned', url, ends }, text: cannedPolicy(url, ends), signature, pair }
}

/** @throws DELIVERY_URL {policy} */
function readCustom(given: string, url: string): Pick<SignedUrl, 'policy' | 'text'> {
  const bytes = outOfQuery(given)
  if (bytes === null) throw unfit('policy')
  const document = readJson(bytes)
  if ('not' in document) throw unfit('policy')
  const { success, data } = policySchema.safeParse(document.value)
  if (!success) throw unfit('policy')
  const [{ Resource: resource, Condition: condition }] = data.Statement
  return {
    text: bytes.toString('utf8'),
    policy: {
      ...{ kind: 'custom', url, resource, ends: condition.DateLessThan['AWS:EpochTime'] },
      begins: condition.DateGreaterThan?.['AWS:EpochTime'] ?? null,
      network: condition.IpAddress?.['AWS:SourceIp'] ?? null,
    },
  }
}

/**
 * Whether CloudFront would accept a signed address, for whoever has this public key in their key group.
 *
 * @throws DELIVERY_URL {over, resource-other}; DELIVERY_URL_SIGNATURE
 */
export function requireAccepted(
  { policy, text, signature }: SignedUrl,
  { spki }: RsaPublicKey,
  now: Date,
): void {
  const key = { key: spki, format: 'der', type: 'spki' } as const
  if (!verify('sha1', Buffer.from(text), key, signature)) throw refuse('DELIVERY_URL_SIGNATURE', {})
  if (policy.kind === 'custom' && !covers(policy.resource, policy.url)) {
    throw unfit('resource-other')
  }
  if (policy.ends * 1000 <= now.getTime()) throw unfit('over')
}

/** The members of a query, in order, as they stand there. */
function queryOf(url: string): readonly (readonly [string, string])[] {
  const at = url.indexOf('?')
  if (at === -1) return []
  return url
    .slice(at + 1)
    .split('&')
    .map(member => {
      const equals = member.indexOf('=')
      return equals === -1
        ? ([member, ''] as const)
        : ([member.slice(0, equals), member.slice(equals + 1)] as const)
    })
}

const isReserved = (name: string): boolean => RESERVED.some(reserved => reserved === name)

function withoutReserved(url: string): string {
  const at = url.indexOf('?')
  if (at === -1) return url
  const kept = url
    .slice(at + 1)
    .split('&')
    .filter(member => !isReserved(member.split('=')[0] ?? ''))
  return kept.length === 0 ? url.slice(0, at) : `${url.slice(0, at)}?${kept.join('&')}`
}

/** Whether an address is one of those: `*` for any characters or none, `?` for one. */
function covers(resource: string, url: string): boolean {
  const pattern = resource
    .split('')
    .map(character =>
      character === '*'
        ? '.*'
        : character === '?'
          ? '.'
          : character.replace(/[^A-Za-z0-9]/, '\\$&'),
    )
    .join('')
  return new RegExp(`^${pattern}$`).test(url)
}

/** Four numbers up to 255, and how many of their bits count. */
function isNetwork(given: string): boolean {
  const [, address = '', bits = ''] = /^([0-9.]+)\/(0|[1-9]\d?)$/.exec(given) ?? []
  const numbers = address.split('.')
  const isAddress =
    numbers.length === 4 &&
    numbers.every(number => /^(0|[1-9]\d{0,2})$/.test(number) && Number(number) <= 255)
  return isAddress && bits !== '' && Number(bits) <= 32
}
