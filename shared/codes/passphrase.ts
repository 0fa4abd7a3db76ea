import * as z from 'zod'
import { code, text, whole } from './field.ts'

export const passphraseCodes = {
  PASSPHRASE_ENCODING: code('invalid', { problem: text }),
  PASSPHRASE_SHORT: code('invalid', { have: whole, need: whole }),
  PASSPHRASE_LONG: code('invalid', { have: whole, limit: whole }),
  PASSPHRASE_WEAK: code('invalid', { score: whole, need: whole, why: text }),
  PASSPHRASE_UNPRINTABLE: code('invalid', { character: whole }),
  PASSPHRASE_WRONG: code('passphrase', { against: z.enum(['kit', 'file']) }),
  KDF_MEMORY: code('io', { mebibytes: whole }),
  PASSPHRASE_DIFFERS: code('invalid'),
}
