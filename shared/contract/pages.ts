/**
 * Pages to look at before they are printed, and pages of an earlier day drawn again: as PDF. No page that is
 * drawn for the window holds a share or a passphrase.
 */
import * as z from 'zod'
import { chosen } from '../chosen.ts'
import { kitSource } from '../field.ts'
import { OTHER_LANGUAGES } from '../paper-languages.ts'
import { backupId } from './backup.ts'
import { keyId } from './keys.ts'
import { drawnPage, paperSize, printedPage, printerName } from './printing.ts'
import { ceremonyId } from './quorum.ts'

/** Which page. */
export const pageSource = z.discriminatedUnion('page', [
  /** Of a past ceremony, from its file; the open vault’s log must agree to it, if there is one. */
  z.strictObject({ page: z.literal('record'), file: chosen('file') }),
  /** Of a past ceremony in the open vault. */
  z.strictObject({ page: z.literal('plan'), ceremony: ceremonyId }),
  /** Of a key of the open vault, by its id. */
  z.strictObject({ page: z.literal('key'), key: keyId }),
  /** Of a delivery, from the receipt.json of its package. */
  z.strictObject({ page: z.literal('receipt'), file: chosen('file') }),
  /** Of a kit. */
  z.strictObject({
    page: z.enum(['register', 'recovery-sheet']),
    kit: kitSource,
    /** What a kit does not say: whom to call, and in which languages else. Absent: as the open vault's plan says. */
    finders: z
      .strictObject({
        contact: z.string().max(400).exactOptional(),
        languages: z.array(z.enum(OTHER_LANGUAGES)).min(1).max(2).exactOptional(),
      })
      .exactOptional(),
  }),
  z.strictObject({ page: z.literal('backup-label'), backup: backupId }),
  z.strictObject({ page: z.literal('blank-card') }),
])

export const pageCalls = {
  /**
   * When somebody wants to see a page before it is printed or saved.
   *
   * @throws PAGE_CONTACT, RECORD_*, RECEIPT_*, VAULT_HEAD, VAULT_UNKNOWN, PLAN_UNKNOWN, KEY_UNKNOWN_HERE, KIT_*, FILE_*; VAULT_CLOSED
   */
  'page.draw': { input: z.strictObject({ of: pageSource, paper: paperSize }), output: drawnPage },
  /** When it is to be saved as a PDF. @throws FILE_EXISTS, FILE_*; as page.draw */
  'page.save': {
    input: z.strictObject({ of: pageSource, paper: paperSize, out: chosen('new') }),
    output: z.strictObject({ path: z.string() }),
  },
  /** When it is to be printed, on any printer. Can be cancelled as task `print`. @throws PRINTER_*, CANCELLED, TASK_RUNNING; as page.draw */
  'page.print': {
    input: z.strictObject({ of: pageSource, paper: paperSize, printer: printerName }),
    output: printedPage,
  },
} as const
