import type { DeliveryOutcome } from '../../../shared/delivery-states.ts'
import type { Delivery, Vault } from '../../vault/index.ts'
import { keysEverywhere, versionsAmong } from '../keys/index.ts'
import type { SignedChange } from '../people/index.ts'

/** A delivery, with the label of its key. */
export type KnownDelivery = Delivery & { readonly label: string }

/** Which deliveries are meant; null: all. */
export interface DeliveryFilter {
  /** Id or label, with "@2" that version alone. */
  readonly key: string | null
  readonly destination: string | null
}

/**
 * The deliveries that a vault knows of, in the order they were made.
 *
 * @throws KEY_UNKNOWN_HERE, KEY_LABEL_SHARED
 */
export function knownDeliveries(
  vault: Vault,
  { key, destination }: DeliveryFilter,
): readonly KnownDelivery[] {
  const all = keysEverywhere(vault)
  const nameOf = (id: string, version: number): string => `${id}@${version}`
  const labels = new Map(all.map(({ id, version, label }) => [nameOf(id, version), label]))
  const meant =
    key === null
      ? null
      : new Set(versionsAmong(all, vault, key).map(({ id, version }) => nameOf(id, version)))
  return vault.deliveries
    .list()
    .filter(one => meant === null || meant.has(nameOf(one.keyId, one.version)))
    .filter(one => destination === null || one.destination === destination)
    .map(one => ({ ...one, label: labels.get(nameOf(one.keyId, one.version)) ?? one.keyId }))
}

/** What became of a delivery. */
interface Confirmed {
  readonly outcome: DeliveryOutcome
  /** SHA-256 of the file that shows it; null: people say so. */
  readonly proof: string | null
  /** Whether it is so of every key in the same package. */
  readonly wholePackage: boolean
}

/** What became of a delivery, for people to sign. @throws VAULT_UNKNOWN */
export const confirmation =
  (id: string, { outcome, proof, wholePackage }: Confirmed) =>
  (vault: Vault): SignedChange => {
    const { package: of } = vault.deliveries.get(id)
    const others = wholePackage ? othersIn(vault, of, id) : []
    return {
      unsigned: 'operator',
      deed: {
        action: 'delivery.confirm',
        terms: { subject: `delivery:${id}`, outcome, proof, others },
      },
      carryOut: ({ actor }) => vault.deliveries.confirm(actor, id, { outcome, proof, others }),
    }
  }

const othersIn = ({ deliveries }: Vault, of: string, but: string): readonly string[] =>
  deliveries
    .list()
    .filter(one => one.package === of && one.id !== but)
    .map(({ id }) => id)
