import type { z } from 'zod'
import type { DocumentFault, DocumentProblem, Where } from '../../../shared/codes/index.ts'

const PRINTABLE = /^[\w-]{1,40}$/

/** A field as it may be printed: what is not a plain word came from a document of another kind. */
const step = (key: PropertyKey): string =>
  typeof key === 'number' ? `[${key}]` : `.${PRINTABLE.test(String(key)) ? String(key) : '?'}`

/** Where in a document, as a refusal says it. */
export function place(path: readonly PropertyKey[]): Where {
  const field = path.map(step).join('').replace(/^\./, '')
  return field === '' ? { part: 'document' } : field
}

/** For the rules of our own in a schema: what `schemaProblem` will say of a value that breaks one. */
export const rule = (problem: DocumentProblem) => ({ params: { problem } })

/** Where a document breaks its schema, by the first issue that zod found; no value of it is quoted. */
export function schemaProblem(error: z.ZodError): DocumentFault {
  const [issue] = error.issues
  if (issue === undefined) return { where: { part: 'document' }, problem: 'invalid' }
  const where = place(issue.path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return { where: place([...issue.path, ...issue.keys.slice(0, 1)]), problem: 'unknown' }
    case 'invalid_type':
      return issue.message.endsWith('received undefined')
        ? { where, problem: 'absent' }
        : { where, problem: { type: issue.expected } }
    case 'invalid_value':
      return { where, problem: { oneOf: issue.values.map(String) } }
    case 'invalid_union':
      return { where, problem: 'unknown-kind' }
    case 'too_small':
      return { where, problem: { least: Number(issue.minimum) } }
    case 'too_big':
      return { where, problem: { most: Number(issue.maximum) } }
    case 'invalid_format':
      return { where, problem: { format: isNamedFormat(issue.format) ? issue.format : 'other' } }
    case 'custom':
      return { where, problem: (issue.params?.problem as DocumentProblem | undefined) ?? 'invalid' }
    default:
      return { where, problem: 'invalid' }
  }
}

const isNamedFormat = (format: string): format is 'date' | 'datetime' =>
  format === 'date' || format === 'datetime'
