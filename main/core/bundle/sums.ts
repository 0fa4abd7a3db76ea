import type { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import { wordLines } from '../../../shared/word-lines.ts'
import { hashWords } from '../text/index.ts'
import { SHEET_IN_BUNDLE, SUMS_IN_BUNDLE } from './names.ts'

/** SHA256SUMS, as `sha256sum --check` reads it, with each hash as words (FORMAT: Words of a hash). */

/** A file by its hash. */
export interface Sum {
  readonly name: string
  /** 64 hex digits. */
  readonly sha256: string
}

/** Largest SHA256SUMS that is read, 1 MiB. */
export const SUMS_LIMIT = 1024 * 1024

/** The words of each hash stand below it, which `sha256sum` takes for remarks. */
export const sumsText = (files: readonly Sum[]): string =>
  files
    .flatMap(({ name, sha256 }) => [
      `${sha256}  ${name}`,
      ...wordLines(hashWords(sha256)).map(line => `#   ${line}`),
    ])
    .map(line => `${line}\n`)
    .join('')

/** Letters, digits, dot, hyphen, underscore, plus, tilde: what every drive holds, and no place outside the folder. */
const LINE = /^([0-9a-f]{64}) [ *]([A-Za-z0-9_][A-Za-z0-9._+~-]{0,200})$/

/**
 * Reads SHA256SUMS; lines that begin with "#" are for people.
 *
 * @param path named in the refusal
 * @throws BUNDLE_SUMS when a line is none, or a name stands twice
 */
export function parseSums(bytes: Buffer, path: string): readonly Sum[] {
  const sums: Sum[] = []
  for (const [at, line] of bytes.toString('utf8').split('\n').entries()) {
    if (line === '' || line.startsWith('#')) continue
    const [, sha256, name] = LINE.exec(line.replace(/\r$/, '')) ?? []
    if (sha256 === undefined || name === undefined || sums.some(sum => sum.name === name)) {
      throw refuse('BUNDLE_SUMS', { path, line: at + 1 })
    }
    sums.push({ name, sha256 })
  }
  if (sums.length === 0) throw refuse('BUNDLE_SUMS', { path, line: 1 })
  return sums
}

/** In which files a folder is not what its SHA256SUMS says. */
export interface Difference {
  readonly changed: readonly string[]
  readonly missing: readonly string[]
  readonly added: readonly string[]
}

/**
 * Compares what a folder should hold with what it does.
 *
 * @param found with a hash, or null for what is no regular file
 */
export function differences(
  expected: readonly Sum[],
  found: ReadonlyMap<string, string | null>,
): Difference {
  const named = new Map(expected.map(({ name, sha256 }) => [name, sha256]))
  const isOwn = (name: string): boolean =>
    named.has(name) || name === SUMS_IN_BUNDLE || name === SHEET_IN_BUNDLE
  return {
    changed: expected
      .filter(({ name, sha256 }) => found.has(name) && found.get(name) !== sha256)
      .map(({ name }) => name),
    missing: expected.filter(({ name }) => !found.has(name)).map(({ name }) => name),
    added: [...found.keys()].filter(name => !isOwn(name)).toSorted(),
  }
}
