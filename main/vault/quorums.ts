import { z } from 'zod'
import { refuse } from '../../shared/errors.ts'
import { count, hex256, id, setId, text } from './columns.ts'
import { type Connection, parseRows } from './connection.ts'

const quorumRow = z.object({
  setId,
  threshold: count,
  count,
  identity: z.enum(['hybrid', 'classic']),
  kdf: count,
  recipient: text,
  secretCommitment: hex256,
  fingerprint: hex256,
  ceremony: id,
  state: z.enum(['pending', 'in-force', 'void', 'replaced']),
})

/** A quorum as the vault knows it: its terms and public values. Pending until its ceremony closes. */
export type Quorum = Readonly<z.output<typeof quorumRow>>

/** The terms of a quorum that is being founded. Hashes are 64 hex characters, the set id 10. */
export type QuorumTerms = Omit<Quorum, 'ceremony' | 'state'>

export interface Quorums {
  /** @throws VAULT_UNKNOWN */
  readonly get: (setId: string) => Quorum
  readonly list: () => readonly Quorum[]
  readonly ofCeremony: (ceremony: string) => readonly Quorum[]
}

const COLUMNS = `set_id AS setId, threshold, count, identity, kdf, recipient,
  secret_commitment AS secretCommitment, fingerprint, ceremony,
  iif(set_id IN (SELECT set_id FROM replacements), 'replaced', state) AS state`

/** The table, without transactions and log: those are the ceremony's. */
export function quorumTable(connection: Connection) {
  const { db, read } = connection
  const select = (where: string, ...values: readonly string[]): readonly Quorum[] =>
    read(() => {
      const rows = db.prepare(`SELECT ${COLUMNS} FROM quorums ${where}`).all(...values)
      return parseRows(connection, quorumRow, rows)
    })

  return {
    get(set: string): Quorum {
      const [quorum] = select('WHERE set_id = ?', set)
      if (!quorum) throw refuse('VAULT_UNKNOWN', { what: 'quorum', id: set })
      return quorum
    },
    list: () => select('ORDER BY rowid'),
    ofCeremony: (ceremony: string) => select('WHERE ceremony = ? ORDER BY rowid', ceremony),

    insert(ceremony: string, terms: QuorumTerms): void {
      db.prepare(
        `INSERT INTO quorums (set_id, threshold, count, identity, kdf, recipient, secret_commitment,
           fingerprint, ceremony, state)
         VALUES (@setId, @threshold, @count, @identity, @kdf, @recipient, @secretCommitment,
           @fingerprint, @ceremony, 'pending')`,
      ).run({ ...terms, ceremony })
    },
    setState(set: string, state: 'in-force' | 'void'): void {
      db.prepare('UPDATE quorums SET state = ? WHERE set_id = ?').run(state, set)
    },
  }
}
