import { Buffer } from 'node:buffer'
import { assertNever } from '../../shared/errors.ts'
import { readMarkdown } from '../../shared/help/markdown.ts'
import { helpDocument } from '../../shared/help/sections.ts'
import { shortcutsDocument } from '../../shared/help/shortcuts-document.ts'
import { isRehearsal, REHEARSAL } from '../../shared/rehearsal.ts'
import { decodeHeader } from '../../shared/share.ts'
import { shareToCode, shareToWords } from '../../shared/share-text.ts'
import { bundleName } from '../core/bundle/index.ts'
import { secretNamed, serveOnce } from '../core/bytes/index.ts'
import { normalizePassphrase } from '../core/passphrase/index.ts'
import { qrModules, qrModulesOfDocument } from '../core/share/in-worker.ts'
import type { CardFacts } from '../core/share/index.ts'
import { printLabel } from './backup-label.ts'
import { printBlankCard } from './blank-card.ts'
import type { CardPaper } from './card-facts.ts'
import { type PrintedShare, printCard } from './card-page.ts'
import { footOfCertificate, printCertificate, readCertificate } from './certificate-page.ts'
import { printCompliance } from './compliance-page.ts'
import { printGuide } from './guide-page.ts'
import {
  type ExplainedFacts,
  printCardIn,
  printPassphraseIn,
  printRecoveryIn,
} from './in-languages.ts'
import { printRegister } from './issue-register.ts'
import { printKeySheet } from './key-sheet.ts'
import type { Page, PaperJob } from './paper-job.ts'
import { type PassphraseCardFacts, printPassphraseCard, signForSpaces } from './passphrase-card.ts'
import { printPlan } from './plan-page.ts'
import { objectOf, textOf } from './record-json.ts'
import { footOfRecord, printRecord, readRecord } from './record-page.ts'
import { printRecoverySheet } from './recovery-sheet.ts'
import { Sheet } from './sheet.ts'
import { printStatusList } from './status-page.ts'
import { words } from './words.ts'

/** Makes PDFs; see printing.ts. Each answer is a PDF, by the name of the secret it was made from. */
serveOnce<PaperJob, null>(async (job, secrets) => ({ output: null, secrets: print(job, secrets) }))

/** The name of a PDF that was made from no secret. */
const ONLY = 'pdf'

function print(
  { page, paper, faces: cloned, again }: PaperJob,
  secrets: { readonly [name: string]: Buffer },
): { readonly [name: string]: Buffer } {
  // A buffer that was sent to a thread arrives as a plain array.
  const faces = cloned.map(face => ({ ...face, font: Buffer.from(face.font) }))
  const mark = isOfRehearsal(page) ? REHEARSAL : null
  const sheet = (title: string, day: string): Sheet =>
    new Sheet({ paper, title: `Keyclave ${title}`, created: new Date(day), faces, mark, again })

  switch (page.kind) {
    case 'share-cards': {
      const { facts, style } = page
      const cards = Object.entries(secrets).map(([name, bytes]) => {
        const share = printedShare(bytes, facts.fingerprint)
        const title = `share card ${share.index} of ${facts.custodians.length}, set ${facts.setId}`
        const card = sheet(title, facts.date)
        printCard(card, share, facts, style)
        explainCard(card, share.index, facts, style)
        return [
          name,
          card.end(`Share ${share.index} of ${facts.custodians.length}, set ${facts.setId}`),
        ]
      })
      return Object.fromEntries(cards)
    }
    case 'covered-card': {
      const { facts, style, index } = page
      const count = facts.custodians.length
      const card = sheet(`share card ${index} of ${count}, covered`, facts.date)
      printCard(card, coveredShare(index), facts, style)
      explainCard(card, index, facts, style)
      return { [ONLY]: card.end(`Share ${index} of ${count}, set ${facts.setId}`) }
    }
    case 'blank-card': {
      const card = sheet('share card to be written by hand', '2000-01-01')
      printBlankCard(card)
      return { [ONLY]: card.end('Share card') }
    }
    case 'passphrase-card': {
      const card = sheet('passphrase card', page.date)
      const passphrase = normalizePassphrase(secretNamed(secrets, ONLY))
      printPassphraseCard(card, passphrase, page.facts)
      explainPassphrase(card, page.facts, passphrase)
      return { [ONLY]: card.end('Passphrase') }
    }
    case 'covered-passphrase': {
      const card = sheet('passphrase card, covered', page.date)
      printPassphraseCard(card, COVERED.repeat(4), page.facts)
      explainPassphrase(card, page.facts, COVERED)
      return { [ONLY]: card.end('Passphrase') }
    }
    case 'register': {
      const register = sheet(`register of shares, set ${page.facts.setId}`, page.facts.date)
      printRegister(register, page.facts, page.sealed)
      return { [ONLY]: register.end(footOfKit('Register of shares', page.facts)) }
    }
    case 'record': {
      const record = readRecord(page.file)
      const document = sheet('ceremony record', String(record.fields.closed))
      printRecord(document, record)
      return { [ONLY]: document.end(footOfRecord(record)) }
    }
    case 'key': {
      const { facts } = page
      const document = sheet(`key ${facts.label}`, facts.date)
      printKeySheet(document, facts)
      return { [ONLY]: document.end(`Key ${facts.label}, ${facts.date}`) }
    }
    case 'certificate': {
      const certificate = readCertificate(page.file)
      const document = sheet('certificate of destruction', certificate.certificate.issued)
      printCertificate(document, certificate)
      return { [ONLY]: document.end(footOfCertificate(certificate)) }
    }
    case 'plan': {
      const document = sheet('ceremony plan', page.facts.date)
      printPlan(document, page.facts)
      return { [ONLY]: document.end(`Ceremony plan: ${String(page.facts.plan.title)}`) }
    }
    case 'recovery-sheet': {
      const document = sheet(`recovery sheet, set ${page.facts.setId}`, page.facts.date)
      printRecoverySheet(document, page.facts)
      printRecoveryIn(document, page.facts.languages, explained(page.facts))
      return { [ONLY]: document.end(footOfKit('Recovery sheet', page.facts)) }
    }
    case 'backup-label': {
      const label = sheet(`backup label, set ${page.facts.setId}`, page.facts.created)
      printLabel(label, page.facts)
      return { [ONLY]: label.end(`Backup label, set ${page.facts.setId}`) }
    }
    case 'compromise': {
      const { report } = page
      const name = words.compromise.name(report.of)
      const document = sheet('compromise sheet', report.made)
      printGuide(document, words.compromise.sheet(report))
      return { [ONLY]: document.end(`Compromise of ${name}`) }
    }
    case 'delivery-receipt': {
      const { facts } = page
      const document = sheet('receipt of a delivery', facts.made)
      printGuide(document, words.deliveries.receipt(facts))
      return { [ONLY]: document.end(`Receipt of delivery ${facts.delivery}`) }
    }
    case 'compliance': {
      const report = sheet('compliance report', page.facts.made)
      printCompliance(report, page.facts)
      return { [ONLY]: report.end('Compliance report') }
    }
    case 'status-list': {
      const { facts } = page
      const list = sheet(`status list ${facts.number}`, facts.issued)
      printStatusList(list, facts, facts.file === null ? null : qrModulesOfDocument(facts.file))
      return { [ONLY]: list.end(`Status list ${facts.number}`) }
    }
    case 'guide': {
      const document =
        page.source === null
          ? shortcutsDocument(words.help.shortcuts)
          : helpDocument(page.topic, readMarkdown(page.source))
      const guide = sheet(`help, ${page.topic}`, '2000-01-01')
      printGuide(guide, document.blocks)
      return { [ONLY]: guide.end(document.title) }
    }
    case 'booklet': {
      const booklet = sheet(page.title.toLowerCase(), '2000-01-01')
      for (const [i, source] of page.sources.entries()) {
        if (i > 0) booklet.newPage()
        printGuide(booklet, readMarkdown(source))
      }
      return { [ONLY]: booklet.end(page.title) }
    }
    default:
      return assertNever(page)
  }
}

/** Whether a page is of a ceremony that counts for nothing. */
function isOfRehearsal(page: Page): boolean {
  switch (page.kind) {
    case 'blank-card':
    case 'guide':
    case 'booklet':
    case 'certificate':
    case 'compromise':
    case 'delivery-receipt':
    case 'compliance':
    case 'status-list':
      return false
    case 'plan':
      return page.facts.plan.rehearsal === true
    case 'record':
      return isRehearsal(textOf(objectOf(readRecord(page.file).fields.quorum).setId))
    case 'key':
      return isRehearsal(page.facts.quorum.setId)
    case 'backup-label':
      return isRehearsal(page.facts.setId)
    default:
      return page.facts !== null && isRehearsal(page.facts.setId)
  }
}

/** Behind a card: what it says, in the languages of the plan. */
function explainCard(sheet: Sheet, index: number, facts: CardFacts, { plain }: CardPaper): void {
  const { languages, threshold, custodians } = facts
  const share = { index, threshold, count: custodians.length }
  printCardIn(sheet, languages, share, explained(facts), plain)
}

function explainPassphrase(
  sheet: Sheet,
  facts: PassphraseCardFacts | null,
  passphrase: string,
): void {
  if (facts === null) return
  printPassphraseIn(sheet, facts.languages, explained(facts), signForSpaces(passphrase))
}

const explained = <Facts extends Pick<CardFacts, 'organisation' | 'setId' | 'contact'>>(
  facts: Facts,
): Facts & ExplainedFacts => ({ ...facts, folder: bundleName(facts.setId) })

const footOfKit = (what: string, { title, setId }: CardFacts): string =>
  `${what}: ${title}, set ${setId}`

/** Stands for a word that is not to be seen. */
const COVERED = '••••••'
/** Modules on a side of the code of a share. */
const CODE_SIZE = 33

/** In place of a share: every word covered, and the code black all over. */
const coveredShare = (index: number): PrintedShare => ({
  index,
  words: Array.from({ length: 40 }, () => COVERED),
  modules: new Uint8Array(CODE_SIZE * CODE_SIZE).fill(1),
  size: CODE_SIZE,
})

function printedShare(bytes: Buffer, fingerprint: string): PrintedShare {
  const { modules, size } = qrModules(shareToCode(bytes, fingerprint))
  return { index: decodeHeader(bytes).index, words: shareToWords(bytes), modules, size }
}
