import type { Output } from '../../../../shared/contract.ts'
import { KeyclaveError } from '../../../../shared/errors.ts'
import { wipe } from '../../../core/bytes/index.ts'
import { judgePassphrase } from '../../../core/passphrase/index.ts'
import type { CardPaper, PaperSize, Papers } from '../../pages/index.ts'
import { ConfirmedPrinters, type PrintedPage, type Printing } from '../../printing/index.ts'
import { typedSecret } from '../../quorum/index.ts'
import type { Tasks } from '../../tasks/index.ts'
import type { CeremonyState } from './ceremony-stage.ts'
import type { CeremonyCourse } from './course.ts'
import type { Account } from './observations.ts'
import { type CardPrintingTools, printCard, printedFacts, printPassphrase } from './secret-pages.ts'

type DrawnPage = Output<'ceremony.drawCard'>
type PrintedFacts = Output<'ceremony.printPassphrase'>

export interface CeremonyPrintingTools {
  readonly printing: Printing
  readonly papers: Papers
  readonly tasks: Tasks
  readonly now: () => Date
}

/** Printing in a ceremony: somebody follows the printer's cable first, and looks at each card that came out. */
export class CeremonyPrinting {
  readonly #course: CeremonyCourse
  readonly #account: Account
  readonly #tools: CeremonyPrintingTools
  readonly #printers = new ConfirmedPrinters()

  constructor(course: CeremonyCourse, account: Account, tools: CeremonyPrintingTools) {
    this.#course = course
    this.#account = account
    this.#tools = tools
  }

  /** The next ceremony begins without confirmed printers. */
  forgetPrinters(): void {
    this.#printers.clear()
  }

  /** Whether people have looked at this printer in this ceremony. */
  hasConfirmed(printer: string, device: string): boolean {
    return this.#course.isRunning && this.#printers.has(printer, device)
  }

  /** Somebody has followed the cable of this printer. */
  async confirmPrinter(name: string): Promise<void> {
    this.#course.requireRunning()
    const printer = await this.#tools.printing.local(name)
    this.#account.witness('printer confirmed', { printer: name, device: printer.device }, null)
    this.#printers.confirm(printer)
  }

  /** Prints one custodian's card; somebody looks at it before it is read back. */
  printCard(index: number, printer: string, as: CardPaper): Promise<CeremonyState> {
    return this.#tools.tasks.run('print', async ({ signal }) => {
      const stage = this.#course.require('shares')
      const { turns, ceremony, kit } = stage
      turns.requireShowable(index)
      turns.requireJudged(index)
      const custodian = turns.custodianOf(index)
      stage.gathering?.requirePresent(custodian)
      await this.#printers.require(printer, this.#tools.printing)
      this.#course.requireStill(stage)
      const share = ceremony.issueShare(index)
      const origin = ceremony.cardOrigin(kit)
      // From here on a page may be out there, whatever is answered.
      turns.shown(index)
      const page = await printCard(share, origin, printer, as, this.#cardTools(), signal).catch(
        error => {
          const problem = error instanceof KeyclaveError ? error.code : 'unknown'
          ceremony.witness('print failed', { index, custodian, printer, problem })
          throw error
        },
      )
      ceremony.witness('card printed', { index, custodian, ...printedFacts(page) })
      this.#course.requireStill(stage)
      turns.printed(index, printedPage(page))
      return this.#course.state
    })
  }

  /** How one custodian's card will look. Its share is covered, and not touched. */
  async drawCard(index: number, as: CardPaper): Promise<DrawnPage> {
    const { turns, ceremony, kit } = this.#course.require('shares')
    turns.custodianOf(index)
    const origin = ceremony.cardOrigin(kit)
    const page = await this.#tools.papers.coveredCard(index, origin, as)
    return { pdf: page.toString('base64') }
  }

  /** How the card of the passphrase will look, the passphrase covered. */
  async drawPassphrase(paper: PaperSize): Promise<DrawnPage> {
    const { ceremony } = this.#course.require('passphrase')
    const facts = ceremony.passphraseFacts()
    const page = await this.#tools.papers.coveredPassphrase(facts, facts.date, paper)
    return { pdf: page.toString('base64') }
  }

  /** What somebody says of the page that came out. */
  judgePrint(index: number, verdict: 'legible' | 'destroyed'): CeremonyState {
    const { turns, ceremony } = this.#course.require('shares')
    turns.requireTurn(index)
    turns.judged(index)
    ceremony.witness('print judged', { index, custodian: turns.custodianOf(index), verdict })
    return this.#course.state
  }

  /** The recovery officer's card, if one is wanted; before there are shares. */
  printPassphrase(typed: Uint8Array, printer: string, paper: PaperSize): Promise<PrintedFacts> {
    return this.#tools.tasks.run('print', async ({ signal }) => {
      const stage = this.#course.require('passphrase')
      stage.gathering?.requireRoles('recovery-officer')
      const passphrase = typedSecret(typed)
      try {
        await judgePassphrase(passphrase)
        const facts = stage.ceremony.passphraseFacts()
        const tools = this.#cardTools()
        const page = await printPassphrase(passphrase, facts, printer, paper, tools, signal)
        stage.ceremony.witness('passphrase card printed', printedFacts(page))
        return printedPage(page)
      } finally {
        wipe(passphrase)
      }
    })
  }

  #cardTools(): CardPrintingTools {
    const { printing, papers } = this.#tools
    return { printing, papers, confirmed: this.#printers }
  }
}

const printedPage = ({ printer, job, removed }: PrintedPage): PrintedFacts => ({
  ...{ printer, job, removed },
})
