import type { Output } from '../../../shared/contract.ts'
import { formatList } from '../../design/quantity.ts'

type VoidCard = Output<'vault.overview'>['ceremonies'][number]['destroy'][number]

/** What a void ceremony means for paper: which cards are to be destroyed, by number. */
export function destroySentence(cards: readonly VoidCard[]): string {
  const [first] = cards
  if (first === undefined) return 'It had issued no card: there is nothing to destroy.'
  const which = cards.map(({ index, custodian }) => `card ${index} (${custodian})`)
  return `Destroy ${formatList(which)}, set ${first.setId}: they open nothing.`
}
