import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after } from 'node:test'

/** What 0.1.0 made, and a second reading of its formats that shares no line with the program. */

export const GOLDEN = path.join(import.meta.dirname, '../vectors/golden-0.1.0')
export const golden = (...names: readonly string[]): string => path.join(GOLDEN, ...names)
export const bytesOf = (...names: readonly string[]): Buffer => readFileSync(golden(...names))
export const textOf = (...names: readonly string[]): string => bytesOf(...names).toString('utf8')
export const jsonOf = <Value>(...names: readonly string[]): Value => JSON.parse(textOf(...names))

export const STRICT = 'strict-hybrid'
export const SMALL = 'small-team-classic'
export const BARE = 'without-people'

export interface Card {
  /** 40 words with single spaces. */
  readonly words: string
  readonly qr: string
  /** 44 bytes, in hex. */
  readonly share: string
}

export interface Consent {
  readonly key: string
  readonly signature: string
}

export interface Agreement {
  readonly statement: {
    readonly action: string
    readonly terms: { readonly [name: string]: unknown }
  } & { readonly [member: string]: unknown }
  readonly by: readonly Consent[]
}

export interface LogEntry {
  readonly sequence: number
  readonly time: string
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly details: { readonly agreed?: Agreement; readonly [name: string]: unknown }
  readonly previous: string
  readonly hash: string
  readonly signer?: string
  readonly signature?: string
}

export const linesOf = (...names: readonly string[]): readonly string[] =>
  textOf(...names)
    .trimEnd()
    .split('\n')
export const logOf = (...names: readonly string[]): readonly LogEntry[] =>
  linesOf(...names).map(line => JSON.parse(line))

/** RFC 8785 for what stands in these files: strings, whole numbers, lists, objects. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, of]) => `${JSON.stringify(name)}:${canonical(of)}`).join(',')}}`
}

export const sha256 = (...parts: readonly (string | Uint8Array)[]): string => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

/** SHA-256 over a tag and the canonical JSON of a value. */
export const tagged = (tag: string, value: unknown): string =>
  sha256(`keyclave/v1 ${tag}`, canonical(value))

export const without = (value: object, ...names: readonly string[]): object =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)))

/** A folder of its own, where golden files are copied to before anything opens them. */
export function newDesk() {
  const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-golden-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  const at = (name: string): string => path.join(folder, name)
  return {
    at,
    copy: (name: string, ...from: readonly string[]): string => {
      mkdirSync(path.dirname(at(name)), { recursive: true })
      cpSync(golden(...from), at(name))
      return at(name)
    },
    write: (name: string, content: string | Uint8Array): string => {
      writeFileSync(at(name), content)
      return at(name)
    },
  }
}
