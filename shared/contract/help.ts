/** The documents of the help on paper; on the screen, the window has them itself. */
import * as z from 'zod'
import { filePath } from '../field.ts'
import { TOPIC_IDS } from '../help/topics.ts'
import { paperSize, printedPage, printerName } from './printing.ts'

const topic = z.enum(TOPIC_IDS)

export const helpCalls = {
  /** When a person wants a document as a PDF. @throws FILE_EXISTS, FILE_* */
  'help.save': {
    input: z.strictObject({ topic, out: filePath, paper: paperSize }),
    output: z.strictObject({ path: z.string() }),
  },
  /** The same, on any printer. Can be cancelled as task `print`. @throws PRINTER_*, CANCELLED, TASK_RUNNING */
  'help.print': {
    input: z.strictObject({ topic, printer: printerName, paper: paperSize }),
    output: printedPage,
  },
} as const
