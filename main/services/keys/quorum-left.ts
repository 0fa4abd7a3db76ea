import { DESTROYED } from '../../../shared/destroyed-card.ts'
import { type CertifiedQuorum, cardsLeft } from '../../core/destruction/index.ts'
import type { Vault } from '../../vault/index.ts'

/** How far a quorum is from opening nothing: its cards that people have seen destroyed. */
export function quorumLeft(vault: Vault, setId: string): CertifiedQuorum {
  const { threshold, count, state, ceremony } = vault.quorums.get(setId)
  const seen = vault.destructions.cardsOf(setId)
  const destroyed: CertifiedQuorum['destroyed'] = [
    ...seen.flatMap(({ card, method, observer, recorded }) =>
      card === 0 ? [] : [{ card, method, observer, recorded }],
    ),
    // As it was noted before cards had an entry of their own.
    ...vault.sharePlaces
      .of(setId)
      .filter(
        ({ place: at, index }) => at === DESTROYED && !seen.some(({ card }) => card === index),
      )
      .map(({ index, noted }) => ({ card: index, method: null, observer: null, recorded: noted })),
  ].sort((one, other) => one.card - other.card)
  return {
    ...{ setId, threshold, cards: count, destroyed },
    title: vault.ceremonies.get(ceremony).title,
    inForce: state === 'in-force',
    passphraseCardDestroyed: seen.some(({ card }) => card === 0),
    fewerThanThresholdRemain: cardsLeft({ threshold, count, destroyed: destroyed.length })
      .opensNothing,
  }
}
