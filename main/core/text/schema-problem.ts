import type { z } from 'zod'
import type { DocumentFault, DocumentProblem, Where } from '../../../shared/codes/index.ts'

const PRINTABLE = /^[\w-]{1,40}$/

/** A field as it may be printed: what is not a plain word came from a document of another kind. */
const step = (key: PropertyKey): string =>
  typeof key === 'number' ? `[${key}]` : `.${PRINTABLE.test(String(key)) ? String(key) : '?'}`

/** `keys[2].label`; empty for the whole document. */
export const fieldAt = (path: readonly PropertyKey[]): string =>
  path.map(step).join('').replace(/^\./, '')

/** Where in a document, as a refusal says it. */
export function place(path: readonly PropertyKey[]): Where {
  const field = fieldAt(path)
  return field === '' ? { part: 'document' } : field
}

/** For the rules of our own in a schema: what `schemaProblem` will say of a value that breaks one. */
export const rule = (problem: DocumentProblem) => ({ params: { problem } })

/** What breaks a schema, and where. */
interface Problem {
  readonly path: readonly PropertyKey[]
  readonly problem: DocumentProblem
}

/** Where a document breaks its schema, by the first issue that zod found; no value of it is quoted. */
export function schemaProblem(error: z.ZodError): DocumentFault {
  const [first] = schemaProblems(error)
  return first === undefined
    ? { where: { part: 'document' }, problem: 'invalid' }
    : { where: place(first.path), problem: first.problem }
}

/** Everything that breaks a schema, field by field; no value is quoted. */
export const schemaProblems = (error: z.ZodError): readonly Problem[] =>
  error.issues.flatMap((issue): Problem[] =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map(key => ({ path: [...issue.path, key], problem: 'unknown' }))
      : [{ path: issue.path, problem: problemOf(issue) }],
  )

function problemOf(issue: z.core.$ZodIssue): DocumentProblem {
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.endsWith('received undefined') ? 'absent' : { type: issue.expected }
    case 'invalid_value':
      return { oneOf: issue.values.map(String) }
    case 'invalid_union':
      return 'unknown-kind'
    case 'too_small':
      return issue.origin === 'array'
        ? { leastEntries: Number(issue.minimum) }
        : { least: Number(issue.minimum) }
    case 'too_big':
      return issue.origin === 'array'
        ? { mostEntries: Number(issue.maximum) }
        : { most: Number(issue.maximum) }
    case 'invalid_format':
      return { format: isNamedFormat(issue.format) ? issue.format : 'other' }
    case 'custom':
      return (issue.params?.problem as DocumentProblem | undefined) ?? 'invalid'
    default:
      return 'invalid'
  }
}

const isNamedFormat = (format: string): format is 'date' | 'datetime' =>
  format === 'date' || format === 'datetime'
