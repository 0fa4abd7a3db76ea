import { z } from 'zod'
import { taggedHash } from '../bytes/index.ts'
import { agreementSchema } from '../log/index.ts'
import { canonicalBytes } from '../text/index.ts'
import { authoritySchema } from './authority.ts'
import { hex, instant } from './fields.ts'

/**
 * One numbered change of a kit after its founding: what it changes, after what, and who agreed to it.
 * Source: FORMAT, Revisions.
 */

const item = hex(32)

const changeSchema = z.discriminatedUnion('kind', [
  /** The first version of a key: `item` is the digest of its entry. */
  z.strictObject({ kind: z.literal('item-added'), item }),
  z.strictObject({ kind: z.literal('version-added'), item }),
  /** The next versions of several keys, in the order in which they stand in the kit. */
  z.strictObject({
    kind: z.literal('versions-added'),
    items: z.array(item).min(1).max(10_000).readonly(),
  }),
  z.strictObject({ kind: z.literal('backup-key-rotated'), item }),
  /** What is sealed in it is gone from the kit. */
  z.strictObject({ kind: z.literal('tombstone'), item }),
  z.strictObject({ kind: z.literal('authority-changed'), authority: authoritySchema }),
])

const content = {
  /** 1, 2, 3 … */
  number: z.int().min(1),
  time: instant,
  /** Digest of the revision before it; of the first, the kit's fingerprint. */
  previous: hex(32),
  change: changeSchema.readonly(),
}

const contentSchema = z.strictObject(content).readonly()
export const revisionSchema = z
  .strictObject({
    ...content,
    /** Null where nobody could sign. */
    agreement: agreementSchema.nullable(),
  })
  .readonly()

export type Change = z.infer<typeof changeSchema>
/** A revision before anybody has agreed to it. */
export type RevisionContent = z.infer<typeof contentSchema>
export type Revision = z.infer<typeof revisionSchema>

/** What people agree to, as the term `revision` of their statement: 64 hex digits. */
export const changeHash = ({ number, time, previous, change }: RevisionContent): string =>
  taggedHash('keyclave/v1 kit change', canonicalBytes({ number, time, previous, change })).toString(
    'hex',
  )

/** What the next revision follows: 64 hex digits, of all of this one. */
export const revisionDigest = (revision: Revision): string =>
  taggedHash('keyclave/v1 kit revision', canonicalBytes(revision)).toString('hex')
