import { Buffer } from 'node:buffer'
import canonicalize from 'canonicalize'

/**
 * Canonical JSON (RFC 8785): one value has exactly one spelling in bytes.
 *
 * Reading is as strict as writing: bytes that are not the canonical spelling of what they say are
 * refused. That closes every gap of `JSON.parse` at once (duplicate keys, of which it takes the last;
 * white space; other escapes; `1.0` for `1`), and no byte of a document can change unnoticed.
 */

/**
 * The canonical spelling. `undefined` members are left out. Public values only: it makes strings.
 *
 * What has its members in order already, as a document that was written so and read again, is spelled by
 * `JSON.stringify` alone: RFC 8785 is its spelling, with the members sorted.
 */
export function canonicalJson(value: unknown): string {
  if (isInOrder(value, 0)) return JSON.stringify(value)
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('"value" expected JSON, got undefined')
  return text
}

/** What is nested deeper is left to the library, whose stack it is then. */
const DEEP = 100

/** Whether a value is of JSON alone, of whole characters, and every object has its members in order. */
function isInOrder(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value === 'number') return Number.isFinite(value)
  if (value === null || typeof value === 'boolean') return true
  if (typeof value !== 'object' || depth === DEEP) return false
  if (Array.isArray(value)) return Array.from(value).every(item => isInOrder(item, depth + 1))
  if (Object.getPrototypeOf(value) !== Object.prototype) return false
  const members = value as { readonly [name: string]: unknown }
  let before = ''
  for (const name of Object.keys(members)) {
    if (name < before || name === 'toJSON' || !name.isWellFormed()) return false
    if (!isInOrder(members[name], depth + 1)) return false
    before = name
  }
  return true
}

/** The canonical spelling as UTF-8. */
export const canonicalBytes = (value: unknown): Buffer => Buffer.from(canonicalJson(value), 'utf8')

/** Why bytes are not a canonical document. Holds no part of them. */
export type NotCanonical = 'encoding' | 'syntax' | 'spelling'

/**
 * Reads a canonical document.
 *
 * @returns the value, or why there is none: not UTF-8, not JSON, or not in its canonical spelling. A
 *          byte order mark is not JSON.
 */
export function parseCanonical(
  bytes: Uint8Array,
): { readonly value: unknown } | { readonly not: NotCanonical } {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return { not: 'encoding' }
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { not: 'syntax' }
  }
  try {
    return canonicalJson(value) === text ? { value } : { not: 'spelling' }
  } catch {
    return { not: 'spelling' } // a lone surrogate, or nesting deeper than the stack
  }
}
