import type { DocumentFault } from '../../../shared/codes/index.ts'
import { place } from './schema-problem.ts'

/**
 * Whether a schema kept a document as it was read.
 *
 * A schema fills in what is absent, and drops a member named `__proto__` without a word (an assignment
 * would set the prototype). What is hashed and signed is what was read, so that nothing may be read into a
 * document, or overlooked in it, that its hash does not cover.
 *
 * @param read a value of JSON, as its parser gave it
 * @param kept the same value as a schema gave it back
 * @returns the first member that one of them has and the other has not; null when they are the same
 */
export function findNotKept(read: unknown, kept: unknown): DocumentFault | null {
  const fault = differenceAt([], read, kept)
  return fault && { where: place(fault.path), problem: fault.problem }
}

interface Difference {
  readonly path: readonly PropertyKey[]
  readonly problem: 'unknown' | 'absent' | 'invalid'
}

function differenceAt(
  path: readonly PropertyKey[],
  read: unknown,
  kept: unknown,
): Difference | null {
  if (!isObject(read) || !isObject(kept) || Array.isArray(read) !== Array.isArray(kept)) {
    return read === kept ? null : { path, problem: 'invalid' }
  }
  for (const name of Object.keys(read)) {
    const at = [...path, Array.isArray(read) ? Number(name) : name]
    if (name === '__proto__' || !Object.hasOwn(kept, name)) return { path: at, problem: 'unknown' }
    const difference = differenceAt(at, read[name], kept[name])
    if (difference !== null) return difference
  }
  const added = Object.keys(kept).find(name => !Object.hasOwn(read, name))
  return added === undefined ? null : { path: [...path, added], problem: 'absent' }
}

const isObject = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === 'object' && value !== null
