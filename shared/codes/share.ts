import * as z from 'zod'
import { code, whole, wholes } from './field.ts'

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
  CARD_ENCODING: code('invalid'),
  CORRECTIONS_PENDING: code('invalid'),
  CORRECTIONS_NONE: code('invalid'),
}
