import type { z } from 'zod'

/** Where a document breaks its schema, and how, in words for a person. */
export interface SchemaProblem {
  /** Such as `quorum.threshold` or `keys[2].label`. */
  readonly where: string
  /** The end of a sentence that begins with `where`; quotes no value of the document. */
  readonly problem: string
}

const PRINTABLE = /^[\w-]{1,40}$/

/** A field as it may be printed: what is not a plain word came from a document of another kind. */
const step = (key: PropertyKey): string =>
  typeof key === 'number' ? `[${key}]` : `.${PRINTABLE.test(String(key)) ? String(key) : '?'}`

const place = (path: readonly PropertyKey[]): string =>
  path.map(step).join('').replace(/^\./, '') || 'the document'

/** Puts the first issue that zod found into words. */
export function schemaProblem(error: z.ZodError): SchemaProblem {
  const [issue] = error.issues
  if (issue === undefined) return { where: 'the document', problem: 'is not valid' }
  const where = place(issue.path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return { where: place([...issue.path, ...issue.keys.slice(0, 1)]), problem: 'is not known' }
    case 'invalid_type':
      return issue.message.endsWith('received undefined')
        ? { where, problem: 'is missing' }
        : { where, problem: `must be of type ${issue.expected}` }
    case 'invalid_value':
      return { where, problem: `must be ${issue.values.map(String).join(' or ')}` }
    case 'invalid_union':
      return { where, problem: 'is not one of the known kinds' }
    case 'too_small':
      return { where, problem: `must be at least ${issue.minimum}` }
    case 'too_big':
      return { where, problem: `must be at most ${issue.maximum}` }
    case 'invalid_format':
      return { where, problem: `must be ${FORMATS[issue.format] ?? 'in the right format'}` }
    case 'custom':
      return { where, problem: issue.message }
    default:
      return { where, problem: 'is not valid' }
  }
}

const FORMATS: { readonly [format: string]: string } = {
  date: 'a real date such as 2028-11-21',
  datetime: 'a time in UTC such as 2026-11-21T10:00:00.000Z',
}
