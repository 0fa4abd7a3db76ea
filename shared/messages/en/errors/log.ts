import type { logCodes } from '../../../codes/log.ts'
import type { ErrorMessages } from '../../messages.ts'

export const logErrors: ErrorMessages<typeof logCodes> = {
  AUDIT_BROKEN: d =>
    d.sequence === 1
      ? `This is not an audit log, or it is not whole at its first entry: ${d.problem}. Check that it is the right file; keep it as it is, and compare it with an earlier copy.`
      : `The audit log is not whole at entry ${d.sequence}: ${d.problem}. What stands before it is sound. Keep this log as it is, and compare it with an earlier copy.`,
  AUDIT_TRUNCATED: d =>
    `The audit log ends at entry ${d.have}; it had at least ${d.need}. Its end was cut off: look for the whole log.`,
  AUDIT_FORKED: d =>
    `Entry ${d.sequence} of the audit log is not the one noted earlier. The log was rewritten, or is another one: compare it with an earlier copy.`,
  WORDS_UNKNOWN: d => `Word ${d.word} is not in the PGP word list. Look at it again.`,
  WORDS_ORDER: d =>
    `Word ${d.word} cannot stand there: words of two and three syllables take turns. At it or before it a word was left out, repeated, or exchanged with its neighbour.`,
  WORDS_COUNT: d => `A hash is ${d.need} words, here are ${d.have}. Enter all of them, in order.`,
  HEAD_FORMAT:
    'The head of a log is its number of entries, then 32 words or 64 hex digits. Enter it as it is printed.',
}
