import type { Buffer } from 'node:buffer'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import { continueUnlessCancelled } from '../tasks/index.ts'
import type { Job, Media, PrintSystem } from './cups.ts'
import { isLocal, type Printer } from './printer.ts'

/** A printer that a person has looked at: where it stands, and that its cable ends in this machine. */
export interface ConfirmedPrinter {
  readonly name: string
  readonly device: string
}

/** A page that came out, for the record. */
export interface PrintedPage {
  readonly printer: string
  readonly device: string
  readonly job: number
  /** Whether the print system has forgotten the page: job, data and history. */
  readonly removed: boolean
}

export interface Printing {
  /** @throws PRINTING_NONE, PRINTER_SYSTEM */
  readonly printers: () => Promise<readonly Printer[]>
  /**
   * What is there to be confirmed by a person.
   *
   * @throws PRINTER_UNKNOWN, PRINTER_NOT_LOCAL; as printers
   */
  readonly local: (name: string) => Promise<ConfirmedPrinter>
  /**
   * Prints a secret page as one job, waits until it is out, and has the print system forget it.
   *
   * @param pdf the caller still owns it
   * @throws PRINTER_CHANGED, PRINTER_STOPPED, PRINTER_NO_PDF, PRINTER_REFUSED, PRINTER_FAILED,
   *         PRINTER_TIMEOUT, CANCELLED; as local
   */
  readonly printSecret: (
    pdf: Buffer,
    printer: ConfirmedPrinter,
    media: Media,
    signal: AbortSignal,
  ) => Promise<PrintedPage>
  /** Prints a page without secrets, on any printer. @throws as printSecret but for PRINTER_CHANGED */
  readonly printPublic: (
    pdf: Buffer,
    name: string,
    media: Media,
    signal: AbortSignal,
  ) => Promise<PrintedPage>
}

export interface PrintingTools {
  /** Null on a system that has none. */
  readonly system: PrintSystem | null
  readonly pause: (milliseconds: number) => Promise<void>
  /** Milliseconds of a clock that never goes back. */
  readonly monotonic: () => number
}

const LOOK_EVERY_MS = 250
/** A slow printer warms up for a minute; a page that takes longer needs a person. */
const PATIENCE_SECONDS = 300
const REMOVAL_SECONDS = 15

export function createPrinting({ system, pause, monotonic }: PrintingTools): Printing {
  const requireSystem = (): PrintSystem => {
    if (system === null) throw refuse('PRINTING_NONE', {})
    return system
  }
  const find = async (name: string): Promise<Printer> => {
    const printer = (await requireSystem().printers()).find(other => other.name === name)
    if (printer === undefined) throw refuse('PRINTER_UNKNOWN', { printer: name })
    return printer
  }

  /** Until it is out, or has failed, or nobody waits any longer. */
  const wait = async (
    cups: PrintSystem,
    id: number,
    name: string,
    signal: AbortSignal,
  ): Promise<Job> => {
    const end = monotonic() + PATIENCE_SECONDS * 1000
    for (;;) {
      continueUnlessCancelled(signal)
      const job = await cups.job(id)
      if ((job.state !== 'waiting' && job.state !== 'held') || monotonic() >= end) return job
      // When a printer fails, CUPS stops its queue and keeps the job for later.
      const { stopped } = await find(name)
      if (stopped !== null) return { state: 'failed', why: stopped }
      await pause(LOOK_EVERY_MS)
    }
  }

  /**
   * Deletes it from the print system. A job that is being printed is cancelled first, and goes when its
   * printer has let go of it: so this asks until it is gone.
   *
   * @returns whether it is gone
   */
  const remove = async (cups: PrintSystem, id: number): Promise<boolean> => {
    const end = monotonic() + REMOVAL_SECONDS * 1000
    try {
      for (;;) {
        await cups.purge(id)
        if ((await cups.job(id)).state === 'gone') return true
        if (monotonic() >= end) return false
        await pause(LOOK_EVERY_MS)
      }
    } catch (error) {
      if (error instanceof KeyclaveError) return false
      throw error
    }
  }

  const print = async (
    pdf: Buffer,
    { name, device, stopped, takesPdf }: Printer,
    media: Media,
    signal: AbortSignal,
  ): Promise<PrintedPage> => {
    const cups = requireSystem()
    if (stopped !== null) throw refuse('PRINTER_STOPPED', { printer: name, why: stopped })
    if (!takesPdf) throw refuse('PRINTER_NO_PDF', { printer: name })
    continueUnlessCancelled(signal)
    const job = await cups.submit(pdf, name, media)
    let last: Job
    try {
      last = await wait(cups, job, name, signal)
    } catch (error) {
      await remove(cups, job)
      throw error
    }
    const removed = await remove(cups, job)
    const failed = { printer: name, job, kept: !removed }
    switch (last.state) {
      case 'done':
      case 'gone': // a print system that keeps no history; whoever looks at the page knows
        return { printer: name, device, job, removed }
      case 'waiting':
      case 'held':
        throw refuse('PRINTER_TIMEOUT', { ...failed, seconds: PATIENCE_SECONDS })
      default:
        throw refuse('PRINTER_FAILED', { ...failed, why: last.why || last.state })
    }
  }

  const local = async (name: string): Promise<Printer> => {
    const printer = await find(name)
    const { device, reach } = printer
    if (!isLocal(reach)) {
      throw refuse('PRINTER_NOT_LOCAL', { printer: name, device, way: reach })
    }
    return printer
  }

  return {
    printers: async () => requireSystem().printers(),
    local: async name => {
      const { device } = await local(name)
      return { name, device }
    },
    printSecret: async (pdf, confirmed, media, signal) => {
      const printer = await local(confirmed.name)
      if (printer.device !== confirmed.device) {
        throw refuse('PRINTER_CHANGED', { printer: printer.name })
      }
      return print(pdf, printer, media, signal)
    },
    printPublic: async (pdf, name, media, signal) => print(pdf, await find(name), media, signal),
  }
}
