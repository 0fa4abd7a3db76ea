/** Printed pages as PDF, made in a worker: cards, labels, records, registers, sheets. */

export type { LabelFacts } from './backup-label.ts'
export type { CardPaper } from './card-facts.ts'
export {
  printBackupLabel,
  printBlankCards,
  printCeremonyPlan,
  printCeremonyRecord,
  printCoveredCard,
  printCoveredPassphrase,
  printHelp,
  printPassphrase,
  printRecovery,
  printShareCards,
  printShareRegister,
} from './pages.ts'
export type { PaperSize } from './paper-size.ts'
export type { PlanFacts } from './plan-page.ts'
export type { ChooseFaces, Face, FaceFile, FaceShelf } from './typeface.ts'
