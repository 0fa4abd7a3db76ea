import { refuse } from '../../../shared/errors.ts'
import { wipe } from '../../core/bytes/index.ts'
import type { Input } from '../files/index.ts'
import type { Media } from './cups.ts'
import type { Printer } from './printer.ts'
import type { PrintedPage, Printing } from './printing.ts'

/** Printing a page that lies in a file: a card, the passphrase, or a sheet without secrets. */
export interface FilePrinting {
  /** @throws PRINTING_NONE, PRINTER_SYSTEM */
  readonly printers: () => Promise<readonly Printer[]>
  /**
   * Prints a PDF as one job. Nothing says whether it holds a secret, so every one is taken for a card.
   *
   * @throws FILE_*, PRINT_NOT_PDF, PRINTER_UNCONFIRMED; as `Printing.printSecret`
   */
  readonly print: (request: PrintRequest, signal: AbortSignal) => Promise<PrintedPage>
}

interface PrintRequest {
  readonly file: string
  readonly printer: string
  readonly paper: Media
  /** Whether somebody has looked where the printer stands. */
  readonly confirmed: boolean
}

/** A ceremony's record with many signatures has some; more is no page of ours. */
const PDF_LIMIT = 32 * 1024 * 1024
const PDF_BEGINS = '%PDF-'

export const createFilePrinting = (printing: Printing, input: Input): FilePrinting => ({
  printers: () => printing.printers(),
  print: async ({ file, printer, paper, confirmed }, signal) => {
    const there = await printing.local(printer)
    if (!confirmed) {
      throw refuse('PRINTER_UNCONFIRMED', { printer, device: there.device })
    }
    const pdf = await input.read(file, PDF_LIMIT)
    try {
      if (pdf.toString('latin1', 0, PDF_BEGINS.length) !== PDF_BEGINS) {
        throw refuse('PRINT_NOT_PDF', { path: file })
      }
      return await printing.printSecret(pdf, there, paper, signal)
    } finally {
      wipe(pdf)
    }
  },
})
