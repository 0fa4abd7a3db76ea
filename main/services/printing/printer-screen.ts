import type { Output } from '../../../shared/contract.ts'
import type { PaperSize, Papers } from '../pages/index.ts'
import type { Tasks } from '../tasks/index.ts'
import { printAsTask } from './print-task.ts'
import type { Printing } from './printing.ts'

export interface PrinterScreenTools {
  readonly printing: Printing
  readonly papers: Papers
  readonly tasks: Tasks
  /** Whether it was confirmed in the running ceremony. */
  readonly isConfirmed: (name: string, device: string) => boolean
  /** Takes it into the account of the running ceremony. @throws CEREMONY_NONE, PRINTER_* */
  readonly confirm: (name: string) => Promise<void>
}

/** Printers as the window shows them. */
export interface PrinterScreen {
  readonly printers: () => Promise<Output<'printing.printers'>>
  readonly confirm: (name: string) => Promise<Output<'printing.printers'>>
  readonly blankCard: (name: string, paper: PaperSize) => Promise<Output<'printing.blankCard'>>
}

export function createPrinterScreen(tools: PrinterScreenTools): PrinterScreen {
  const { printing, papers, isConfirmed } = tools
  const printers = async (): Promise<Output<'printing.printers'>> => ({
    printers: (await printing.printers()).map(({ takesPdf: _, ...printer }) => ({
      ...printer,
      confirmed: isConfirmed(printer.name, printer.device),
    })),
  })
  return {
    printers,
    confirm: async name => {
      await tools.confirm(name)
      return printers()
    },
    blankCard: (name, paper) => printAsTask(tools, () => papers.blankCard(paper), name, paper),
  }
}
