import { Buffer } from 'node:buffer'
import canonicalize from 'canonicalize'

/**
 * Canonical JSON (RFC 8785): one value has exactly one spelling in bytes.
 *
 * Reading is as strict as writing: bytes that are not the canonical spelling of what they say are
 * refused. That closes every gap of `JSON.parse` at once (duplicate keys, of which it takes the last;
 * white space; other escapes; `1.0` for `1`), and no byte of a document can change unnoticed.
 */

/** The canonical spelling. `undefined` members are left out. Public values only: it makes strings. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('"value" expected JSON, got undefined')
  return text
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
