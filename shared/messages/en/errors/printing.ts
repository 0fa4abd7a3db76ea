import type { printingCodes } from '../../../codes/printing.ts'
import type { ErrorMessages } from '../../messages.ts'

/** Where CUPS keeps its data is the administrator's to say; this is the usual place. */
const keptSentence = ({ kept }: { readonly kept: boolean }): string =>
  kept
    ? ' The print system still keeps the page: as its administrator, delete it from its spool folder (/var/spool/cups).'
    : ''

export const printingErrors: ErrorMessages<typeof printingCodes> = {
  PRINTING_NONE:
    'Keyclave prints through CUPS, which this system does not have. Save the page on a drive, and print it on a machine without a network.',
  PRINTER_SYSTEM: d =>
    `Printing through CUPS does not work: ${d.problem}. Start it (systemctl start cups), or save the page on a drive.`,
  PRINTER_UNKNOWN: d =>
    `There is no printer "${d.printer}" here. "keyclave printers" lists those that there are.`,
  PRINTER_NOT_LOCAL: d =>
    `Printer "${d.printer}" (${d.device}) ${d.way}, so no secret is printed on it. Use a printer on a cable of its own, or write the words by hand.`,
  PRINTER_UNCONFIRMED: d =>
    `Nobody has confirmed that printer "${d.printer}" (${d.device}) stands here, on a cable of its own. Follow the cable, then confirm it (on the command line with --confirm-local).`,
  PRINTER_CHANGED: d =>
    `Printer "${d.printer}" leads elsewhere than when it was confirmed. Find out who changed it; then look where its cable goes, and confirm it again.`,
  PRINTER_STOPPED: d =>
    `Printer "${d.printer}" prints nothing now: ${d.why}. Switch it on, look at its paper, enable its queue (cupsenable), then print again.`,
  PRINTER_NO_PDF: d =>
    `The print system cannot turn a PDF into what printer "${d.printer}" understands. Install its driver (on Debian: apt install cups), or save the page on a drive.`,
  PRINTER_REFUSED: d =>
    `The print system did not take the page for printer "${d.printer}": ${d.problem}. Choose another printer, or save the page on a drive.`,
  PRINTER_FAILED: d =>
    `Printer "${d.printer}" did not print job ${d.job} to its end (${d.why}). Destroy what came out.${keptSentence(d)}`,
  PRINTER_TIMEOUT: d =>
    `Printer "${d.printer}" has not finished job ${d.job} in ${d.seconds} seconds, so it was cancelled. Look at the printer, and destroy what came out.${keptSentence(d)}`,
  PRINT_NOT_PDF: d =>
    `"${d.path}" is not a PDF. Print a page that Keyclave made: a card, the passphrase, a sheet.`,
  PRINT_UNJUDGED: d =>
    `The card of share ${d.index} has been printed. First say whether it is printed and legible.`,
  PRINT_NONE: d => `No print of the card of share ${d.index} waits for an answer.`,
}
