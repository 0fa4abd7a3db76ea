import * as z from 'zod'
import { DELIVERY_OUTCOMES } from './delivery-states.ts'
import { setId } from './field.ts'
import { KEY_EXCEPTIONS, KEY_REASONS, KEY_STATES } from './key-life.ts'

/** What a compromise reaches: facts alone. Sentences are made of them at the desk (messages: compromise). */

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.int().min(0)
const day = z.string()
const time = z.string()

const place = z.strictObject({ setId, generation: z.int().min(1) }).readonly()

/** Whose compromise it is. */
const compromised = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('key'),
    id: z.string(),
    version: z.int().min(1),
    label: z.string(),
    purpose: z.string(),
    /** The newest version of it. */
    newest: z.int().min(1),
    /** The quorums that it was ever sealed to. */
    sets: z.array(setId).readonly(),
    /** Whether a quorum in force has any version of it: without one there is no next version. */
    inForce: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('backup-key'),
    setId,
    generation: z.int().min(1),
    /** SHA-256 of the recipient: what tells it from another. */
    fingerprint: hash,
    /** Wherever it is sealed: after a re-issue in two quorums. */
    places: z.array(place).readonly(),
    /** Whether new backups are made for it. */
    current: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('quorum'),
    setId,
    title: z.string(),
    threshold: z.int().min(1),
    count: z.int().min(1),
    /** What took its place; null: nothing has. */
    replacedBy: setId.nullable(),
  }),
])

/** What the vault has of it; of a quorum nothing. */
const mark = z
  .strictObject({
    state: z.enum(KEY_STATES),
    occurred: day.nullable(),
    reason: z.enum(KEY_REASONS).nullable(),
    recorded: time.nullable(),
  })
  .nullable()

const takenOut = z
  .strictObject({
    what: z.enum(['key', 'backup-key', 'identity']),
    /** `video-root@2`, or the number of a backup key. */
    name: z.string(),
    time,
    by: z.string(),
    /** Where to; null where a log of 0.1.0 does not say it. */
    destination: z.string().nullable(),
    although: z.enum(KEY_EXCEPTIONS).nullable(),
  })
  .readonly()

/** Where a key was delivered to, and what became of it there. */
const delivery = z
  .strictObject({
    key: z.string(),
    /** The kind of system, and its own name there. */
    destination: z.string(),
    target: z.string().nullable(),
    delivered: time,
    /** Null: nobody has said. */
    outcome: z.enum(DELIVERY_OUTCOMES).nullable(),
  })
  .readonly()

const backup = z
  .strictObject({
    id: z.string(),
    fileName: z.string(),
    created: time,
    size: count,
    sha256: hash,
    setId,
    generation: z.int().min(1),
    /** Whether another one of these took its place: then that one counts, and this file is to be destroyed. */
    superseded: z.boolean(),
    /** The backup that took its place, and that the compromised one does not open; null: none. */
    replacedBy: z.strictObject({ id: z.string(), fileName: z.string(), sha256: hash }).nullable(),
  })
  .readonly()

const item = z
  .strictObject({
    kind: z.enum(['key', 'backup-key']),
    name: z.string(),
    state: z.enum(KEY_STATES),
  })
  .readonly()

const search = z
  .strictObject({
    time,
    by: z.string(),
    places: z.array(z.string()).readonly(),
    files: count,
    opened: count,
    unread: count,
    /** How many of the backups that were found the catalogue does not know; null: the log does not say it. */
    unlisted: count.nullable(),
  })
  .readonly()

export const compromiseReport = z.strictObject({
  /** When it was made, and where the vault's log stood, as it is read aloud. */
  made: time,
  auditHead: z.string(),
  of: compromised,
  mark,
  takenOut: z.array(takenOut).readonly(),
  /** How often a quorum was opened, and when last. */
  openings: z.array(z.strictObject({ time, by: z.string() }).readonly()).readonly(),
  deliveries: z.array(delivery).readonly(),
  backups: z.array(backup).readonly(),
  items: z.array(item).readonly(),
  /** Where somebody has looked for backups since it was marked; of a quorum, ever. */
  searches: z.array(search).readonly(),
  /** The newest status list, which tells those outside; null: none was ever published. */
  statusList: z
    .strictObject({
      number: count,
      issued: time,
      /** Whether it was made after the compromise was marked. */
      saysSo: z.boolean(),
    })
    .readonly()
    .nullable(),
})

export type CompromiseReport = Readonly<z.output<typeof compromiseReport>>
