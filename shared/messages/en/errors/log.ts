import type { AuditProblem, logCodes } from '../../../codes/log.ts'
import type { ErrorMessages } from '../../wording/messages.ts'

/** As it is said of an entry. */
const PROBLEMS: { readonly [problem in AuditProblem]: string } = {
  'not-an-entry': 'it is not an audit entry',
  'no-part': 'its first line does not say which part of a log it is',
  'odd-member': 'it has a member "__proto__", which no entry has',
  'out-of-order': 'it is missing, or out of its order',
  'does-not-follow': 'it does not follow the entry before it',
  'not-a-beginning': 'it is not the beginning of an audit log',
  changed: 'it was changed',
  missing: 'it is missing',
  'cut-off': 'it is cut off',
  'not-json': 'it is not JSON',
  ambiguous:
    'two programs would read it as two different things (a member twice, or an odd number)',
  'founds-again': 'it founds people once more',
  'people-unclear': 'it does not say who they are',
  unsigned: 'it is not signed',
  'key-not-in-force': 'it is signed with a key that was not in force',
  'key-of-another': 'it is signed with the key of somebody else than its actor',
  'signature-wrong': 'its signature is not by the key that it names',
  'no-agreement': 'it lacks the signatures of those who agreed to it',
  'agreed-otherwise': 'what was agreed to is something else',
  'agreement-used': 'what was agreed to was done before',
  'agreement-expired': 'what was agreed to was signed at another time than it was done',
  'agreement-old-format':
    'what was agreed to has the form of an earlier version, which this log no longer takes',
  'agreement-head-unknown':
    'what was agreed to was signed over a log that had another entry where this one has its own: the log was rewritten, or the signatures are from another copy of it',
  'agreement-signatures-other':
    'what was agreed to was signed when an entry before it had another signature',
  'agreement-key-not-in-force': 'somebody agreed to it with a key that was not in force',
  'agreement-signature-wrong':
    'a signature of those who agreed to it is not by the key that it names',
  'actor-did-not-agree': 'its actor did not agree to it',
  'agreement-short': 'too few people agreed to it',
  'nobody-in-force': 'it is about nobody in force',
  'key-unclear': 'it does not say whose key it is',
  'key-used-before': 'it takes a key that was used before',
  'key-not-proved': 'its new key has not signed that it is theirs',
  'profile-unclear': 'it does not say which profile',
  'policy-unknown': 'it is by a policy that this version does not know: use a later version',
  'policy-older': 'it goes back to an earlier policy',
  'attendance-of-another': 'somebody else came into the room',
  'person-there-already': 'it adds somebody who is there',
  'name-taken': 'it adds somebody of a name that is taken',
  'a-signature-wrong': 'a signature on it is not by the key that it names',
}

export const logErrors: ErrorMessages<typeof logCodes> = {
  AUDIT_BROKEN: d =>
    d.sequence === 1
      ? `This is not an audit log, or it is not whole at its first entry: ${PROBLEMS[d.problem]}. Check that it is the right file; keep it as it is, and compare it with an earlier copy.`
      : `The audit log is not whole at entry ${d.sequence}: ${PROBLEMS[d.problem]}. What stands before it is sound. Keep this log as it is, and compare it with an earlier copy.`,
  AUDIT_TRUNCATED: d =>
    `The audit log ends at entry ${d.have}; it had at least ${d.need}. This is an older copy that was put back, or its end was cut off: look for the newer one.`,
  AUDIT_FORKED: d =>
    `Entry ${d.sequence} of the audit log is not the one noted earlier. From some entry before it on the log was rewritten, or this is another log: no older copy is like that. Compare it with an earlier copy.`,
  AUDIT_PART_HEAD: d =>
    `This is a part of a log, with the entries ${d.first} to ${d.last}, and the head is of entry ${d.entry}: it says nothing of this part. Use a head from entry ${d.first - 1} to ${d.last}, or compare the part with its vault.`,
  AUDIT_PART_EMPTY: 'The log has no entry of that time. Nothing was written. Choose other days.',
  WORDS_UNKNOWN: d => `Word ${d.word} is not in the PGP word list. Look at it again.`,
  WORDS_ORDER: d =>
    `Word ${d.word} cannot stand there: words of two and three syllables take turns. At it or before it a word was left out, repeated, or exchanged with its neighbour.`,
  WORDS_COUNT: d => `A hash is ${d.need} words, here are ${d.have}. Enter all of them, in order.`,
  HEAD_FORMAT:
    'The head of a log is its number of entries, then 32 words or 64 hex digits. Enter it as it is printed.',
}
