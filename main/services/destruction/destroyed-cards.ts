import { deedOf } from '../../../shared/deeds.ts'
import { refuse } from '../../../shared/errors.ts'
import type { CardEnd } from '../../../shared/key-life.ts'
import { nameProblem } from '../../core/text/index.ts'
import type { Vault } from '../../vault/index.ts'
import { quorumLeft } from '../keys/index.ts'
import type { SignedChange } from '../people/index.ts'

/** Cards of a quorum that somebody has seen destroyed. */
export interface CardsSeenDestroyed {
  readonly setId: string
  readonly cards: readonly number[]
  /** The card with the passphrase, too. */
  readonly passphraseCard: boolean
  readonly method: CardEnd
  /** Who watched and has no sign-in key; null: nobody. */
  readonly observer: string | null
}

/**
 * Cards of a quorum that opens nothing new any more: the shares of one in force are needed. The card with its
 * passphrase may go, where people know it by heart.
 *
 * @throws VAULT_UNKNOWN; CARDS_IN_FORCE, CARDS_NONE, CARD_UNKNOWN, CARD_GONE, DESTRUCTION_NOTE
 */
export const cardsDestroyed =
  (seen: CardsSeenDestroyed) =>
  (vault: Vault): SignedChange => {
    const { setId, passphraseCard, observer } = seen
    const cards = [...new Set(seen.cards)].sort((one, other) => one - other)
    const { state, count } = vault.quorums.get(setId)
    const isNeeded = state === 'in-force' || state === 'pending'
    if (isNeeded && cards.length > 0) throw refuse('CARDS_IN_FORCE', { setId })
    if (cards.length === 0 && !passphraseCard) throw refuse('CARDS_NONE', {})
    if (observer !== null) requireNote('observer', observer)
    const { destroyed, passphraseCardDestroyed } = quorumLeft(vault, setId)
    const gone = new Set(destroyed.map(({ card }) => card))
    for (const card of cards) {
      if (card < 1 || card > count) throw refuse('CARD_UNKNOWN', { setId, card })
      if (gone.has(card)) throw refuse('CARD_GONE', { setId, card })
    }
    if (passphraseCard && passphraseCardDestroyed) throw refuse('CARD_GONE', { setId, card: 0 })
    const facts = { ...seen, cards }
    return {
      unsigned: 'administrator',
      deed: deedOf('share.destroy', facts),
      carryOut: ({ actor }) => vault.destructions.destroyCards({ actor, ...facts }),
    }
  }

/** @throws DESTRUCTION_NOTE */
export function requireNote(field: 'observer' | 'copy' | 'by' | 'serial', text: string): void {
  const problem = nameProblem(text)
  if (problem !== null) throw refuse('DESTRUCTION_NOTE', { field, problem })
}
