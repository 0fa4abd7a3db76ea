import type { Instructions } from '../../../shared/delivery-steps.ts'
import { refuse } from '../../../shared/errors.ts'
import { wipe } from '../../core/bytes/index.ts'
import {
  type Delivery,
  deliver,
  deliverTogether,
  type PreparedTogether,
  type Receipt,
} from '../../core/deliveries/index.ts'
import type { KitKey, ProvedItem, TrustedKit } from '../../core/kit/index.ts'
import { findChanged, publishFolder, refuseExisting } from '../files/index.ts'
import type { PaperSize } from '../pages/index.ts'
import type { Deed, Permit } from '../people/index.ts'
import { type OpenedQuorum, requireKit } from '../recovery/index.ts'
import type { VaultReference } from '../vaults/index.ts'
import {
  fingerprintOf,
  namedKey,
  type PackageSource,
  packageOf,
  type Wrapped,
  wrappingKeyOf,
} from './package.ts'
import {
  type DeliveryOrder,
  type PlannedDelivery,
  type PlanTools,
  planDelivery,
} from './plan-delivery.ts'

/** Where a package goes. */
export interface PackageOrder {
  /** The folder to make. */
  readonly out: string
  readonly paper: PaperSize
}

/** What a package is made with. */
export interface PackageTools extends Pick<PackageSource, 'software' | 'papers'> {
  readonly now: () => Date
  /** 16 random hex digits. */
  readonly newId: () => string
}

export interface MadeDelivery {
  readonly id: string
  /** Of the other keys in the package, in their order. */
  readonly others: readonly string[]
  readonly out: string
  readonly receipt: Receipt
  /** SHA-256 of its list of files, as it stands in the log. */
  readonly package: string
  /** As they were read back. */
  readonly files: readonly { readonly name: string; readonly size: number }[]
  /** What is done there, as its commands say. */
  readonly instructions: Instructions
}

/**
 * Makes a delivery out of an opened quorum: people sign for it, the key is wrapped in memory, the vault records where
 * it goes, and only then is there a file; every file is read back. What a crash leaves is a delivery in the log without
 * a package, never a package that the log does not know.
 *
 * @throws DELIVERY_CHECK_VALUE; as the permit; KIT_NEEDED, ITEM_UNPROVED, ITEM_DAMAGED, KIT_TAMPERED; VAULT_*;
 *         FILE_*; DELIVERY_UNREADABLE; CANCELLED
 */
export async function makeDelivery(
  opened: OpenedQuorum,
  planned: PlannedDelivery,
  { out, paper }: PackageOrder,
  permit: Permit,
  { now, newId, software, papers }: PackageTools,
): Promise<MadeDelivery> {
  const { vault } = opened
  if (vault === null) throw new Error('a delivery is recorded')
  const kit = requireKit(opened.kit, { what: 'key' })
  await refuseExisting(out)
  opened.requireStill()
  const deed = deliveryDeed(planned)
  const leave = await opened.leaveTo(deed, permit)
  try {
    const delivery = await wrapFrom(opened, planned)
    try {
      const id = newId()
      const others = planned.others.map(newId)
      const made = now()
      const packed = await packageOf({
        ...{ id, others, planned, delivery, kit, leave, made, software, papers, paper },
      })
      opened.requireStill()
      const { key, prepared } = planned
      const { subject: _, although = null, others: beside, ...facts } = deed.terms
      await vault.use('write', ({ deliveries }) =>
        deliveries.record(leave.actor, {
          ...{ id, keyId: key.id, version: key.version, ...facts, although },
          ...{ form: prepared.form, package: packed.digest },
          others: beside.map(({ id: keyId, ...other }, i) => ({
            ...other,
            keyId,
            id: others[i] ?? '',
          })),
        }),
      )
      await publishFolder(out, packed.files)
      const changed = await findChanged(out, packed.files)
      if (changed !== null) throw refuse('DELIVERY_UNREADABLE', { delivery: id, file: changed })
      const files = packed.files.map(({ name, bytes }) => ({ name, size: bytes.length }))
      const { instructions } = delivery
      return {
        id,
        others,
        out,
        receipt: packed.receipt,
        package: packed.digest,
        files,
        instructions,
      }
    } finally {
      for (const part of Object.values(delivery.plain)) wipe(part)
    }
  } finally {
    leave.close()
  }
}

/** What people sign. */
export function deliveryDeed(planned: PlannedDelivery): Deed<'key.deliver'> {
  const { key, others, prepared, use, although, plain } = planned
  const { destination, target, validTo } = prepared
  return {
    action: 'key.deliver',
    terms: {
      ...{ subject: `key:${key.id}/${key.version}`, label: key.label },
      ...{ fingerprint: fingerprintOf(key), use, destination, target },
      ...{ wrappingKey: wrappingKeyOf(planned), validTo: validTo?.toISOString() ?? null, plain },
      others: others.map(namedKey),
      ...(although !== null && { although }),
    },
  }
}

/** Opens what is wrapped, and what it is wrapped under, for as long as that takes. */
async function wrapFrom(opened: OpenedQuorum, planned: PlannedDelivery): Promise<Wrapped> {
  const { together } = planned
  if (together !== null) return await wrapTogether(opened, together, planned)
  const { values, ...delivery } = await wrapAlone(opened, planned)
  return { ...delivery, values: [values] }
}

async function wrapTogether(
  { quorum, kit: known }: OpenedQuorum,
  together: PreparedTogether,
  { key, others }: PlannedDelivery,
): Promise<Wrapped> {
  const kit = requireKit(known, { what: 'key' })
  const secrets = await quorum.openAll(
    [key, ...others].map(one => kit.item(one) as ProvedItem<KitKey>),
  )
  try {
    return { ...(await deliverTogether(together, secrets)), plain: {} }
  } finally {
    wipe(...secrets)
  }
}

async function wrapAlone(opened: OpenedQuorum, planned: PlannedDelivery): Promise<Delivery> {
  const { quorum } = opened
  const kit = requireKit(opened.kit, { what: 'key' })
  const open = (key: KitKey) => quorum.open(kit.item(key) as ProvedItem<KitKey>)
  const secret = await open(planned.key)
  try {
    if (planned.kek === null) return await deliver(planned.prepared, { secret })
    const kek = await open(planned.kek)
    try {
      return await deliver(planned.prepared, { secret, kek })
    } finally {
      wipe(kek)
    }
  } finally {
    wipe(secret)
  }
}

/**
 * Judges a delivery that is to be made from this kit, in which everything that is opened for it is proved.
 *
 * @throws as `planDelivery`; DELIVERY_NO_SECRET; KIT_NEEDED, ITEM_UNPROVED
 */
export async function planFromKit(
  kit: TrustedKit | null,
  vault: VaultReference | null,
  order: DeliveryOrder,
  tools: PlanTools,
): Promise<PlannedDelivery> {
  const trusted = requireKit(kit, { what: 'key' })
  const planned = await planDelivery(trusted.kit, vault, order, tools)
  requireSecret(planned)
  for (const key of [planned.key, ...planned.others]) trusted.item(key)
  if (planned.kek !== null) trusted.item(planned.kek)
  return planned
}

/** Whether there is anything to make. @throws DELIVERY_NO_SECRET */
export function requireSecret({ prepared }: PlannedDelivery): void {
  const { form, destination } = prepared
  if (form === 'nothing') throw refuse('DELIVERY_NO_SECRET', { destination })
}
