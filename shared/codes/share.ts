import * as z from 'zod'
import { documentFault } from './document.ts'
import { code, day, text, whole, wholes } from './field.ts'

export const QR_PROBLEMS = ['prefix', 'not-base45', 'length'] as const
export type QrProblem = (typeof QR_PROBLEMS)[number]

export const shareCodes = {
  SHARE_LENGTH: code('invalid', { have: whole, need: whole }),
  SHARE_WORD_COUNT: code('invalid', { have: whole, need: whole }),
  SHARE_WORD_UNKNOWN: code('invalid', { word: whole }),
  SHARE_WORDS_WRONG: code('invalid', { words: wholes }),
  SHARE_DAMAGED: code('damaged'),
  SHARE_QR_FORMAT: code('invalid', { problem: z.enum(QR_PROBLEMS) }),
  SHARE_QR_CHECKSUM: code('damaged'),
  SHARE_VERSION: code('invalid', { have: whole, known: whole }),
  SHARE_HEADER: code('invalid', {
    field: z.enum(['kdf-profile', 'threshold', 'index']),
    have: z.number(),
  }),
  SHARE_CORRECTABLE: code('invalid', { words: wholes }),
  SHARE_EXPECTED: code('invalid', { index: whole, expected: whole }),
  /** Its custodian is absent: it is sealed to a key of theirs, and not shown. */
  SHARE_SEALED: code('invalid', { index: whole, custodian: text }),
  /** Its custodian is in the room. */
  SHARE_NOT_SEALED: code('invalid', { index: whole, custodian: text }),
  CARD_ENCODING: code('invalid'),
  /** The sheet of a share that was sealed to its custodian. */
  SEALED_SHARE_FORMAT: code('invalid', documentFault.shape),
  /** What was written of it cannot be read back. */
  SEALED_SHARE_UNREADABLE: code('damaged', { file: text }),
  /** That is not what its holder would say. */
  SHARE_NOT_ACKNOWLEDGED: code('damaged', { index: whole, custodian: text }),
  /** Its holder's acknowledgement is in the log since then. */
  SHARE_ACKNOWLEDGED: code('invalid', { index: whole, custodian: text, since: day }),
  /** No ceremony of this vault noted a sealed share that is acknowledged so. */
  SEALED_SHARE_UNKNOWN: code('invalid'),
  CORRECTIONS_PENDING: code('invalid'),
  CORRECTIONS_NONE: code('invalid'),
}
