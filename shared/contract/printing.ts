/** Printers of this machine. What is printed in a ceremony is among the calls of the ceremony. */
import * as z from 'zod'
import { nothing } from '../field.ts'

/** The name of a printer's queue. */
export const printerName = z.string().min(1).max(127)
export const paperSize = z.enum(['a4', 'letter'])

const printer = z.strictObject({
  name: z.string(),
  description: z.string(),
  /** Where it is, as the print system writes it: `usb://HP/LaserJet?serial=…`. */
  device: z.string(),
  /** cable, this-machine: may print a secret page once it is confirmed. The others never do. */
  reach: z.enum(['cable', 'this-machine', 'network', 'file', 'unknown']),
  /** Why it prints nothing now; null when it is ready. */
  stopped: z.string().nullable(),
  /** Whether it was confirmed in this ceremony, at this device. */
  confirmed: z.boolean(),
})

const printers = z.strictObject({ printers: z.array(printer) })

/** A page that came out of a printer. */
export const printedPage = z.strictObject({
  printer: z.string(),
  job: z.int(),
  /** Whether the print system has forgotten it; if not, its administrator deletes it from the spool. */
  removed: z.boolean(),
})

/** A page to look at: a PDF in base64. */
export const drawnPage = z.strictObject({ pdf: z.string() })

export const printingCalls = {
  /** Each time a printer is to be chosen. @throws PRINTING_NONE, PRINTER_SYSTEM {problem} */
  'printing.printers': { input: nothing, output: printers },
  /**
   * When the operator has followed the cable and says that this printer stands here. Goes into the record.
   *
   * @throws PRINTER_UNKNOWN, PRINTER_NOT_LOCAL {device, way}; CEREMONY_NONE; as printers
   */
  'printing.confirm': { input: z.strictObject({ printer: printerName }), output: printers },
  /**
   * When a card is to be written by hand: an empty one, on any printer. Can be cancelled as task `print`.
   *
   * @throws PRINTER_*, CANCELLED, TASK_RUNNING
   */
  'printing.blankCard': {
    input: z.strictObject({ printer: printerName, paper: paperSize }),
    output: printedPage,
  },
} as const
