import type { z } from 'zod'
import type { DocumentFault } from '../../../shared/codes/index.ts'
import type { KeyclaveError } from '../../../shared/errors.ts'
import { readJson } from './json-document.ts'
import { findNotKept } from './kept-whole.ts'
import { schemaProblem } from './schema-problem.ts'

/**
 * Reads a document that somebody brings, in whatever spelling of JSON, and judges it by its schema.
 *
 * @param refusal what is thrown for a fault
 * @returns the document itself, of which digests are taken: the schema has judged it, and nothing more
 */
export function readDocument<Schema extends z.ZodType>(
  bytes: Uint8Array,
  schema: Schema,
  refusal: (fault: DocumentFault) => KeyclaveError,
): z.output<Schema> {
  const document = readJson(bytes)
  if ('not' in document) throw refusal({ where: { part: 'file' }, problem: document.not })
  const { success, data, error } = schema.safeParse(document.value)
  if (!success) throw refusal(schemaProblem(error))
  const notKept = findNotKept(document.value, data)
  if (notKept !== null) throw refusal(notKept)
  return document.value as z.output<Schema>
}
