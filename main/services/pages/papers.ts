import type { Buffer } from 'node:buffer'
import type { CompromiseReport } from '../../../shared/compromise.ts'
import type { DestinationId } from '../../../shared/deliveries.ts'
import type { ReceiptFacts } from '../../../shared/delivery-receipt.ts'
import type { Instructions } from '../../../shared/delivery-steps.ts'
import type { TopicId } from '../../../shared/help/topics.ts'
import { type ForFinders, forFinders } from '../../core/ceremony/index.ts'
import type { Kit } from '../../core/kit/index.ts'
import type { CardFacts } from '../../core/share/index.ts'
import { hashWords } from '../../core/text/index.ts'
import {
  type CardPaper,
  type CompliancePageFacts,
  type DeliveryCommands,
  deliveryCommands,
  type KeySheetFacts,
  type LabelFacts,
  type PaperSize,
  type PassphraseCardFacts,
  type PlanFacts,
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
  type SealedLine,
  type StartFacts,
  type StatusPageFacts,
  startHere,
} from '../../paper/index.ts'
import { type CardOrigin, cardFacts } from './card-file.ts'
import { fontChooser } from './font-choice.ts'
import type { RecoverPage } from './recover-page.ts'

export type { CardPaper, PaperSize, PassphraseCardFacts }

/** A share that was sealed to a key of its absent custodian, as plan or vault have it. */
export type SealedNote = Omit<SealedLine, 'words'>

/** What a kit does not say of itself. */
interface KitAbout {
  /** What its plan has printed for whoever finds it; without one, nothing. */
  readonly finders?: ForFinders
  /** The day on which the page is drawn again, `2026-11-21`; it says so. */
  readonly again?: string | null
}
export interface RegisterAbout extends KitAbout {
  readonly sealed?: readonly SealedNote[]
}
export interface SheetAbout extends KitAbout {
  /** SHA-256 of the SHA256SUMS of the bundle that it lies in; null: it lies in none. */
  readonly sums?: string | null
}

/** The printed pages of a quorum, as PDF files. What is made from a secret, the caller wipes. */
export interface Papers {
  /** One PDF per share; the caller still owns the shares. */
  readonly shareCards: (
    shares: readonly Uint8Array[],
    origin: CardOrigin,
    style: CardPaper,
  ) => Promise<Buffer[]>
  /** What a card will look like, its share covered: to be looked at before it is printed. */
  readonly coveredCard: (index: number, origin: CardOrigin, style: CardPaper) => Promise<Buffer>
  /** @param facts `null` before the ceremony of the passphrase */
  readonly coveredPassphrase: (
    facts: PassphraseCardFacts | null,
    day: string,
    paper: PaperSize,
  ) => Promise<Buffer>
  readonly blankCard: (paper: PaperSize) => Promise<Buffer>
  /** @param facts `null` before the ceremony of the passphrase */
  readonly passphraseCard: (
    passphrase: Buffer,
    facts: PassphraseCardFacts | null,
    day: string,
    paper: PaperSize,
  ) => Promise<Buffer>
  readonly register: (kit: Kit, paper: PaperSize, about?: RegisterAbout) => Promise<Buffer>
  /** @param again of these: the day on which they are drawn again, `2026-11-21`; they say so */
  readonly plan: (facts: PlanFacts, paper: PaperSize, again?: string | null) => Promise<Buffer>
  readonly recoverySheet: (kit: Kit, paper: PaperSize, about?: SheetAbout) => Promise<Buffer>
  /** What is read first in a bundle, as text. */
  readonly startHere: (facts: StartFacts) => string
  readonly key: (facts: KeySheetFacts, paper: PaperSize) => Promise<Buffer>
  readonly backupLabel: (facts: LabelFacts, paper: PaperSize) => Promise<Buffer>
  readonly compromise: (report: CompromiseReport, paper: PaperSize) => Promise<Buffer>
  readonly receipt: (facts: ReceiptFacts, paper: PaperSize) => Promise<Buffer>
  /** Beside the receipt: what is done with the package. */
  readonly commands: (destination: DestinationId, instructions: Instructions) => DeliveryCommands
  readonly compliance: (facts: CompliancePageFacts, paper: PaperSize) => Promise<Buffer>
  readonly statusList: (facts: StatusPageFacts, paper: PaperSize) => Promise<Buffer>
  /** A document of the help in Markdown; null: the page of shortcuts. */
  readonly guide: (topic: TopicId, source: string | null, paper: PaperSize) => Promise<Buffer>
  /** Documents in Markdown, each from a page of its own on. */
  readonly booklet: (title: string, sources: readonly string[], paper: PaperSize) => Promise<Buffer>
  /** @param file the bytes of the certificate of a destruction */
  readonly certificate: (file: Buffer, paper: PaperSize, again?: string | null) => Promise<Buffer>
  /** What goes beside a kit for somebody who has a browser alone; null: this copy of Keyclave has none. */
  readonly recoverPage: () => RecoverPage | null
  /** @param file the bytes of record.json */
  readonly record: (file: Buffer, paper: PaperSize, again?: string | null) => Promise<Buffer>
}

/**
 * @param locate      the URL of a file of an installed package
 * @param software    `keyclave 0.1.0`
 * @param recoverPage reads it, when a kit is kept
 */
export function createPapers(
  locate: (specifier: string) => string,
  software: string,
  recoverPage: () => RecoverPage | null = () => null,
): Papers {
  const factsOf = (kit: Kit, finders = forFinders(null)): CardFacts =>
    cardFacts({ kit, audit: null, ...finders, software })
  const choose = fontChooser(locate)
  return {
    shareCards: (shares, origin, style) =>
      printShareCards(shares, cardFacts(origin), style, choose),
    coveredCard: (index, origin, style) =>
      printCoveredCard(index, cardFacts(origin), style, choose),
    coveredPassphrase: (facts, day, paper) => printCoveredPassphrase(facts, day, paper, choose),
    blankCard: paper => printBlankCards(paper, choose),
    passphraseCard: (passphrase, facts, day, paper) =>
      printPassphrase(passphrase, facts, day, paper, choose),
    register: (kit, paper, { sealed = [], finders, again } = {}) => {
      const lines = sealed.map(({ index, form, recipient, acknowledged }) => ({
        ...{ index, form, recipient, words: hashWords(recipient) },
        acknowledged: acknowledged?.slice(0, 10) ?? null,
      }))
      return printShareRegister(factsOf(kit, finders), paper, choose, again, lines)
    },
    recoverySheet: (kit, paper, { finders, again = null, sums = null } = {}) => {
      const { identity, kdf } = kit.quorum
      // Drawn again it would name the page of this version, and another one may lie beside the kit.
      const page = again === null ? (recoverPage()?.sha256 ?? null) : null
      const facts = { ...factsOf(kit, finders), identity, kdf, recoverPage: page, sums }
      return printRecovery(facts, paper, choose, again)
    },
    recoverPage,
    startHere,
    plan: (facts, paper, again) => printCeremonyPlan(facts, paper, choose, again),
    key: (facts, paper) => printKey(facts, paper, choose),
    backupLabel: (facts, paper) => printBackupLabel(facts, paper, choose),
    compromise: (report, paper) => printCompromise(report, paper, choose),
    receipt: (facts, paper) => printReceipt(facts, paper, choose),
    commands: deliveryCommands,
    compliance: (facts, paper) => printComplianceReport(facts, paper, choose),
    statusList: (facts, paper) => printStatusPage(facts, paper, choose),
    record: (file, paper, again) => printCeremonyRecord(file, paper, choose, again),
    certificate: (file, paper, again) => printCertificate(file, paper, choose, again),
    booklet: (title, sources, paper) => printBooklet(title, sources, paper, choose),
    guide: (topic, source, paper) => printHelp(topic, source, paper, choose),
  }
}
