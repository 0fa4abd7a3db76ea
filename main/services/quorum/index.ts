/** What opens a quorum: where shares come from, where the passphrase comes from, what is noted of attempts. */

export { cardFromFile } from './card-from-file.ts'
export { type EnteredCard, readEnteredCard } from './entered-card.ts'
export { askHidden } from './hidden-line.ts'
export { isKitsWordAlone, noteAttempt, notingAttempts } from './noted-attempts.ts'
export { isAsked, readPassphrase } from './passphrase-file.ts'
export { type DatedCard, requireHeadOf } from './printed-head.ts'
export { ShareDesk } from './share-desk.ts'
export type { OpeningFiles } from './share-files.ts'
export type { SecretSource, ShareSource } from './share-source.ts'
export { SharesAtHand } from './shares-at-hand.ts'
export { sharesOfCommand } from './shares-of-command.ts'
export { oneALine, typedSecret } from './typed-secret.ts'
