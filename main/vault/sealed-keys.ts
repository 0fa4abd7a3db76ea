import { z } from 'zod'
import { refuse } from '../../shared/errors.ts'
import type { Actor } from '../core/log/index.ts'
import { blob, count, hex256, id, setId, text, time } from './columns.ts'
import { type Connection, parseRows } from './connection.ts'
import type { KitTable, NewKit } from './kits.ts'
import type { Recording } from './recording.ts'
import { bytesDigest } from './replay/index.ts'

const sealedKeyRow = z.object({
  id,
  version: count,
  setId,
  kind: z.enum(['master-key', 'imported-secret']),
  label: text,
  bits: z.literal([128, 192, 256]).nullable(),
  bytes: count,
  purpose: z.string(),
  expires: text.nullable(),
  fingerprint: hex256.nullable(),
  kcv: z
    .string()
    .regex(/^[0-9a-f]{10}$/)
    .nullable(),
  sealed: blob.nullable(),
  state: z.enum([
    'pre-activation',
    'active',
    'suspended',
    'deactivated',
    'compromised',
    'destroyed',
  ]),
  created: time,
})

/**
 * A master key or an imported secret, sealed to a quorum. Its id stays the same through all versions.
 *
 * `bits`, `fingerprint` and `kcv` are of master keys alone; `bytes` is the length of what is sealed; `sealed` is an age
 * file, null once the key is destroyed. States: NIST SP 800-57 part 1, section 7.
 */
export type SealedKey = Readonly<z.output<typeof sealedKeyRow>>

/** A key to record, active from now on. */
export type NewSealedKey = Omit<SealedKey, 'setId' | 'state' | 'sealed'> & {
  readonly sealed: Uint8Array
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
  readonly add: (addition: {
    readonly actor: Actor
    readonly setId: string
    readonly key: NewSealedKey
    readonly kit: NewKit
  }) => void
}

/** What the log says of a key, beside its id and version. */
export function sealedKeyFacts(key: NewSealedKey) {
  const { kind, label, bits, bytes, purpose, expires, fingerprint, kcv, sealed, created } = key
  return {
    ...{ kind, label, bits, bytes, purpose, expires, fingerprint, kcv, created },
    sealed: bytesDigest(sealed),
  }
}

/** The table, without transactions and log. */
export function sealedKeyTable(connection: Connection) {
  const { db, read } = connection
  const select = (tail: string, ...values: readonly string[]): readonly SealedKey[] =>
    read(() => {
      const rows = db
        .prepare(
          `SELECT id, version, set_id AS setId, kind, label, bits, bytes, purpose, expires, fingerprint,
             kcv, sealed, state, created
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
    insert(set: string, key: NewSealedKey, state: SealedKey['state'] = 'active'): void {
      const [same] = select('AND label = ? AND id <> ?', set, key.label, key.id)
      if (same) throw refuse('KEY_EXISTS', { label: key.label })
      db.prepare(
        `INSERT INTO sealed_keys (id, version, set_id, kind, label, bits, bytes, purpose, expires,
           fingerprint, kcv, sealed, state, created)
         VALUES (@id, @version, @set, @kind, @label, @bits, @bytes, @purpose, @expires,
           @fingerprint, @kcv, @sealed, @state, @created)`,
      ).run({ ...key, set, state })
    },
  }
}

export type SealedKeyTable = ReturnType<typeof sealedKeyTable>

export function sealedKeysOf({
  connection,
  audit,
  keys,
  kits,
}: Recording & { readonly keys: SealedKeyTable; readonly kits: KitTable }): SealedKeys {
  return {
    of: keys.of,
    find: keys.find,
    add: ({ actor, setId: set, key, kit }) =>
      connection.write(() => {
        const { time } = audit.append({
          actor,
          action: 'key.added',
          subject: `key:${key.id}/${key.version}`,
          details: {
            ...{ set, kit: kit.digest, kitFile: bytesDigest(kit.bytes) },
            ...sealedKeyFacts(key),
          },
        })
        keys.insert(set, key)
        kits.insert(set, kit, time)
      }),
  }
}
