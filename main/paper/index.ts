/** Printed pages as PDF, made in a worker: cards, labels, records, registers, sheets. */

export type { LabelFacts } from './backup-label.ts'
export type { CardPaper } from './card-facts.ts'
export type { CompliancePageFacts } from './compliance-page.ts'
export { type DeliveryCommands, deliveryCommands } from './delivery-commands.ts'
export type { SealedLine } from './issue-register.ts'
export type { KeySheetFacts } from './key-sheet.ts'
export {
  printBackupLabel,
  printBlankCards,
  printBooklet,
  printCeremonyPlan,
  printCeremonyRecord,
  printCertificate,
  printComplianceReport,
  printCompromise,
  printCoveredCard,
  printCoveredPassphrase,
  printHelp,
  printKey,
  printPassphrase,
  printReceipt,
  printRecovery,
  printShareCards,
  printShareRegister,
  printStatusPage,
} from './pages.ts'
export type { PaperSize } from './paper-size.ts'
export type { PassphraseCardFacts } from './passphrase-card.ts'
export type { PlanFacts } from './plan-page.ts'
export { type StartFacts, startHere } from './start-here.ts'
export type { StatusPageFacts } from './status-page.ts'
export type { ChooseFaces, Face, FaceFile, FaceShelf } from './typeface.ts'
