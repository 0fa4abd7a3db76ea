import type { PrintSystemProblem, printingCodes, REACHES } from '../../../codes/printing.ts'
import type { ErrorMessages } from '../../wording/messages.ts'
import { atTerminal } from '../phrases/at-terminal.ts'
import { nameFault } from '../phrases/document.ts'

/** Where CUPS keeps its data is the administrator's to say; this is the usual place. */
const keptSentence = ({ kept }: { readonly kept: boolean }): string =>
  kept
    ? ' The print system still keeps the page: as its administrator, delete it from its spool folder (/var/spool/cups).'
    : ''

const IPP: { readonly [status: number]: string } = {
  1025: 'it forbids it',
  1026: 'it wants to know who asks',
  1027: 'this user may not print here',
  1028: 'it cannot do that now',
  1030: 'it does not know the printer',
  1034: 'it does not take PDF',
  1286: 'the printer takes no jobs',
  1287: 'it is busy',
}
const ippStatus = (status: number): string =>
  IPP[status] ?? `it answered with status 0x${status.toString(16).padStart(4, '0')}`

const SYSTEM: { readonly [problem in Extract<PrintSystemProblem, string>]: string } = {
  unreadable: 'its answer cannot be read',
  forbidden: 'this user may not print here',
  silent: 'it does not answer',
  absent: 'it is not running here',
  'not-running': 'it is not running',
  'no-access': 'this user may not speak to it',
}

function systemProblem(problem: PrintSystemProblem): string {
  if (typeof problem === 'string') return SYSTEM[problem]
  if ('ipp' in problem) return ippStatus(problem.ipp)
  return 'http' in problem
    ? `it answered with HTTP status ${problem.http}`
    : `it broke off (${problem.broke})`
}

const WAYS: { readonly [way in (typeof REACHES)[number]]: string } = {
  cable: 'has a cable of its own',
  'this-machine': 'is reached through this machine',
  network: 'is reached over a network',
  file: 'is a file on a disk',
  unknown: 'is reached in a way that Keyclave does not know',
}

export const printingErrors: ErrorMessages<typeof printingCodes> = {
  PRINTING_NONE:
    'Keyclave prints through CUPS, which this system does not have. Save the page on a drive, and print it on a machine without a network.',
  PRINTER_SYSTEM: d =>
    `Printing through CUPS does not work: ${systemProblem(d.problem)}. Start it (systemctl start cups), or save the page on a drive.`,
  PRINTER_UNKNOWN: d =>
    `There is no printer "${d.printer}" here. "keyclave printers" lists those that there are.`,
  PRINTER_NOT_LOCAL: d =>
    `Printer "${d.printer}" (${d.device}) ${WAYS[d.way]}, so no secret is printed on it. Use a printer on a cable of its own, or write the words by hand.`,
  PRINTER_UNCONFIRMED: (d, desk) =>
    `Nobody has confirmed that printer "${d.printer}" (${d.device}) stands here, on a cable of its own. Follow the cable, then confirm it${atTerminal(desk, ' with --confirm-local')}.`,
  PRINTER_CHANGED: d =>
    `Printer "${d.printer}" leads elsewhere than when it was confirmed. Find out who changed it; then look where its cable goes, and confirm it again.`,
  PRINTER_STOPPED: d =>
    `Printer "${d.printer}" prints nothing now: ${d.why}. Switch it on, look at its paper, enable its queue (cupsenable), then print again.`,
  PRINTER_NO_PDF: d =>
    `The print system cannot turn a PDF into what printer "${d.printer}" understands. Install its driver (on Debian: apt install cups), or save the page on a drive.`,
  PRINTER_REFUSED: d =>
    `The print system did not take the page for printer "${d.printer}": ${ippStatus(d.problem.ipp)}. Choose another printer, or save the page on a drive.`,
  PRINTER_FAILED: d =>
    `Printer "${d.printer}" did not print job ${d.job} to its end (${d.why}). Destroy what came out.${keptSentence(d)}`,
  PRINTER_TIMEOUT: d =>
    `Printer "${d.printer}" has not finished job ${d.job} in ${d.seconds} seconds, so it was cancelled. Look at the printer, and destroy what came out.${keptSentence(d)}`,
  PAGE_CONTACT: d =>
    `Whom to call cannot stand on a page so: it ${nameFault(d.problem)}. Write it again, on one line.`,
  PRINT_NOT_PDF: d =>
    `"${d.path}" is not a PDF. Print a page that Keyclave made: a card, the passphrase, a sheet.`,
  PRINT_UNJUDGED: d =>
    `The card of share ${d.index} has been printed. First say whether it is printed and legible.`,
  PRINT_NONE: d => `No print of the card of share ${d.index} waits for an answer.`,
}
