import * as z from 'zod'
import { code, whole, wholes } from './field.ts'

/** A code that is no share, by what it looks like. */
export const OTHER_CODES = [
  'kit-fingerprint',
  'kit-part',
  'age-identity',
  'age-recipient',
  'other-keyclave',
  'web-address',
  'wireless',
  'number',
  'other',
] as const
export type OtherCode = (typeof OTHER_CODES)[number]

export const PICTURE_PROBLEMS = [
  'no-size',
  'ends-early',
  'damaged',
  'no-pixels',
  'invalid-png',
  'interlaced',
] as const
export type PictureProblem = (typeof PICTURE_PROBLEMS)[number]

export const scanCodes = {
  CODE_NOT_SHARE: code('invalid', { what: z.enum(OTHER_CODES) }),
  CODE_DAMAGED: code('damaged'),
  PICTURE_FORMAT: code('invalid', { problem: z.enum(PICTURE_PROBLEMS) }),
  PICTURE_TOO_LARGE: code('invalid', { pixels: z.number(), limit: whole }),
  PICTURE_NO_CODE: code('invalid'),
  PICTURE_SEVERAL: code('invalid', { count: whole }),
  PDF_FORMAT: code('invalid', { problem: z.enum(['password', 'damaged']) }),
  PDF_NO_SHARE: code('invalid', { pages: whole }),
  PDF_SEVERAL: code('invalid', { pages: wholes }),
  SCAN_TIME: code('invalid', { seconds: whole }),
  PICTURE_FORBIDDEN: code('invalid'),
  CAMERA_NONE: code('io'),
  CAMERA_DENIED: code('io'),
  CAMERA_BUSY: code('io'),
}
