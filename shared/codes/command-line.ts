import { code, text, whole } from './field.ts'

export const commandLineCodes = {
  USAGE: code('usage', { problem: text, command: text.exactOptional() }),
  CANCELLED: code('io'),
  SIGN_FORMAT: code('usage', { option: text, position: whole }),
  SIGN_VAULT: code('usage'),
}
