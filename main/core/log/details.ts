export type AuditValue =
  | null
  | boolean
  | number
  | string
  | readonly AuditValue[]
  | { readonly [key: string]: AuditValue }

/** Public facts about what was done: ids, counts, commitments. Never a secret, never a typed word. */
export type AuditDetails = { readonly [key: string]: AuditValue }
