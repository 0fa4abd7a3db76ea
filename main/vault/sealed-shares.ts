import { z } from 'zod'
import { SEALED_SHARE_FORMS } from '../../shared/sealed-shares.ts'
import type { Actor } from '../core/log/index.ts'
import { count, hex256, setId, time } from './columns.ts'
import { type Connection, parseRows } from './connection.ts'
import type { Recording } from './recording.ts'

const sealedShareRow = z.object({
  setId,
  index: count,
  form: z.enum(SEALED_SHARE_FORMS),
  recipient: z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/),
  file: hex256,
  acknowledgement: hex256,
  said: hex256.nullable(),
  acknowledged: time.nullable(),
})

/**
 * A share that a ceremony sealed to an absent custodian. `recipient` is the fingerprint of their key, `file` the
 * SHA-256 of what was sealed, `acknowledgement` the SHA-256 of what they will say, `said` what they did say; null,
 * with `acknowledged`: nothing yet.
 */
export type RegisteredSealedShare = Readonly<z.output<typeof sealedShareRow>>

export interface SealedShares {
  /** Every one, in the order in which they were read back. */
  readonly list: () => readonly RegisteredSealedShare[]
  /** Those of a quorum. */
  readonly of: (setId: string) => readonly RegisteredSealedShare[]
  /** Records what the holder said, whose hash the caller has compared. @throws VAULT_RULE when they have before */
  readonly acknowledge: (
    actor: Actor,
    share: { readonly setId: string; readonly index: number; readonly said: string },
  ) => void
}

/** As the ceremony reads it back; the entry is the ceremony's. */
export function insertSealedShare(
  { db }: Connection,
  share: Omit<RegisteredSealedShare, 'said' | 'acknowledged'>,
): void {
  db.prepare(
    `INSERT INTO sealed_shares (set_id, share_index, form, recipient, file, acknowledgement)
     VALUES (@setId, @index, @form, @recipient, @file, @acknowledgement)`,
  ).run(share)
}

export function sealedSharesOf({ connection, audit }: Recording): SealedShares {
  const { db, read, write } = connection
  const list = (): readonly RegisteredSealedShare[] =>
    read(() =>
      parseRows(
        connection,
        sealedShareRow,
        db
          .prepare(
            `SELECT set_id AS setId, share_index AS "index", form, recipient, file, acknowledgement,
               said, acknowledged
             FROM sealed_shares ORDER BY rowid`,
          )
          .all(),
      ),
    )
  return {
    list,
    of: set => list().filter(share => share.setId === set),
    acknowledge: (actor, { setId: set, index, said }) =>
      write(() => {
        const subject = `share:${set}/${index}` as const
        const details = { acknowledgement: said }
        const { time: acknowledged } = audit.append({
          ...{ actor, action: 'share.acknowledged', subject, details },
        })
        db.prepare(
          `UPDATE sealed_shares SET said = ?, acknowledged = ? WHERE set_id = ? AND share_index = ?`,
        ).run(said, acknowledged, set, index)
      }),
  }
}
