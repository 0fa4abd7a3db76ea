/** Destruction: what leaves the vault for ever, what became of copies and cards, and the certificate. */

export { cardsDestroyed } from './destroyed-cards.ts'
export { createDestructionScreen, type DestructionScreen } from './destruction-screen.ts'
export { createDestructions, type Destructions } from './destructions.ts'
