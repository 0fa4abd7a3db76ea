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
  'colours',
  'ends-early',
  'damaged',
  'no-pixels',
  'invalid-png',
  'interlaced',
] as const
export type PictureProblem = (typeof PICTURE_PROBLEMS)[number]

/** Kinds of picture that are known by their first bytes, and not read; and what is no text and none of them. */
export const PICTURE_KINDS = [
  'heic',
  'avif',
  'webp',
  'gif',
  'bmp',
  'tiff',
  'jpeg-2000',
  'jpeg-xl',
  'unknown',
] as const
export type PictureKind = (typeof PICTURE_KINDS)[number]

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
  PDF_TOO_LARGE: code('invalid', { have: whole, limit: whole }),
  PDF_PICTURE: code('invalid', { page: whole }),
  PICTURE_KIND: code('invalid', { kind: z.enum(PICTURE_KINDS) }),
  SCAN_TIME: code('invalid', { seconds: whole }),
  SCAN_MEMORY: code('invalid', { bytes: whole }),
  SCAN_DIED: code('invalid'),
  SCAN_ANSWER: code('invalid'),
  SCAN_START: code('io'),
  PICTURE_FORBIDDEN: code('invalid'),
  CAMERA_NONE: code('io'),
  CAMERA_DENIED: code('io'),
  CAMERA_BUSY: code('io'),
}
