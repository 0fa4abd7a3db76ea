import type { Output } from '../../../shared/contract.ts'
import { DESTINATION_IDS } from '../../../shared/deliveries.ts'
import { words } from '../../words.ts'

export type Destination = Output<'deliveries.destinations'>['destinations'][number]
export type CheckedDelivery = Output<'deliveries.check'>
export type MadeDelivery = Output<'deliveries.make'>
/** A key with all its versions, as its page has it. */
export type KeyOfPage = Output<'keys.show'>
export type KnownDelivery = Output<'deliveries.list'>['deliveries'][number]

/** Of whatever a vault names, which may be of a later version. */
export function destinationName(id: string): string {
  const known = DESTINATION_IDS.find(other => other === id)
  return known === undefined ? id : words.deliveries.destinations[known].name
}

/** How a key is taken out of use there; null: of a later version. */
export function disableThere(id: string): string | null {
  const known = DESTINATION_IDS.find(other => other === id)
  return known === undefined ? null : words.deliveries.disable[known]
}

/** What is known of it last; null: nobody has said whether it arrived. */
export const outcomeOf = ({ events }: KnownDelivery) => events.at(-1) ?? null

/** Whether the key may be there, as far as anybody has said. */
export function mayBeThere(known: KnownDelivery): boolean {
  const outcome = outcomeOf(known)?.outcome
  return outcome !== 'not-used' && outcome !== 'deleted'
}

export const versionName = ({ label, version }: { label: string; version: number }): string =>
  `${label}@${version}`

/** As the beginning of a sentence. */
export const asBeginning = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
