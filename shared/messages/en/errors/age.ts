import type { AgeHeaderProblem, ageCodes } from '../../../codes/age.ts'
import type { Desk, ErrorMessages } from '../../wording/messages.ts'
import { atTerminal } from '../phrases/at-terminal.ts'

const PROBLEMS: { readonly [problem in AgeHeaderProblem]: string } = {
  malformed: 'it does not follow the format',
  'last-line': 'its last line is not as it must be',
  endless: 'it has no end',
  foreign: 'it does not begin like one',
  'too-long': 'it is too long',
  'no-payload': 'nothing follows it',
}

const salvage = (desk: Desk): string => atTerminal(desk, '--salvage', 'a salvage')

export const ageErrors: ErrorMessages<typeof ageCodes> = {
  AGE_HEADER: d =>
    `This is not an age file, or its header is damaged: ${PROBLEMS[d.problem]}. Use another copy of the file.`,
  AGE_RECIPIENT: d =>
    `Recipient ${d.recipient} is not an age recipient (age1…). Check the kit it comes from.`,
  AGE_IDENTITY: 'This is not an age identity (AGE-SECRET-KEY-…). Check where it comes from.',
  AGE_NO_MATCH:
    'The file is not encrypted to this identity. Use the backup key or the quorum that it was made for.',
  AGE_MAC: (_, desk) =>
    `The header of the age file was changed or is damaged. Use another copy of the file; of a backup, ${salvage(desk)} restores what is whole.`,
  AGE_PAYLOAD: (d, desk) =>
    `The encrypted data is damaged or cut short in its chunk ${d.chunk} (of 64 KiB, counted from 0). Use another copy of the file; of a backup, ${salvage(desk)} restores what is whole.`,
  AGE_TRUNCATED: (d, desk) =>
    `The file ends too early, before chunk ${d.chunk} (of 64 KiB, counted from 0). Copy it again from where it is whole; of a backup, ${salvage(desk)} restores what is there.`,
}
