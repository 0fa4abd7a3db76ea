/** Pages as files: which fonts, which pages belong to a kit, what stands on a card. */

export { type CardOrigin, cardFacts, cardName } from './card-file.ts'
export { findersBy, findersIn, type SaidForFinders } from './finders.ts'
export { kitPages, recoverPageOf } from './kit-pages.ts'
export {
  type CardPaper,
  createPapers,
  type PaperSize,
  type Papers,
  type PassphraseCardFacts,
  type SealedNote,
} from './papers.ts'
export { readRecoverPage } from './recover-page.ts'
