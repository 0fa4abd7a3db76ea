import { refuse } from '../../../shared/errors.ts'
import type { ConfirmedPrinter, Printing } from './printing.ts'

/** The printers that people have looked at in this ceremony. */
export class ConfirmedPrinters {
  readonly #devices = new Map<string, string>()

  confirm({ name, device }: ConfirmedPrinter): void {
    this.#devices.set(name, device)
  }

  has(name: string, device: string): boolean {
    return this.#devices.get(name) === device
  }

  clear(): void {
    this.#devices.clear()
  }

  /** @throws PRINTER_UNCONFIRMED; as `Printing.local` */
  async require(name: string, printing: Printing): Promise<ConfirmedPrinter> {
    const confirmed = this.#devices.get(name)
    if (confirmed !== undefined) return { name, device: confirmed }
    const { device } = await printing.local(name)
    throw refuse('PRINTER_UNCONFIRMED', { printer: name, device })
  }
}
