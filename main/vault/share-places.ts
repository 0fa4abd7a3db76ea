import { z } from 'zod'
import { refuse } from '../../shared/errors.ts'
import type { Actor } from '../core/log/index.ts'
import { count, setId, text, time } from './columns.ts'
import { type Connection, parseRows } from './connection.ts'
import type { Tables } from './tables.ts'

const placeRow = z.object({
  setId,
  index: count,
  /** Null: a ceremony noted the bag, and nobody yet where it lies. */
  place: text.nullable(),
  /** The number on the sealed bag; null without one. */
  bag: text.nullable(),
  noted: time,
})

/** Where a share is kept, as somebody noted it. */
export type SharePlace = Readonly<z.output<typeof placeRow>>

/** What somebody notes about a share: its place, its bag, or both. */
export type PlaceNote = Omit<SharePlace, 'noted'>

/** Notes are added, never changed: the newest of a share counts. */
export interface SharePlaces {
  /** The newest note of each share of a quorum. */
  readonly of: (setId: string) => readonly SharePlace[]
  /** Every note about one share, oldest first. */
  readonly history: (setId: string, index: number) => readonly SharePlace[]
  /** The person who holds a share; null: nobody was recorded. */
  readonly holder: (setId: string, index: number) => string | null
  /** @throws VAULT_UNKNOWN (no such share) */
  readonly note: (actor: Actor, place: PlaceNote) => SharePlace
}

export function sharePlacesOf(tables: Tables): SharePlaces {
  const { connection, audit, shares, people } = tables
  const { db, read, write } = connection
  const insert = insertPlace(connection)
  const notes = (set: string): readonly SharePlace[] =>
    read(() => {
      const rows = db
        .prepare(
          `SELECT set_id AS setId, share_index AS "index", place, bag, noted FROM share_places
           WHERE set_id = ? ORDER BY number`,
        )
        .all(set)
      return parseRows(connection, placeRow, rows)
    })

  const holder = (set: string, index: number): string | null =>
    people.custody().find(line => line.setId === set && line.index === index)?.person ?? null

  return {
    holder,
    of: set => [...new Map(notes(set).map(note => [note.index, note])).values()],
    history: (set, index) => notes(set).filter(note => note.index === index),

    note: (actor, { setId: set, index, place, bag }) =>
      write(() => {
        if (!shares.of(set).some(share => share.index === index)) {
          throw refuse('VAULT_UNKNOWN', { what: 'share', id: `${set}/${index}` })
        }
        const subject = `share:${set}/${index}` as const
        const details = { place, bag, person: holder(set, index) }
        const { time: noted } = audit.append({
          ...{ actor, action: 'custody.changed', subject, details },
        })
        insert({ setId: set, index, place, bag, noted })
        return { setId: set, index, place, bag, noted }
      }),
  }
}

/** Writes a note as it is, for a verb that has its own transaction and its own audit entry. */
export const insertPlace =
  ({ db }: Connection) =>
  ({ setId: set, index, place, bag, noted }: SharePlace): void => {
    db.prepare(
      `INSERT INTO share_places (set_id, share_index, place, bag, noted) VALUES (?, ?, ?, ?, ?)`,
    ).run(set, index, place, bag, noted)
  }
