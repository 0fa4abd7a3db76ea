import { z } from 'zod'
import { refuse } from '../../shared/errors.ts'
import { KEY_STATES } from '../../shared/key-life.ts'
import { KEY_KINDS, PAIR_ALGORITHMS } from '../../shared/key-pairs.ts'
import type { Actor } from '../core/log/index.ts'
import { blob, count, hex256, id, setId, text, time } from './columns.ts'
import { type Connection, parseRows } from './connection.ts'
import type { KeyEventTable } from './key-events.ts'
import type { KitTable, NewKit } from './kits.ts'
import type { Recording } from './recording.ts'
import { bytesDigest } from './replay/index.ts'

const sealedKeyRow = z.object({
  id,
  version: count,
  setId,
  kind: z.enum(KEY_KINDS),
  label: text,
  bits: z.literal([128, 192, 256]).nullable(),
  bytes: count.nullable(),
  algorithm: z.enum(PAIR_ALGORITHMS).nullable(),
  publicKey: blob.nullable(),
  purpose: z.string(),
  activates: text.nullable(),
  expires: text.nullable(),
  processUntil: text.nullable(),
  fingerprint: hex256.nullable(),
  kcv: z
    .string()
    .regex(/^[0-9a-f]{10}$/)
    .nullable(),
  sealed: blob.nullable(),
  state: z.enum(KEY_STATES),
  created: time,
})

/**
 * A master key, an imported secret or a key pair, sealed to a quorum. Its id stays the same through all versions.
 *
 * `bits` and `kcv` are of master keys alone, `algorithm` and `publicKey` (SubjectPublicKeyInfo, DER) of key pairs; of an
 * imported secret there is no `fingerprint`; `bytes` is the length of what is sealed, null of a pair; `sealed` is an
 * age file, null once the key is destroyed. States: NIST SP 800-57 part 1, section 7.
 */
export type SealedKey = Readonly<z.output<typeof sealedKeyRow>>

/** A key to record: active from now on, or from its first day. */
export type NewSealedKey = Omit<SealedKey, 'setId' | 'state' | 'sealed' | 'publicKey'> & {
  readonly sealed: Uint8Array
  readonly publicKey: Uint8Array | null
}

export interface SealedKeys {
  /** Every version of every key of a quorum, in the order they were recorded. */
  readonly of: (setId: string) => readonly SealedKey[]
  /**
   * The newest version of the key with this id or, failing that, this label.
   *
   * @throws VAULT_UNKNOWN
   */
  readonly find: (setId: string, idOrLabel: string) => SealedKey
  /**
   * Records a key that was sealed to a quorum in force, and the kit that lists it as the current kit.
   *
   * @throws KEY_EXISTS when another key has this label; VAULT_RULE
   */
  readonly add: (
    addition: Growth & {
      readonly key: NewSealedKey
    },
  ) => void
  /**
   * Records the next versions of keys of a quorum in force, the kit that lists them as the current kit, and
   * the versions that they take the place of as retired.
   *
   * @throws VAULT_RULE
   */
  readonly rotate: (
    rotation: Growth & {
      readonly keys: readonly NewSealedKey[]
      readonly retired: readonly RetiredVersion[]
    },
  ) => void
}

/** A version that another one takes the place of. */
export interface RetiredVersion {
  readonly id: string
  readonly version: number
  readonly from: SealedKey['state']
}

/** A kit that has one more revision. */
export interface Growth {
  readonly actor: Actor
  readonly setId: string
  /** With what people agreed to of the revision, 64 hex digits. */
  readonly kit: NewKit & { readonly revision: string }
}

/** What the log says of a kit that has one more revision. */
export const grownKitFacts = ({ digest, bytes, revision }: Growth['kit']) => ({
  ...{ kit: digest, kitFile: bytesDigest(bytes), revision },
})

/** What the log says of a key, beside its id and version. */
export function sealedKeyFacts({
  id: _,
  version: __,
  sealed,
  algorithm,
  publicKey,
  ...facts
}: NewSealedKey) {
  return {
    ...facts,
    ...(algorithm !== null && { algorithm }),
    ...(publicKey !== null && { publicKey: bytesDigest(publicKey) }),
    sealed: bytesDigest(sealed),
  }
}

/** What an entry says of one key of several. */
export const keyNote = (key: NewSealedKey) => ({
  ...{ id: key.id, version: key.version, ...sealedKeyFacts(key) },
})

/** What became of it last; a key of which nothing is recorded is as it was made. */
const STATE = `coalesce(
  (SELECT to_state FROM key_events
   WHERE key_events.id = sealed_keys.id AND key_events.version = sealed_keys.version
   ORDER BY number DESC LIMIT 1),
  iif(activates IS NULL, 'active', 'pre-activation'))`

/** The table, without transactions and log. */
export function sealedKeyTable(connection: Connection) {
  const { db, read } = connection
  const select = (tail: string, ...values: readonly string[]): readonly SealedKey[] =>
    read(() => {
      const rows = db
        .prepare(
          `SELECT id, version, set_id AS setId, kind, label, bits, bytes, algorithm,
             public_key AS publicKey, purpose, activates, expires, process_until AS processUntil, fingerprint, kcv, sealed, created, ${STATE} AS state
           FROM sealed_keys WHERE set_id = ? ${tail}`,
        )
        .all(...values)
      return parseRows(connection, sealedKeyRow, rows)
    })

  return {
    of: (set: string) => select('ORDER BY rowid', set),
    find(set: string, wanted: string): SealedKey {
      const [key] = select(
        'AND (id = ? OR label = ?) ORDER BY id = ? DESC, version DESC LIMIT 1',
        set,
        wanted,
        wanted,
        wanted,
      )
      if (!key) throw refuse('VAULT_UNKNOWN', { what: 'key', id: wanted })
      return key
    },

    /** @throws KEY_EXISTS */
    insert(set: string, key: NewSealedKey): void {
      const [same] = select('AND label = ? AND id <> ?', set, key.label, key.id)
      if (same) throw refuse('KEY_EXISTS', { label: key.label })
      db.prepare(
        `INSERT INTO sealed_keys (id, version, set_id, kind, label, bits, bytes, algorithm, public_key,
           purpose, activates, expires, process_until, fingerprint, kcv, sealed, created)
         VALUES (@id, @version, @set, @kind, @label, @bits, @bytes, @algorithm, @publicKey,
           @purpose, @activates, @expires, @processUntil, @fingerprint, @kcv, @sealed, @created)`,
      ).run({ ...key, set })
    },

    /** Takes out what is sealed in a version, whatever quorum it was sealed to. */
    empty(key: string, version: number): void {
      db.prepare('UPDATE sealed_keys SET sealed = NULL WHERE id = ? AND version = ?').run(
        key,
        version,
      )
    },
  }
}

export type SealedKeyTable = ReturnType<typeof sealedKeyTable>

export function sealedKeysOf({
  connection,
  audit,
  keys,
  keyEvents,
  kits,
}: Recording & {
  readonly keys: SealedKeyTable
  readonly keyEvents: KeyEventTable
  readonly kits: KitTable
}): SealedKeys {
  return {
    of: keys.of,
    find: keys.find,
    add: ({ actor, setId: set, key, kit }) =>
      connection.write(() => {
        const { time: added } = audit.append({
          actor,
          action: 'key.added',
          subject: `key:${key.id}/${key.version}`,
          details: {
            ...{ set, ...grownKitFacts(kit) },
            ...sealedKeyFacts(key),
          },
        })
        keys.insert(set, key)
        kits.insert(set, kit, added)
      }),
    rotate: ({ actor, setId: set, keys: next, retired, kit }) =>
      connection.write(() => {
        const { time: recorded } = audit.append({
          actor,
          action: 'keys.rotated',
          subject: `quorum:${set}`,
          details: {
            keys: next.map(keyNote),
            ...{ retired, ...grownKitFacts(kit) },
          },
        })
        for (const key of next) keys.insert(set, key)
        for (const { id: key, version, from } of retired) {
          keyEvents.insert({
            ...{ id: key, version, from, to: 'deactivated', reason: 'superseded' },
            ...{ occurred: null, recorded },
          })
        }
        kits.insert(set, kit, recorded)
      }),
  }
}
