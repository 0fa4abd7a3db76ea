import { code, path, text, whole } from './field.ts'

export const vaultCodes = {
  VAULT_MISSING: code('io', { path }),
  VAULT_DENIED: code('io', { path }),
  VAULT_FULL: code('io', { path }),
  VAULT_IO: code('io', { path, code: text }),
  VAULT_NAME: code('usage', { path }),
  VAULT_BUSY: code('io', { path }),
  VAULT_READ_ONLY: code('io', { path }),
  VAULT_FOREIGN: code('invalid', { path, problem: text }),
  VAULT_NEWER: code('invalid', { path, have: whole, known: whole }),
  VAULT_OLDER: code('invalid', { path, have: whole, known: whole }),
  VAULT_DAMAGED: code('damaged', { path, problem: text }),
  VAULT_RULE: code('invalid', { rule: text }),
  VAULT_UNKNOWN: code('invalid', { what: text, id: text }),
  VAULT_CLOSED: code('invalid'),
}
