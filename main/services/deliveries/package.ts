import { Buffer } from 'node:buffer'
import { fileHash } from '../../core/bytes/index.ts'
import {
  checkValuesOf,
  type Delivery,
  type DeliveryTogether,
  newReceipt,
  type Receipt,
  receiptToBytes,
  verifyReceipt,
} from '../../core/deliveries/index.ts'
import {
  formatFingerprint,
  type KitKey,
  kitFingerprint,
  type TrustedKit,
} from '../../core/kit/index.ts'
import type { PublishedFile } from '../files/index.ts'
import type { PaperSize, Papers } from '../pages/index.ts'
import type { Authorization } from '../people/index.ts'
import type { PlannedDelivery } from './plan-delivery.ts'
import { receiptFacts } from './receipt-page.ts'

/** A delivery of one key, or of several. */
export type Wrapped = DeliveryTogether & Pick<Delivery, 'plain'>

/** What a package is made of. */
export interface PackageSource {
  readonly id: string
  /** Of the other keys, in their order. */
  readonly others: readonly string[]
  readonly planned: PlannedDelivery
  readonly delivery: Wrapped
  readonly kit: TrustedKit
  readonly leave: Authorization
  readonly made: Date
  readonly software: string
  readonly papers: Papers
  readonly paper: PaperSize
}

/** A package in memory. */
export interface DeliveryPackage {
  readonly files: readonly PublishedFile[]
  readonly receipt: Receipt
  /** SHA-256 of SHA256SUMS, which names every other file. */
  readonly digest: string
}

const READABLE = 0o644
const EXECUTABLE = 0o755

const readable = (name: string, bytes: Buffer): PublishedFile => ({ name, bytes, mode: READABLE })

/**
 * Puts a package together in memory. The receipt is read back as everybody else will read it.
 *
 * @param source its plain parts stay the caller's to wipe
 */
export async function packageOf(source: PackageSource): Promise<DeliveryPackage> {
  const { delivery, planned, papers, paper } = source
  const { text, script } = papers.commands(planned.prepared.destination, delivery.instructions)
  const parts: readonly PublishedFile[] = [
    ...delivery.files.map(({ name, bytes }) => readable(name, bytes)),
    ...Object.entries(delivery.plain).map(([name, bytes]) => ({ name, bytes })),
    readable('commands.md', Buffer.from(text)),
    { name: 'commands.sh', bytes: Buffer.from(script), mode: EXECUTABLE },
  ]
  const receipt = receiptOf(source, parts)
  const bytes = receiptToBytes(receipt)
  verifyReceipt(bytes)
  const page = await papers.receipt(receiptFacts(receipt), paper)
  const listed = [...parts, readable('receipt.json', bytes), readable('receipt.pdf', page)]
  const sums = Buffer.from(
    listed
      .map(file => `${fileHash(file.bytes)}  ${file.name}\n`)
      .toSorted()
      .join(''),
  )
  return { files: [...listed, readable('SHA256SUMS', sums)], receipt, digest: fileHash(sums) }
}

function receiptOf(source: PackageSource, parts: readonly PublishedFile[]): Receipt {
  const { id, others, planned, delivery, kit, leave, made, software } = source
  const { key, prepared, use, although, plain } = planned
  const { destination, target, form, validTo } = prepared
  const { actor, people } = leave
  const agreement = typeof actor === 'string' ? null : (actor.agreed ?? null)
  const { setId, organisation } = kit.quorum
  return newReceipt(
    {
      ...{ delivery: id, made: made.toISOString(), software, organisation },
      quorum: { setId, fingerprint: formatFingerprint(kitFingerprint(kit.quorum)) },
      key: namedKey(key),
      ...{ use, although, destination, target, form, plain },
      wrappingKey: wrappingKeyOf(planned),
      validTo: validTo?.toISOString() ?? null,
      checkValues: checkValuesOf(delivery.values[0] ?? {}),
      others: planned.others.map((other, i) => ({
        delivery: others[i] ?? '',
        key: namedKey(other),
        checkValues: checkValuesOf(delivery.values[i + 1] ?? {}),
      })),
      files: parts.map(({ name, bytes }) => ({ name, sha256: fileHash(bytes) })),
      people: people.map(({ name, roles }, i) => ({
        ...{ name, roles, key: agreement?.by[i]?.key ?? '' },
      })),
      agreement,
    },
    typeof actor === 'string' ? null : actor,
  )
}

/** A version of a key as people and receipts name it. */
export const namedKey = (key: KitKey) => ({
  ...{ id: key.id, version: key.version, label: key.label, fingerprint: fingerprintOf(key) },
})

/** Null of an imported secret, which might be guessed by it. */
export const fingerprintOf = (key: KitKey): string | null =>
  key.kind === 'imported-secret' ? null : key.fingerprint

/** Fingerprint of what the key is wrapped under: a key of the other side, or one of the vault; null: nothing. */
export const wrappingKeyOf = ({ prepared, kek }: PlannedDelivery): string | null =>
  prepared.under?.fingerprint ?? (kek === null ? null : fingerprintOf(kek))
