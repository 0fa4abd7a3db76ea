import { code, flag, path, text, whole } from './field.ts'

export const printingCodes = {
  PRINTING_NONE: code('io'),
  PRINTER_SYSTEM: code('io', { problem: text }),
  PRINTER_UNKNOWN: code('invalid', { printer: text }),
  PRINTER_NOT_LOCAL: code('invalid', { printer: text, device: text, way: text }),
  PRINTER_UNCONFIRMED: code('invalid', { printer: text, device: text }),
  PRINTER_CHANGED: code('damaged', { printer: text }),
  PRINTER_STOPPED: code('io', { printer: text, why: text }),
  PRINTER_NO_PDF: code('io', { printer: text }),
  PRINTER_REFUSED: code('io', { printer: text, problem: text }),
  PRINTER_FAILED: code('io', { printer: text, job: whole, why: text, kept: flag }),
  PRINTER_TIMEOUT: code('io', { printer: text, job: whole, seconds: whole, kept: flag }),
  PRINT_NOT_PDF: code('invalid', { path }),
  PRINT_UNJUDGED: code('invalid', { index: whole }),
  PRINT_NONE: code('invalid', { index: whole }),
}
