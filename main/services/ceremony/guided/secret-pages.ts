import type { Buffer } from 'node:buffer'
import type { StepFacts } from '../../../../shared/record-steps.ts'
import { wipe } from '../../../core/bytes/index.ts'
import type {
  CardOrigin,
  CardPaper,
  PaperSize,
  Papers,
  PassphraseCardFacts,
} from '../../pages/index.ts'
import type { ConfirmedPrinters, PrintedPage, Printing } from '../../printing/index.ts'

/** The secret pages of a ceremony, each a job of its own, on a printer that was confirmed in it. */

export interface CardPrintingTools {
  readonly printing: Printing
  readonly papers: Papers
  readonly confirmed: ConfirmedPrinters
}

/**
 * Prints one share's card.
 *
 * @param share 44 bytes; wiped here
 * @throws PRINTER_UNCONFIRMED; as `Printing.printSecret`
 */
export async function printCard(
  share: Buffer,
  origin: CardOrigin,
  printer: string,
  style: CardPaper,
  { printing, papers, confirmed }: CardPrintingTools,
  signal: AbortSignal,
): Promise<PrintedPage> {
  let card: Buffer | undefined
  try {
    const where = await confirmed.require(printer, printing)
    ;[card] = await papers.shareCards([share], origin, style)
    if (card === undefined) throw new Error('no card was made')
    return await printing.printSecret(card, where, style.paper, signal)
  } finally {
    wipe(share, card ?? null)
  }
}

/**
 * Prints the passphrase, never in one job with a share.
 *
 * @param passphrase UTF-8; the caller still owns it
 * @param facts      of the quorum that it will open
 * @throws PRINTER_UNCONFIRMED; as `Printing.printSecret`
 */
export async function printPassphrase(
  passphrase: Buffer,
  facts: PassphraseCardFacts,
  printer: string,
  paper: PaperSize,
  { printing, papers, confirmed }: CardPrintingTools,
  signal: AbortSignal,
): Promise<PrintedPage> {
  const where = await confirmed.require(printer, printing)
  const card = await papers.passphraseCard(passphrase, facts, facts.date, paper)
  try {
    return await printing.printSecret(card, where, paper, signal)
  } finally {
    wipe(card)
  }
}

/** What the record says of a printed page. */
export const printedFacts = ({
  printer,
  device,
  job,
  removed,
}: PrintedPage): StepFacts<'passphrase card printed'> => ({
  ...{ printer, device, job },
  'removed from the print system': removed ? 'yes' : 'no',
})
