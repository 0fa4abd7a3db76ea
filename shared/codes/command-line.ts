import * as z from 'zod'
import { code, text, texts, whole } from './field.ts'

export const USAGE_PROBLEMS = [
  'log-or-vault',
  'action-unknown',
  'set-id-format',
  'day-format',
  'bits-or-bytes',
  'key-or-size',
  'although-to-read',
  'kit-or-vault',
  'out-or-dry-run',
  'check-without-kit',
  'share-missing',
  'sealed-or-vault',
  'passphrase-file-missing',
  'out-is-dash',
  'standard-input-twice',
  'standard-input-for-two',
  'help-unknown',
] as const
const usageProblem = z.union([
  z.enum(USAGE_PROBLEMS),
  /** The name of one of these is missing. */
  z.strictObject({ commands: texts }),
  /** What the parser of the command line says, in its language, which is English. */
  z.strictObject({ said: text }),
])
export type UsageProblem = z.infer<typeof usageProblem>

export const commandLineCodes = {
  USAGE: code('usage', { problem: usageProblem, command: text.exactOptional() }),
  CANCELLED: code('io'),
  SIGN_FORMAT: code('usage', { option: text, position: whole }),
  SIGN_VAULT: code('usage'),
}
