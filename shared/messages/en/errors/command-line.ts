import type { commandLineCodes } from '../../../codes/command-line.ts'
import type { ErrorMessages } from '../../messages.ts'

export const commandLineErrors: ErrorMessages<typeof commandLineCodes> = {
  USAGE: d =>
    `${d.problem} Run ${d.command === undefined ? 'the command with --help' : `"${d.command} --help"`}.`,
  CANCELLED: 'Cancelled. Nothing was kept: what had been written so far was removed.',
  SIGN_FORMAT: d =>
    `${d.option} number ${d.position} is not NAME=FILE. Name a person and the file with their PIN.`,
  SIGN_VAULT:
    'Signatures are checked and recorded in a vault, and no vault was named. Nothing was done. Name it with --vault, or leave out --sign.',
}
