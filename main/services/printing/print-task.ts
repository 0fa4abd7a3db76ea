import type { Buffer } from 'node:buffer'
import type { PaperSize } from '../pages/index.ts'
import type { Tasks } from '../tasks/index.ts'
import type { PrintedPage, Printing } from './printing.ts'

export interface PrintTaskTools {
  readonly printing: Printing
  readonly tasks: Tasks
}

/**
 * Draws a page without secrets and prints it, as the task `print` of the window, on any printer.
 *
 * @throws TASK_RUNNING; as printPublic; what `draw` throws
 */
export const printAsTask = (
  { printing, tasks }: PrintTaskTools,
  draw: () => Promise<Buffer>,
  name: string,
  paper: PaperSize,
): Promise<Omit<PrintedPage, 'device'>> =>
  tasks.run('print', async ({ signal }) => {
    const page = await draw()
    const { printer, job, removed } = await printing.printPublic(page, name, paper, signal)
    return { printer, job, removed }
  })
