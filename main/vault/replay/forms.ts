import { createHash } from 'node:crypto'
import { taggedHash } from '../../core/bytes/index.ts'
import { planHash } from '../../core/ceremony/index.ts'
import { canonicalBytes, canonicalJson } from '../../core/text/index.ts'
import type { ColumnForm, Projection } from './projection.ts'
import type { FoundRow, Value } from './row.ts'

/** How what stands in a table is said in the log. */

/** Bytes in the log: their SHA-256, as 64 hex digits. */
export const bytesDigest = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex')

/**
 * A sealed sign-in key in the log: a digest of what it takes to open it, so that the log, which auditors
 * have, gives nobody anything to guess a PIN on.
 */
export const sealDigest = (key: {
  readonly kind: string
  readonly salt: string
  readonly nonce: string
  readonly box: string
}): string => {
  const { kind, salt, nonce, box } = key
  return taggedHash(
    'keyclave/v1 sealed sign-in key',
    canonicalBytes({ kind, salt, nonce, box }),
  ).toString('hex')
}

/** What no log says: a value that cannot be what an entry told. */
const UNREADABLE = 'unreadable'

const FORMS: { readonly [form in ColumnForm]: (value: unknown) => Value } = {
  bytes: value => (value instanceof Uint8Array ? bytesDigest(value) : null),
  plan: value => {
    try {
      const plan: object = JSON.parse(String(value))
      return canonicalJson(plan) === value ? planHash(plan) : UNREADABLE
    } catch {
      return UNREADABLE
    }
  },
}

/** A row of the file, as its projection would say it. */
export function foundRow(
  { columns, forms = {}, digests = {} }: Projection,
  row: { readonly [column: string]: unknown },
): FoundRow {
  const values: { [column: string]: Value } = {}
  for (const column of columns) {
    const form = forms[column]
    const digest = digests[column]
    // What the file's format has no column for, it does not say.
    const found = row[column] ?? null
    if (digest !== undefined) values[column] = digest.of(row)
    else values[column] = form === undefined ? (found as Value) : FORMS[form](found)
  }
  return values
}

/** What stands for the plan of a ceremony that was held elsewhere: the digest of the kit it is known by. */
export const importedPlan = (kit: string) => ({ kit })
