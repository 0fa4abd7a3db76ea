/** Printers: finding them, confirming one, printing a page on it. */

export { ConfirmedPrinters } from './confirmed-printers.ts'
export { type CupsTools, createCups } from './cups.ts'
export { createFilePrinting, type FilePrinting } from './file-printing.ts'
export { type Cards, createCards } from './made-pages.ts'
export { printSystemOf } from './print-system.ts'
export { printAsTask } from './print-task.ts'
export { createPrinterScreen, type PrinterScreen } from './printer-screen.ts'
export { createPrinting, type PrintedPage, type Printing } from './printing.ts'
