import * as z from 'zod'
import { nameProblem } from './document.ts'
import { code, flag, path, text, whole } from './field.ts'

const printSystemProblem = z.union([
  z.enum(['unreadable', 'forbidden', 'silent', 'absent', 'not-running', 'no-access']),
  /** A status of IPP (RFC 8011), of HTTP, or the system's name of what broke off. */
  z.strictObject({ ipp: whole }),
  z.strictObject({ http: whole }),
  z.strictObject({ broke: text }),
])
export type PrintSystemProblem = z.infer<typeof printSystemProblem>

/** How a printer is reached. */
export const REACHES = ['cable', 'this-machine', 'network', 'file', 'unknown'] as const

export const printingCodes = {
  PRINTING_NONE: code('io'),
  PRINTER_SYSTEM: code('io', { problem: printSystemProblem }),
  PRINTER_UNKNOWN: code('invalid', { printer: text }),
  PRINTER_NOT_LOCAL: code('invalid', { printer: text, device: text, way: z.enum(REACHES) }),
  PRINTER_UNCONFIRMED: code('invalid', { printer: text, device: text }),
  PRINTER_CHANGED: code('damaged', { printer: text }),
  PRINTER_STOPPED: code('io', { printer: text, why: text }),
  PRINTER_NO_PDF: code('io', { printer: text }),
  PRINTER_REFUSED: code('io', { printer: text, problem: z.strictObject({ ipp: whole }) }),
  PRINTER_FAILED: code('io', { printer: text, job: whole, why: text, kept: flag }),
  PRINTER_TIMEOUT: code('io', { printer: text, job: whole, seconds: whole, kept: flag }),
  /** Whom to call, as somebody said it for pages that are drawn again. */
  PAGE_CONTACT: code('invalid', { problem: nameProblem }),
  PRINT_NOT_PDF: code('invalid', { path }),
  PRINT_UNJUDGED: code('invalid', { index: whole }),
  PRINT_NONE: code('invalid', { index: whole }),
}
