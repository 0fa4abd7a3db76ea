import * as z from 'zod'
import { text, texts, whole } from './field.ts'

/** A quorum that another replaced: what of it is still about. Public facts. */
export const replacedQuorum = z.strictObject({
  setId: text,
  /** 8 groups of 4 hex digits. */
  fingerprint: text,
  threshold: whole,
  /** To be collected and destroyed. */
  cards: z.array(z.strictObject({ index: whole, custodian: text })).readonly(),
  /** Of the keys that were sealed to it. */
  labels: texts,
  /** How many backup keys it had. */
  backupKeys: whole,
  /** Whether the new quorum has the same passphrase: then it is not destroyed. */
  keptPassphrase: z.boolean(),
})
export type ReplacedQuorum = z.infer<typeof replacedQuorum>
