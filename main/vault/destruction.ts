import type { Buffer } from 'node:buffer'
import nodePath from 'node:path'
import { z } from 'zod'
import {
  CARD_ENDS,
  type CardEnd,
  COPY_FATES,
  type Erasure,
  type KeyReason,
  type KeyState,
} from '../../shared/key-life.ts'
import type { Subject } from '../../shared/log-subjects.ts'
import type { Actor } from '../core/log/index.ts'
import { count, setId, text, time } from './columns.ts'
import { parseRows } from './connection.ts'
import { filesWith, migrationCopies, overwriteAndRemove, piecesOf } from './migration-copies.ts'
import { bytesDigest } from './replay/index.ts'
import type { Growth } from './sealed-keys.ts'
import type { Tables } from './tables.ts'

/** What is destroyed: a version of a key, whatever quorums it was sealed to, or a backup key. */
export type DestroyedItem =
  | { readonly kind: 'key'; readonly id: string; readonly version: number }
  | { readonly kind: 'backup-key'; readonly recipient: string }

/** A kit that has something sealed in it. */
export interface KitWithIt {
  readonly set: string
  readonly revision: number
  readonly digest: string
}

/** Where the sealed bytes of an item stand in a vault. */
export interface Traces {
  /** As age files: one of each quorum that it was sealed to. */
  readonly sealed: readonly Uint8Array[]
  /** Every kit that has them, oldest first. */
  readonly kits: readonly KitWithIt[]
}

/** What people agree to about an item, and its entry. */
export interface NewDestruction {
  readonly actor: Actor
  readonly subject: Subject<'item'>
  readonly item: DestroyedItem
  readonly label: string | null
  readonly fingerprint: string | null
  readonly from: KeyState
  readonly to: KeyState
  readonly reason: KeyReason
  readonly method: Erasure
  /** The quorum in force whose kit has a tombstone now; null: no quorum in force has it. */
  readonly growth: Pick<Growth, 'setId' | 'kit'> | null
  /** Who records how it was found afterwards. */
  readonly follows: Actor
}

/** How the files of a vault were found after a destruction. */
export interface Erased {
  /** Copies beside the vault that had it, by name, and whether they are gone now. */
  readonly copies: readonly { readonly name: string; readonly gone: boolean }[]
  /** The names of files in which pieces of it were found still. */
  readonly found: readonly string[]
}

const cardRow = z.object({
  setId,
  /** 0: the card with the passphrase. */
  card: count,
  method: z.enum(CARD_ENDS),
  observer: text.nullable(),
  recorded: time,
})
/** A card that people have seen destroyed. */
export type DestroyedCard = Readonly<z.output<typeof cardRow>>

const copyRow = z.object({
  copy: text,
  fate: z.enum(COPY_FATES),
  by: text,
  serial: text.nullable(),
  recorded: time,
})
/** What became of a copy of something that was destroyed here. */
export type AccountedCopy = Readonly<z.output<typeof copyRow>>

export interface Destructions {
  /** Where the sealed bytes of an item stand now; nowhere once it is destroyed. */
  readonly traces: (item: DestroyedItem) => Traces
  /**
   * Takes the sealed bytes of an item out of its rows and out of every kit, and brings the kit with the
   * tombstone into force; one transaction. Then overwrites what the file still has of them, removes the
   * copies of the vault that migrations left beside it, if they have them, looks for pieces of them in all of
   * these files, and records what it found.
   *
   * @throws VAULT_RULE when the key cannot go there from where it is
   */
  readonly destroy: (destruction: NewDestruction) => Erased
  /** The cards of a quorum that were seen destroyed. */
  readonly cardsOf: (setId: string) => readonly DestroyedCard[]
  /** @throws VAULT_RULE when one of them was destroyed before, or is none of the quorum's */
  readonly destroyCards: (deed: {
    readonly actor: Actor
    readonly setId: string
    readonly cards: readonly number[]
    readonly passphraseCard: boolean
    readonly method: CardEnd
    readonly observer: string | null
  }) => void
  /** What is known of copies of an item: of each the newest line. */
  readonly copiesOf: (item: Subject<'item'>) => readonly AccountedCopy[]
  readonly account: (deed: {
    readonly actor: Actor
    readonly item: Subject<'item'>
    readonly copies: readonly Omit<AccountedCopy, 'recorded'>[]
  }) => void
  /** Records that a certificate was signed. */
  readonly certified: (deed: {
    readonly actor: Actor
    readonly item: Subject<'item'>
    readonly certificate: string
  }) => void
  /**
   * Overwrites what the file still has of rows that are gone: free pages, the write-ahead log. It may be done
   * again: after a crash there may be something left.
   */
  readonly scrub: () => void
}

/** What of a kit's JSON says which items are sealed in it; whatever else it says does not count here. */
const itemsOfKit = z.object({
  keys: z.array(z.object({ id: z.string(), version: z.number() })),
  backupKeys: z.array(z.object({ recipient: z.string() })),
})

export function destructionsOf(tables: Tables): Destructions {
  const { connection, audit, keys, backupKeys, keyEvents, kits, quorums } = tables
  const { db, read, write } = connection

  const hasIt = (bytes: Uint8Array, item: DestroyedItem): boolean => {
    const kit = itemsOfKit.parse(JSON.parse(new TextDecoder().decode(bytes)))
    return item.kind === 'key'
      ? kit.keys.some(({ id, version }) => id === item.id && version === item.version)
      : kit.backupKeys.some(({ recipient }) => recipient === item.recipient)
  }

  const traces = (item: DestroyedItem): Traces => {
    const sets = quorums.list().map(quorum => quorum.setId)
    const rows =
      item.kind === 'key'
        ? sets
            .flatMap(set => keys.of(set))
            .filter(({ id, version }) => id === item.id && version === item.version)
        : sets
            .flatMap(set => backupKeys.of(set))
            .filter(({ recipient }) => recipient === item.recipient)
    return {
      sealed: rows.flatMap(({ sealed }) => (sealed === null ? [] : [sealed])),
      kits: sets.flatMap(set =>
        kits
          .revisionsOf(set)
          .flatMap(({ revision, digest, bytes }) =>
            bytes !== null && hasIt(bytes, item) ? [{ set, revision, digest }] : [],
          ),
      ),
    }
  }

  /**
   * Source: SQLite, PRAGMA secure_delete, VACUUM, PRAGMA wal_checkpoint. Secure deletion has overwritten with
   * zeros what was deleted since the vault was opened; what earlier versions left in free pages goes with
   * them, and the log is cut once its pages are in the file.
   */
  const scrub = (): void =>
    read(() => {
      db.pragma('temp_store = MEMORY')
      db.pragma('wal_checkpoint(TRUNCATE)')
      db.exec('VACUUM')
      db.pragma('wal_checkpoint(TRUNCATE)')
    })

  /** The vault's own file is read through SQLite: whoever closes another handle on it gives up its lock. */
  const eraseElsewhere = (pieces: readonly Buffer[]): Erased => {
    const { path } = connection
    const copies = filesWith(migrationCopies(path), pieces).map(file => ({
      name: nodePath.basename(file),
      gone: overwriteAndRemove(file),
    }))
    const file = read(() => db.serialize())
    const isInFile = pieces.some(piece => file.includes(piece))
    const others = [`${path}-wal`, `${path}-shm`, `${path}-journal`, ...migrationCopies(path)]
    const found = [...(isInFile ? [path] : []), ...filesWith(others, pieces)]
    return { copies, found: found.map(name => nodePath.basename(name)) }
  }

  return {
    traces,
    scrub,

    destroy: ({ actor, follows, subject, item, growth, ...facts }) => {
      const { label, fingerprint, from, to, reason, method } = facts
      const pieces = piecesOf(traces(item).sealed)
      write(() => {
        const emptied = traces(item).kits.map(({ set, revision }) => ({ set, revision }))
        const { time: recorded } = audit.append({
          ...{ actor, action: 'key.destroyed', subject },
          details: {
            ...{ label, fingerprint, from, to, reason, method },
            recipient: item.kind === 'backup-key' ? item.recipient : null,
            revision: growth?.kit.revision ?? null,
            set: growth?.setId ?? null,
            kit: growth?.kit.digest ?? null,
            kitFile: growth === null ? null : bytesDigest(growth.kit.bytes),
            kits: emptied,
          },
        })
        if (item.kind === 'key') {
          const { id, version } = item
          keyEvents.insert({ id, version, from, to, reason, occurred: null, recorded })
          keys.empty(id, version)
        } else {
          backupKeys.empty(item.recipient)
        }
        if (growth !== null) kits.insert(growth.setId, growth.kit, recorded)
        for (const { set, revision } of emptied) kits.empty(set, revision)
      })
      scrub()
      const erased = eraseElsewhere(pieces)
      write(() => {
        audit.append({
          ...{ actor: follows, action: 'destruction.checked', subject },
          details: { copies: erased.copies, found: erased.found },
        })
      })
      return erased
    },

    cardsOf: set =>
      read(() => {
        const rows = db
          .prepare(
            `SELECT set_id AS setId, card, method, observer, recorded FROM destroyed_cards
             WHERE set_id = ? ORDER BY number`,
          )
          .all(set)
        return parseRows(connection, cardRow, rows)
      }),

    destroyCards: ({ actor, setId: set, cards, passphraseCard, method, observer }) =>
      write(() => {
        const { time: recorded } = audit.append({
          ...{ actor, action: 'shares.destroyed', subject: `quorum:${set}` },
          details: { cards, passphraseCard, method, observer },
        })
        const insert = db.prepare(
          `INSERT INTO destroyed_cards (set_id, card, method, observer, recorded)
           VALUES (?, ?, ?, ?, ?)`,
        )
        for (const card of passphraseCard ? [...cards, 0] : cards) {
          insert.run(set, card, method, observer, recorded)
        }
      }),

    copiesOf: item =>
      read(() => {
        const rows = db
          .prepare(
            `SELECT copy, fate, done_by AS "by", serial, recorded FROM accounted_copies
             WHERE number IN (SELECT max(number) FROM accounted_copies WHERE item = ? GROUP BY copy)
             ORDER BY number`,
          )
          .all(item)
        return parseRows(connection, copyRow, rows)
      }),

    account: ({ actor, item, copies }) =>
      write(() => {
        const { time: recorded } = audit.append({
          ...{ actor, action: 'copies.accounted', subject: item, details: { copies } },
        })
        const insert = db.prepare(
          `INSERT INTO accounted_copies (item, copy, fate, done_by, serial, recorded)
           VALUES (?, ?, ?, ?, ?, ?)`,
        )
        for (const { copy, fate, by, serial } of copies) {
          insert.run(item, copy, fate, by, serial, recorded)
        }
      }),

    certified: ({ actor, item, certificate }) =>
      write(() => {
        audit.append({
          ...{ actor, action: 'destruction.certified', subject: item, details: { certificate } },
        })
      }),
  }
}
