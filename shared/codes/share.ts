import { code, text, whole, wholes } from './field.ts'

export const shareCodes = {
  SHARE_LENGTH: code('invalid', { have: whole, need: whole }),
  SHARE_WORD_COUNT: code('invalid', { have: whole, need: whole }),
  SHARE_WORD_UNKNOWN: code('invalid', { word: whole }),
  SHARE_WORDS_WRONG: code('invalid', { words: wholes }),
  SHARE_DAMAGED: code('damaged'),
  SHARE_QR_FORMAT: code('invalid', { problem: text }),
  SHARE_QR_CHECKSUM: code('damaged'),
  SHARE_VERSION: code('invalid', { have: whole, known: whole }),
  SHARE_HEADER: code('invalid', { field: text, have: whole, expected: text }),
  SHARE_CORRECTABLE: code('invalid', { words: wholes }),
  SHARE_EXPECTED: code('invalid', { index: whole, expected: whole }),
  CARD_ENCODING: code('invalid'),
  CORRECTIONS_PENDING: code('invalid'),
  CORRECTIONS_NONE: code('invalid'),
}
