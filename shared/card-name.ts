/** How a card is named wherever somebody has to find it: "card 2 (Bob)". */

/** A card: the number that is printed on it, and who holds it. */
export interface NumberedCard {
  readonly index: number
  readonly custodian: string
}

export const cardName = ({ index, custodian }: NumberedCard): string =>
  `card ${index} (${custodian})`

const LIST = new Intl.ListFormat('en-GB')

/** "card 1 (Ada), card 2 (Bob) and card 4 (Dan)". */
export const cardNames = (cards: readonly NumberedCard[]): string =>
  LIST.format(cards.map(cardName))

/** What becomes of the cards of a ceremony that did not close, as a sentence. */
export const cardsToDestroy = (cards: readonly NumberedCard[]): string =>
  cards.length === 0
    ? 'It is void. No card of it had been made.'
    : `It is void: destroy ${cardNames(cards)}.`
