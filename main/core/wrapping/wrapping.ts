import { Buffer } from 'node:buffer'
import type { OaepHash } from '../../../shared/oaep-hash.ts'
import { inHalves, runOnce, wipe } from '../bytes/index.ts'
import type { CmsRecipient } from './cms.ts'
import type { OpenPgpKey } from './openpgp-key.ts'

/**
 * One secret, wrapped for the way to whoever holds another key. The secret is plain in a one-shot worker
 * alone (wrapping.worker.ts): what is told here is public, what comes back is wrapped or public.
 */

/** What keeps a part of a package closed. */
export type Envelope =
  | { readonly by: 'rsa-oaep' | 'rsa-aes'; readonly spki: Uint8Array; readonly hash: OaepHash }
  /** Under the secret named `kek`. */
  | { readonly by: 'aes-kwp' }
  | { readonly by: 'age'; readonly recipients: readonly string[] }
  | { readonly by: 'cms'; readonly recipients: readonly CmsRecipient[] }
  | { readonly by: 'openpgp'; readonly key: OpenPgpKey }
  /** Somebody signed for it. */
  | { readonly by: 'nothing' }

/** What stands in a part: the secret as it is, or in the form that the destination reads. */
export type Content =
  | { readonly form: 'raw' }
  /** In hexadecimal, between two texts. */
  | { readonly form: 'hex'; readonly before: string; readonly after: string }
  /** Of a private RSA key in PKCS#8: PEM of PKCS#1, which CloudFront's tools read. */
  | { readonly form: 'pkcs1-pem' }

export interface Part {
  readonly name: string
  readonly content: Content
  readonly envelope: Envelope
}

/** What is told of the secret and gives nothing of it away, to compare or to try at the destination. */
export type ValueWork =
  /** Of an AES key: 3 bytes of AES-ECB over zeros (PKCS#11) and 5 bytes of AES-CMAC over zeros (ours). */
  | { readonly value: 'check-values' }
  /** Base64 of the MD5, which S3 echoes. Of a random key: of a password it would be a guess to try. */
  | { readonly value: 'md5' }
  /** What transit decrypts to this text, or answers for it (HMAC). */
  | {
      readonly value: 'transit'
      readonly cipher: 'aes-gcm' | 'chacha20-poly1305' | 'hmac'
      readonly version: number
      readonly text: string
    }
  /**
   * The signature of a policy by a private RSA key, as CloudFront wants it in a query. The key is PKCS#8 in DER or,
   * from a file, PEM.
   */
  | { readonly value: 'cloudfront'; readonly policy: string; readonly from?: 'pem' }
  /** The public half of a private RSA key in PEM: SPKI in DER, base64. */
  | { readonly value: 'public-half' }

export interface WrapJob {
  readonly parts: readonly Part[]
  readonly values: readonly ValueWork[]
}

/** What the secret was told by: hexadecimal, base64, or the destination's own spelling. */
export interface Values {
  readonly ecbCheck?: string
  readonly cmacCheck?: string
  readonly kekCheck?: string
  readonly md5?: string
  readonly transit?: string
  readonly cloudfront?: string
  readonly publicHalf?: string
}

export interface WrapOutput {
  readonly parts: { readonly [name: string]: Uint8Array }
  readonly values: Values
}

export interface Wrapped {
  readonly parts: { readonly [name: string]: Buffer }
  /** Parts that nothing closes, for the caller to wipe. */
  readonly plain: { readonly [name: string]: Buffer }
  readonly values: Values
}

const WORKER = new URL('./wrapping.worker.ts', import.meta.url)

/** One secret to wrap. The caller owns, and wipes, what is secret. */
export interface ToWrap {
  readonly job: WrapJob
  readonly secret: Uint8Array
  /** 16, 24 or 32 bytes, where a part is wrapped under it. */
  readonly kek?: Uint8Array
  /** What the other side says its KEK's check value is, 6 hex digits; null: nothing is compared. */
  readonly kekCheck?: string | null
}

/** What the worker is told of each, in their order; the secrets have the same numbers. */
export interface WrapWork extends WrapJob {
  readonly kekCheck: string | null
}

/** What a secret is called on its way into the worker, and a plain part on its way back. */
export const secretAt = (number: number): string => `${number}`
export const kekAt = (number: number): string => `${number} kek`
export const plainAt = (number: number, part: string): string => `${number} ${part}`

/**
 * Wraps secrets as their jobs say, all of them in one worker, or many in two: a thousand keys to one recipient do not
 * start a thousand threads.
 *
 * @returns in the order in which they were given
 * @throws DELIVERY_CHECK_VALUE when a KEK is another than the other side says; then nothing comes back
 */
export async function wrapAll(all: readonly ToWrap[]): Promise<readonly Wrapped[]> {
  return await inHalves(all, wrapRun, wrapped => {
    for (const { plain } of wrapped) wipe(...Object.values(plain))
  })
}

async function wrapRun(run: readonly ToWrap[]): Promise<readonly Wrapped[]> {
  const works: WrapWork[] = run.map(({ job, kekCheck = null }) => ({ ...job, kekCheck }))
  const secrets = run.flatMap(({ secret, kek }, number) => [
    [secretAt(number), secret] as const,
    ...(kek === undefined ? [] : [[kekAt(number), kek] as const]),
  ])
  const done = await runOnce<WrapOutput[]>(WORKER, works, Object.fromEntries(secrets))
  return done.output.map(({ parts, values }, number) => {
    const before = plainAt(number, '')
    const plain = Object.entries(done.secrets).filter(([name]) => name.startsWith(before))
    return {
      parts: Object.fromEntries(
        Object.entries(parts).map(([name, bytes]) => [name, Buffer.from(bytes)]),
      ),
      plain: Object.fromEntries(plain.map(([name, bytes]) => [name.slice(before.length), bytes])),
      values,
    }
  })
}

/** Wraps one secret. @throws DELIVERY_CHECK_VALUE */
export async function wrapOnce(
  job: WrapJob,
  secrets: { readonly secret: Uint8Array; readonly kek?: Uint8Array },
  kekCheck: string | null = null,
): Promise<Wrapped> {
  const [wrapped] = await wrapAll([{ job, ...secrets, kekCheck }])
  if (wrapped === undefined) throw new Error('one secret gives one answer')
  return wrapped
}
