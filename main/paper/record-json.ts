import type { Json } from '../../shared/json.ts'

/** Values out of a record's file, as text for people. */

export type JsonObject = { readonly [name: string]: Json }

export const objectOf = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}

export const listOf = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? value : []

/** Longer values in one piece are shortened: a hybrid recipient has 1,959 characters. */
const LONGEST = 160

/** Any value in one line, its hashes in groups. */
export function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.map(textOf).join(', ')
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([name, inner]) => `${spaced(name)}: ${textOf(inner)}`)
      .join('; ')
  }
  const text = String(value)
  if (/^[0-9a-f]{32,}$/.test(text)) return grouped(text)
  if (text.length <= LONGEST || text.includes(' ')) return text
  return `${text.slice(0, 40)}… (${text.length} characters; whole in the record’s file)`
}

/** `backupKeys` as words: `backup keys`. */
const spaced = (name: string): string => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()

/** `backupKeys` as a heading: `Backup keys`. */
export const titled = (name: string): string => {
  const words = spaced(name)
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

/** Hexadecimal in groups of four, for eyes. */
export const grouped = (hex: string): string => (hex.match(/.{1,4}/g) ?? []).join(' ')

export const readableTime = (time: string): string => time.replace('T', ' ').replace(/\.\d+Z$/, '')

/** `recovery-officer` as people say it. */
export const roleName = (role: Json | undefined): string => textOf(role).replaceAll('-', ' ')
