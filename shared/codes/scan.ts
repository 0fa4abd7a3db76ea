import { code, text, whole, wholes } from './field.ts'

export const scanCodes = {
  CODE_NOT_SHARE: code('invalid', { what: text }),
  CODE_DAMAGED: code('damaged'),
  PICTURE_FORMAT: code('invalid', { problem: text }),
  PICTURE_TOO_LARGE: code('invalid', { pixels: whole, limit: whole }),
  PICTURE_NO_CODE: code('invalid'),
  PICTURE_SEVERAL: code('invalid', { count: whole }),
  PDF_FORMAT: code('invalid', { problem: text }),
  PDF_NO_SHARE: code('invalid', { pages: whole }),
  PDF_SEVERAL: code('invalid', { pages: wholes }),
  SCAN_TIME: code('invalid', { seconds: whole }),
  PICTURE_FORBIDDEN: code('invalid'),
  CAMERA_NONE: code('io'),
  CAMERA_DENIED: code('io'),
  CAMERA_BUSY: code('io'),
}
