import type { DocumentFault, DocumentProblem, NameProblem, Where } from '../../../codes/document.ts'
import { policy } from './policy.ts'

const NAME_RULES: { readonly [rule in Extract<NameProblem, string>]: string } = {
  empty: 'must not be empty',
  invisible: 'must not contain control, invisible or unassigned characters',
  spaces: 'must have single ordinary spaces, and none at either end',
  'not-nfc': 'must be in Unicode NFC (composed characters)',
  'another-name':
    'must not read as another way to name a key: no version at its end (@2), no backup-key-2, no id, fingerprint or recipient',
}

/** What is wrong with a name, as it is said after "it". */
export const nameFault = (problem: NameProblem): string =>
  typeof problem === 'string'
    ? NAME_RULES[problem]
    : `must have at most ${problem.mostCharacters} characters`

/** Where in a document, as a sentence begins. */
export function placeIn(where: Where): string {
  if (typeof where === 'string') return where
  return 'line' in where ? `line ${where.line}` : `the ${where.part}`
}

const RULES: {
  readonly [rule in Exclude<Extract<DocumentProblem, string>, keyof typeof NAME_RULES>]: string
} = {
  invalid: 'is not valid',
  unknown: 'is not known',
  absent: 'is missing',
  'unknown-kind': 'is not one of the known kinds',
  'not-utf8': 'is not UTF-8 text',
  'not-json': 'is not JSON',
  reformatted: 'is not spelled as Keyclave writes it (another program has reformatted it)',
  'not-canonical': 'is not canonical JSON',
  'name-of-another': 'is the name of another custodian',
  'same-commitment': 'must differ in commitment',
  'own-set-id': "is the quorum's own",
  'unlike-earlier-version': 'must have the label and the kind of its earlier version',
  'same-label': 'must differ in label',
  'no-backup-key': 'must hold a backup key',
  'not-sealed': 'must be an age file in base64',
  'not-its-public-key': 'must have a public key of its algorithm, with the fingerprint of that',
  'name-of-earlier': 'is the name of an earlier custodian',
  'label-of-earlier': 'is the label of an earlier key',
  'not-to-come': 'must be a day to come',
  'beside-bits': 'stands beside bits: a key is an AES key or a pair, and not both',
  'no-custodian': 'is not one of the custodians',
  'too-few-in-room':
    'leaves too few custodians in the room: those who are absent cannot show that they can open theirs, so the others have to be enough',
  'yaml-alias': 'uses YAML aliases, which a plan must not',
  'not-yaml': 'is not valid YAML',
  'field-twice': 'repeats a field',
  'forbidden-field': 'has a field "__proto__", which no document of Keyclave has',
  'odd-number': 'spells a number in a way that is not read alike everywhere',
  'half-character': 'holds half a character (a lone surrogate)',
  'too-deep': 'is nested deeper than any document of Keyclave',
  'second-document': 'starts a second document',
  tab: 'is indented with a tab: use spaces',
  'yaml-tag': 'uses a YAML tag, which a plan must not',
  'too-many-parts': 'has more parts than the plan of any ceremony',
  'out-of-order': 'stands out of order, or twice',
}

const FORMATS = {
  date: 'a real date such as 2028-11-21',
  datetime: 'a time in UTC such as 2026-11-21T10:00:00.000Z',
  other: 'in the right format',
} as const

const entries = (count: number): string => (count === 1 ? '1 entry' : `${count} entries`)

/** What is wrong there, as the end of a sentence that begins with the place. */
export function documentRule(problem: DocumentProblem): string {
  if (typeof problem === 'string') {
    return problem in NAME_RULES
      ? NAME_RULES[problem as keyof typeof NAME_RULES]
      : RULES[problem as keyof typeof RULES]
  }
  if ('mostCharacters' in problem) return nameFault(problem)
  if ('type' in problem) return `must be of type ${problem.type}`
  if ('oneOf' in problem) return `must be ${problem.oneOf.join(' or ')}`
  if ('exactly' in problem) {
    return `must be ${typeof problem.exactly === 'number' ? problem.exactly : `"${problem.exactly}"`}`
  }
  if ('least' in problem) return `must be at least ${problem.least}`
  if ('most' in problem) return `must be at most ${problem.most}`
  if ('leastEntries' in problem) return `must have at least ${entries(problem.leastEntries)}`
  if ('mostEntries' in problem) return `must have at most ${entries(problem.mostEntries)}`
  if ('mostBytes' in problem) return `is larger than ${problem.mostBytes} bytes`
  if ('hexDigits' in problem) return `must be ${problem.hexDigits} lower-case hex digits`
  if ('format' in problem) return `must be ${FORMATS[problem.format]}`
  if ('recipient' in problem) return `is not a ${problem.recipient} recipient`
  return `has roles that do not go together: ${policy.rolesProblem(problem.roles)}`
}

/** `quorum.threshold must be at least 2` */
export const documentFault = ({ where, problem }: DocumentFault): string =>
  `${placeIn(where)} ${documentRule(problem)}`
