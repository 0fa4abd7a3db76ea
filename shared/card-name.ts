/** How a card is named wherever somebody has to find it, on every screen and on the command line. */

/** A card: the number that is printed on it, and who holds it. */
export interface NumberedCard {
  readonly index: number
  readonly custodian: string
}

const LIST = new Intl.ListFormat('en-GB')

/** "card 1 (Ada), card 2 (Bob) and card 4 (Dan)". */
export const cardNames = (cards: readonly NumberedCard[]): string =>
  LIST.format(cards.map(({ index, custodian }) => `card ${index} (${custodian})`))

/** What a void ceremony means for paper: which cards are to be destroyed, by number. */
export function destroySentence(
  cards: readonly (NumberedCard & { readonly setId: string })[],
): string {
  const [first] = cards
  if (first === undefined) return 'It had issued no card: there is nothing to destroy.'
  const open = cards.length === 1 ? 'it opens' : 'they open'
  return `Destroy ${cardNames(cards)}, set ${first.setId}: ${open} nothing.`
}
