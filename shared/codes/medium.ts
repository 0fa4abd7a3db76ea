import { code, path, whole } from './field.ts'

export const mediumCodes = {
  MEDIUM_NO_IMAGE: code('invalid', { path }),
  MEDIUM_SHORT: code('damaged', { path, have: whole, need: whole }),
}
