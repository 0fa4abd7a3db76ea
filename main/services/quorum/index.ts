/** Opening a quorum: where shares come from, where the passphrase comes from, what is noted of attempts. */

export { cardFromFile } from './card-from-file.ts'
export { type EnteredCard, readEnteredCard } from './entered-card.ts'
export { askHidden } from './hidden-line.ts'
export { attemptedOn, NOTED, notingAttempts, notingAttemptsIn } from './noted-attempts.ts'
export { type OpeningRequest, type OpeningTools, openFromFiles } from './opening.ts'
export { readPassphrase } from './passphrase-file.ts'
export { SharesAtHand } from './shares-at-hand.ts'
export { typedSecret, typedWords } from './typed-secret.ts'
