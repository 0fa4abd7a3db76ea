import type { Buffer } from 'node:buffer'
import type { CompromiseReport } from '../../shared/compromise.ts'
import type { ReceiptFacts } from '../../shared/delivery-receipt.ts'
import type { TopicId } from '../../shared/help/topics.ts'
import { runOnce, type Secrets, secretNamed } from '../core/bytes/index.ts'
import type { CardFacts } from '../core/share/index.ts'
import { canonicalJson } from '../core/text/index.ts'
import type { LabelFacts } from './backup-label.ts'
import type { CardPaper } from './card-facts.ts'
import type { CompliancePageFacts } from './compliance-page.ts'
import { textsIn } from './in-languages.ts'
import type { SealedLine } from './issue-register.ts'
import type { KeySheetFacts } from './key-sheet.ts'
import type { Page, PaperJob } from './paper-job.ts'
import type { PaperSize } from './paper-size.ts'
import type { PassphraseCardFacts } from './passphrase-card.ts'
import type { PlanFacts } from './plan-page.ts'
import type { RecoveryFacts } from './recovery-sheet.ts'
import type { StatusPageFacts } from './status-page.ts'
import type { ChooseFaces } from './typeface.ts'

/**
 * Everything that Keyclave prints, as the bytes of PDF files. The same content gives the same bytes. A page of an
 * earlier day that is drawn again, on the day `again`, says so at its foot.
 *
 * A PDF is made in a worker that ends: the writer turns what it prints into strings, which nobody can wipe.
 * The PDF of a share or a passphrase is as secret as they are; the caller wipes it.
 */

/**
 * The card of each share, one PDF each.
 *
 * @param shares 44 bytes each; the caller still owns them
 * @returns one PDF per share; the caller wipes them
 */
export async function printShareCards(
  shares: readonly Uint8Array[],
  facts: CardFacts,
  style: CardPaper,
  choose: ChooseFaces,
): Promise<Buffer[]> {
  const named = Object.fromEntries(shares.map((share, i) => [String(i), share]))
  const { title, organisation, contact, custodians, languages } = facts
  const texts = [
    ...(style.plain ? [] : [title, contact ?? '']),
    ...[organisation, ...custodians, ...textsIn(languages)],
  ]
  const made = await print({ kind: 'share-cards', facts, style }, style.paper, texts, choose, named)
  return shares.map((_, i) => secretNamed(made, String(i)))
}

/** What a share card will look like, its share covered: nothing secret is on it, or in what it is made from. */
export const printCoveredCard = (
  index: number,
  facts: CardFacts,
  style: CardPaper,
  choose: ChooseFaces,
): Promise<Buffer> => {
  const { title, organisation, contact, custodians } = facts
  const page: Page = { kind: 'covered-card', facts, style, index }
  const texts = [title, organisation, contact ?? '', ...custodians, ...textsIn(facts.languages)]
  return printOne(page, style.paper, texts, choose)
}

/** What a passphrase card will look like, the passphrase covered. */
export const printCoveredPassphrase = (
  facts: PassphraseCardFacts | null,
  date: string,
  paper: PaperSize,
  choose: ChooseFaces,
): Promise<Buffer> =>
  printOne({ kind: 'covered-passphrase', facts, date }, paper, namesOn(facts), choose)

/** What on a page is in a language of its own. */
const namesOn = (facts: PassphraseCardFacts | null): readonly string[] =>
  facts === null
    ? []
    : [facts.title, facts.organisation, facts.contact ?? '', ...textsIn(facts.languages)]

/** A card to write the words on by hand. */
export const printBlankCards = (paper: PaperSize, choose: ChooseFaces): Promise<Buffer> =>
  printOne({ kind: 'blank-card' }, paper, [], choose)

/** A letter of each file of fonts but Chinese, Japanese and Korean: no one here reads which are needed. */
const EVERY_ALPHABET = 'āơжѫωἀאبकกກក'

/**
 * The passphrase on paper.
 *
 * @param passphrase UTF-8; the caller still owns it
 * @param facts      `null` for one that was made before its ceremony
 * @param date       a day, `2026-11-21`
 * @returns the PDF; the caller wipes it
 * @throws PASSPHRASE_ENCODING, PASSPHRASE_UNPRINTABLE
 */
export const printPassphrase = (
  passphrase: Buffer,
  facts: PassphraseCardFacts | null,
  date: string,
  paper: PaperSize,
  choose: ChooseFaces,
): Promise<Buffer> => {
  const texts = [EVERY_ALPHABET, ...namesOn(facts)]
  const page: Page = { kind: 'passphrase-card', facts, date }
  return printOne(page, paper, texts, choose, { pdf: passphrase })
}

/** The register of shares: who got which, in which bag, or sealed to which key. Public. */
export const printShareRegister = (
  facts: CardFacts,
  paper: PaperSize,
  choose: ChooseFaces,
  again: string | null = null,
  sealed: readonly SealedLine[] = [],
): Promise<Buffer> =>
  printOne(
    { kind: 'register', facts, sealed },
    paper,
    [facts.title, facts.organisation, facts.contact ?? '', ...facts.custodians],
    choose,
    {},
    again,
  )

/**
 * The ceremony record. Public.
 *
 * @param file the bytes of record.json, whose SHA-256 is printed
 */
export const printCeremonyRecord = (
  file: Buffer,
  paper: PaperSize,
  choose: ChooseFaces,
  again: string | null = null,
): Promise<Buffer> =>
  // Between quotation marks stand the names, each in a language of its own.
  printOne({ kind: 'record', file }, paper, file.toString('utf8').split('"'), choose, {}, again)

/**
 * The certificate of a destruction. Public.
 *
 * @param file the bytes of the certificate, whose SHA-256 is printed
 */
export const printCertificate = (
  file: Buffer,
  paper: PaperSize,
  choose: ChooseFaces,
  again: string | null = null,
): Promise<Buffer> =>
  printOne(
    { kind: 'certificate', file },
    paper,
    file.toString('utf8').split('"'),
    choose,
    {},
    again,
  )

/** A plan before its ceremony. Public. */
export const printCeremonyPlan = (
  facts: PlanFacts,
  paper: PaperSize,
  choose: ChooseFaces,
  again: string | null = null,
): Promise<Buffer> =>
  // Between quotation marks stand the names, each in a language of its own.
  printOne({ kind: 'plan', facts }, paper, JSON.stringify(facts.plan).split('"'), choose, {}, again)

/** What a vault knows of one key. Public. */
export const printKey = (
  facts: KeySheetFacts,
  paper: PaperSize,
  choose: ChooseFaces,
): Promise<Buffer> =>
  // Between quotation marks stand the names, each in a language of its own.
  printOne({ kind: 'key', facts }, paper, JSON.stringify(facts).split('"'), choose)

/** How to open it all again, on one page. Public. */
export const printRecovery = (
  facts: RecoveryFacts,
  paper: PaperSize,
  choose: ChooseFaces,
  again: string | null = null,
): Promise<Buffer> =>
  printOne(
    { kind: 'recovery-sheet', facts },
    paper,
    [
      ...[facts.title, facts.organisation, facts.contact ?? ''],
      ...[...facts.custodians, ...textsIn(facts.languages)],
    ],
    choose,
    {},
    again,
  )

/** The label of one backup. Public. */
export const printBackupLabel = (
  facts: LabelFacts,
  paper: PaperSize,
  choose: ChooseFaces,
): Promise<Buffer> => {
  const { fileName, quorum } = facts
  const names = quorum === null ? [] : [quorum.title, quorum.organisation]
  return printOne({ kind: 'backup-label', facts }, paper, [fileName, ...names], choose)
}

/** What to do about a compromise, in order. Not secret, and for those alone who act on it. */
export const printCompromise = (
  report: CompromiseReport,
  paper: PaperSize,
  choose: ChooseFaces,
): Promise<Buffer> =>
  printOne({ kind: 'compromise', report }, paper, [canonicalJson(report)], choose)
/** What a receiver compares with what they have. Public. */
export const printReceipt = (
  facts: ReceiptFacts,
  paper: PaperSize,
  choose: ChooseFaces,
): Promise<Buffer> =>
  printOne({ kind: 'delivery-receipt', facts }, paper, [canonicalJson({ ...facts })], choose)
/** The report for an auditor. Public. */
export const printComplianceReport = (
  facts: CompliancePageFacts,
  paper: PaperSize,
  choose: ChooseFaces,
): Promise<Buffer> =>
  // Between quotation marks stand the names, each in a language of its own.
  printOne({ kind: 'compliance', facts }, paper, JSON.stringify(facts).split('"'), choose)

/** A status list. Public. */
export const printStatusPage = (
  facts: StatusPageFacts,
  paper: PaperSize,
  choose: ChooseFaces,
): Promise<Buffer> => printOne({ kind: 'status-list', facts }, paper, [facts.organisation], choose)

/**
 * A document of the help. Public.
 *
 * @param source in Markdown; null: the page of shortcuts
 */
export const printHelp = (
  topic: TopicId,
  source: string | null,
  paper: PaperSize,
  choose: ChooseFaces,
): Promise<Buffer> => printOne({ kind: 'guide', topic, source }, paper, [source ?? ''], choose)

/** Documents one after the other, each from a page of its own on. Public. @param sources in Markdown */
export const printBooklet = (
  title: string,
  sources: readonly string[],
  paper: PaperSize,
  choose: ChooseFaces,
): Promise<Buffer> =>
  printOne({ kind: 'booklet', title, sources }, paper, [title, ...sources], choose)

async function printOne(
  page: Page,
  paper: PaperSize,
  texts: readonly string[],
  choose: ChooseFaces,
  secrets: Secrets = {},
  again: string | null = null,
): Promise<Buffer> {
  return secretNamed(await print(page, paper, texts, choose, secrets, again), 'pdf')
}

const worker = new URL('./paper.worker.ts', import.meta.url)

async function print(
  page: Page,
  paper: PaperSize,
  texts: readonly string[],
  choose: ChooseFaces,
  secrets: Secrets,
  again: string | null = null,
): Promise<{ readonly [name: string]: Buffer }> {
  const job: PaperJob = { page, paper, faces: await choose(texts), again }
  return (await runOnce<null>(worker, job, secrets)).secrets
}
