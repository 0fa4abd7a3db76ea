import { KIT_FORMAT_NAME, type Kit } from './schema.ts'

/** The log that a kit rests on: whose people may change it, and what of it they had signed over. */
export interface BoundLog {
  /** 32 hex digits; null: the kit names no people. */
  readonly log: string | null
  /** Hashes of entries, from the statements under its revisions; 64 hex digits each. */
  readonly heads: readonly string[]
}

/** Public facts, no more trusted than the kit is. */
export function boundLogOf(kit: Kit): BoundLog {
  if (kit.format !== KIT_FORMAT_NAME) return { log: null, heads: [] }
  const heads = kit.revisions.flatMap(({ agreement }) => {
    const statement = agreement?.statement
    return statement?.format === 'keyclave statement 3' ? [statement.head] : []
  })
  return { log: kit.quorum.authority?.log ?? null, heads }
}
