import type { commandLineCodes, UsageProblem } from '../../../codes/command-line.ts'
import type { ErrorMessages } from '../../wording/messages.ts'
import { list } from '../phrases/listing.ts'

const PROBLEMS: { readonly [problem in Extract<UsageProblem, string>]: string } = {
  'log-or-vault': 'Name an exported log, or a vault (--vault), or both.',
  'action-unknown':
    'No entry of a log has such an action. Name one as it stands in audit list --json, such as drill.held, or its first word, such as drill.',
  'set-id-format': 'A set id is 10 hex digits, as it stands on a card.',
  'day-format': 'A day is written as 2026-11-01.',
  'bits-or-bytes':
    'Say what is delivered: an AES key (--bits 128, 192 or 256), another secret (--bytes, 1 to 65536) or an RSA key pair (--pair).',
  'key-or-size':
    'Say which key: one of a vault or a kit, by its name (with --vault or --kit), or any of a size (--bits, --bytes, --pair), and not both.',
  'although-to-read':
    '--although is about a key that is handed over to read what it protected: give --to-read with it.',
  'kit-or-vault': 'Name either one vault (--vault) or one kit (--kit).',
  'out-or-dry-run': 'Name the folder to make (--out), or ask only for a check (--dry-run).',
  'check-without-kit': 'To record a check with --vault, name the kit with --kit.',
  'share-missing': 'The shares are missing: --share, with one file per custodian.',
  'sealed-or-vault':
    'Name what it is compared with: the sheet of the share (--sealed), the vault of its ceremony (--vault), or both.',
  'passphrase-file-missing': 'The file of the passphrase is missing: --passphrase-file <file>.',
  'out-is-dash': '--out takes the name of a file or folder to make, and "-" is none.',
  'standard-input-twice': 'Standard input ("-") can stand for one file only.',
  'standard-input-for-two':
    'Standard input ("-") can stand for one file only, here it stands for two.',
  'help-unknown': 'This is neither a command nor a page of the help.',
}

function usageProblem(problem: UsageProblem): string {
  if (typeof problem === 'string') return PROBLEMS[problem]
  return 'said' in problem ? problem.said : `Name a command: ${list(problem.commands)}.`
}

export const commandLineErrors: ErrorMessages<typeof commandLineCodes> = {
  USAGE: d =>
    `${usageProblem(d.problem)} Run ${d.command === undefined ? 'the command with --help' : `"${d.command} --help"`}.`,
  CANCELLED: 'Cancelled. Nothing was kept: what had been written so far was removed.',
  SIGN_FORMAT: d =>
    `${d.option} number ${d.position} is not NAME=FILE. Name a person and the file with their PIN.`,
  SIGN_VAULT:
    'Signatures are checked and recorded in a vault, and no vault was named. Nothing was done. Name it with --vault, or leave out --sign.',
}
