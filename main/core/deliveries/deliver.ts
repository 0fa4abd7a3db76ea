import type { Buffer } from 'node:buffer'
import type { Instructions } from '../../../shared/delivery-steps.ts'
import { type Values, wrapAll, wrapOnce } from '../wrapping/index.ts'
import type { PackageFile, Prepared, PreparedTogether } from './destination.ts'

/** What a package is made of. */
export interface Delivery {
  /** In order; public, or closed. */
  readonly files: readonly PackageFile[]
  /** What nothing closes, for the caller to wipe: only where `closed=nothing` was signed for. */
  readonly plain: { readonly [name: string]: Buffer }
  /** Check values and proofs, for the receipt. */
  readonly values: Values
  readonly instructions: Instructions
}

/**
 * Wraps a key as it was prepared. It is plain in a one-shot worker alone.
 *
 * @param secrets `secret`: AES keys and secrets as they are, a private key as PKCS#8 in DER; `kek` where
 *                `prepared.kek` says so. The caller still owns both. Null: no secret leaves for this destination.
 * @throws DELIVERY_CHECK_VALUE
 */
export async function deliver(
  prepared: Prepared,
  secrets: { readonly secret: Uint8Array; readonly kek?: Uint8Array } | null,
): Promise<Delivery> {
  const { job, kek } = prepared
  if ((job === null) !== (secrets === null))
    throw new Error('a secret where one leaves, and only there')
  const wrapped =
    job === null || secrets === null ? null : await wrapOnce(job, secrets, kek?.check ?? null)
  return {
    files: prepared.files(wrapped),
    plain: wrapped?.plain ?? {},
    values: wrapped?.values ?? {},
    instructions: prepared.instructions(wrapped),
  }
}

/** The same of several keys. */
export interface DeliveryTogether extends Pick<Delivery, 'files' | 'instructions'> {
  /** Of each key, in their order. */
  readonly values: readonly Values[]
}

/**
 * Wraps several keys as they were prepared, all of them in one one-shot worker, or many in two.
 *
 * @param secrets in the order of the keys; the caller still owns them
 */
export async function deliverTogether(
  { each, instructions }: PreparedTogether,
  secrets: readonly Uint8Array[],
): Promise<DeliveryTogether> {
  const all = await wrapAll(
    each.map(({ job }, i) => {
      const secret = secrets[i]
      if (job === null || secret === undefined) throw new Error('a secret of every key')
      return { job, secret }
    }),
  )
  return {
    files: each.flatMap(({ files }, i) => files(all[i] ?? null)),
    values: all.map(({ values }) => values),
    instructions,
  }
}
