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
  /** The keys that were sealed to it to the end: `video-root@1`. */
  keys: texts,
  /** The numbers of its backup keys. */
  backupKeys: z.array(whole).readonly(),
  /** What had been sealed to it and was destroyed: copies of its earlier kits have it still. */
  destroyed: z.strictObject({ keys: texts, backupKeys: z.array(whole).readonly() }),
  /** Whether the new quorum has the same passphrase: then it is not destroyed. */
  keptPassphrase: z.boolean(),
})
export type ReplacedQuorum = z.infer<typeof replacedQuorum>
