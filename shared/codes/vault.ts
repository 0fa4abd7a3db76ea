import * as z from 'zod'
import { code, path, text, whole } from './field.ts'

export const FOREIGN_PROBLEMS = [
  'broken-link',
  'folder',
  'special',
  'empty',
  'no-database',
  'other-database',
] as const
export type ForeignProblem = (typeof FOREIGN_PROBLEMS)[number]

export const VAULT_DAMAGES = [
  'cut-off',
  'no-format',
  'too-large',
  'tables',
  'no-answer',
  'not-whole',
] as const
const vaultDamage = z.union([
  z.enum(VAULT_DAMAGES),
  /** A column with a value that it cannot have. */
  z.strictObject({ column: text }),
  /** What SQLite's own check says. */
  z.strictObject({ check: text }),
  /** A table with a record that refers to one that is not there. */
  z.strictObject({ lostReferenceIn: text }),
])
export type VaultDamage = z.infer<typeof vaultDamage>

/** How a table of a vault differs from what its log says. */
export const TABLE_PROBLEMS = [
  /** Another value than the log says. */
  'changed',
  /** A row that no entry made. */
  'added',
  /** A row that an entry made, and that is not there. */
  'missing',
  /** The rows in another order. */
  'moved',
  /** An entry that the tables cannot follow: it lacks something, or is about what is not there. */
  'not-replayable',
  /** No entry says since when the tables follow from the log. */
  'not-adopted',
] as const
export type TableProblem = (typeof TABLE_PROBLEMS)[number]

/** What carries a head of a log. */
export const HEAD_BEARERS = ['kit', 'record', 'exported-log', 'card'] as const
export type HeadBearer = (typeof HEAD_BEARERS)[number]
export const HEAD_PROBLEMS = [
  /** The log ends before it: an older copy of the vault. */
  'older',
  /** The log has another entry there: another branch. */
  'branch',
  /** One of the two. */
  'unknown',
  /** It is of another log from the beginning. */
  'another',
] as const
export type HeadProblem = (typeof HEAD_PROBLEMS)[number]

const RECORD_KINDS = ['backup', 'ceremony', 'quorum', 'share', 'key', 'delivery'] as const

export const vaultCodes = {
  VAULT_MISSING: code('io', { path }),
  VAULT_DENIED: code('io', { path }),
  VAULT_FULL: code('io', { path }),
  VAULT_IO: code('io', { path, code: text }),
  VAULT_NAME: code('usage', { path }),
  VAULT_BUSY: code('io', { path }),
  VAULT_READ_ONLY: code('io', { path }),
  VAULT_FOREIGN: code('invalid', { path, problem: z.enum(FOREIGN_PROBLEMS) }),
  VAULT_NEWER: code('invalid', { path, have: whole, known: whole }),
  VAULT_OLDER: code('invalid', { path, have: whole, known: whole }),
  VAULT_DAMAGED: code('damaged', { path, problem: vaultDamage }),
  /** `row`: the values of its key; `entry`: of the log that says otherwise; null: there is none. */
  VAULT_TABLES: code('damaged', {
    path,
    problem: z.enum(TABLE_PROBLEMS),
    table: text,
    row: text,
    column: text.nullable(),
    entry: whole.nullable(),
  }),
  /**
   * What is at hand names an entry that the vault's log has not. `entry`: its number, where that is known; `have`:
   * the last of the log.
   */
  VAULT_HEAD: code('damaged', {
    path,
    by: z.enum(HEAD_BEARERS),
    problem: z.enum(HEAD_PROBLEMS),
    entry: whole.nullable(),
    have: whole,
  }),
  /** `rule` as the vault's tables state it. */
  VAULT_RULE: code('invalid', { rule: text }),
  VAULT_UNKNOWN: code('invalid', {
    what: z.enum(RECORD_KINDS),
    id: text,
    ceremony: text.exactOptional(),
  }),
  VAULT_CLOSED: code('invalid'),
}
