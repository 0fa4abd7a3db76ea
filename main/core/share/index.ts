/** Shares: splitting, combining, commitments, the text and the code of a card (FORMAT: Share). */

export { acknowledgementHash, acknowledgementOf } from './acknowledgement.ts'
export {
  CARD_LIMIT,
  type CardFacts,
  type CardReadingOptions,
  checkCard,
  type ReadCard,
  readCards,
  readCode,
  showCard,
  writeCards,
} from './card.ts'
export { interpolate } from './gf256.ts'
export { MatchingShares, type ProvedShares } from './matching-shares.ts'
export { checkPolicy, combineShares, SECRET_BYTES, splitSecret } from './shamir.ts'
export { allSubsets, countSubsets, sampleSubsets } from './subsets.ts'
export { isTypedWord, typedWordsIn } from './typed-word.ts'
