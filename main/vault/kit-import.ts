import { planHash } from '../core/ceremony/index.ts'
import type { Actor } from '../core/log/index.ts'
import { canonicalJson, nameKey } from '../core/text/index.ts'
import { backupKeyFacts, type NewBackupKey } from './backup-keys.ts'
import type { NewKit } from './kits.ts'
import type { QuorumTerms } from './quorums.ts'
import { bytesDigest, importedPlan } from './replay/index.ts'
import { keyNote, type NewSealedKey } from './sealed-keys.ts'
import type { Tables } from './tables.ts'

/** A quorum that was founded elsewhere, as its kit says it. */
export interface ImportedQuorum {
  readonly title: string
  readonly terms: QuorumTerms
  readonly shares: readonly {
    readonly index: number
    readonly custodian: string
    readonly commitment: string
  }[]
  readonly kit: NewKit
  /** Oldest first; the last is the current one. */
  readonly backupKeys: readonly NewBackupKey[]
  readonly keys: readonly NewSealedKey[]
}

/**
 * Takes a quorum into the vault that was founded elsewhere, with its shares, its kit and all that it sealed:
 * in force from now on, as if it had been founded here. One transaction, and one entry of the log.
 *
 * @throws CEREMONY_OPEN, VAULT_RULE, QUORUM_REPLACED
 */
export type ImportKit = (actor: Actor, imported: ImportedQuorum) => void

export function importOf(tables: Tables): ImportKit {
  const { connection, audit, quorums, shares, kits, backupKeys, keys, replacements, newId } = tables
  const { db, write } = connection
  return (actor, { title, terms, shares: issued, kit, backupKeys: backups, keys: sealed }) =>
    write(() => {
      const { setId, fingerprint, ...quorum } = terms
      replacements.requireNone(setId)
      const ceremony = newId()
      const { time } = audit.append({
        ...{ actor, action: 'kit.taken-in', subject: `quorum:${setId}` },
        details: {
          ...{ fingerprint, kit: kit.digest },
          quorum: {
            ...{ ...quorum, ceremony, title, kitFile: bytesDigest(kit.bytes), shares: issued },
            backupKeys: backups.map(backupKeyFacts),
            keys: sealed.map(keyNote),
          },
        },
      })
      const plan = importedPlan(kit.digest)
      db.prepare(
        `INSERT INTO ceremonies (id, title, plan, plan_hash, state, opened)
         VALUES (?, ?, ?, ?, 'open', ?)`,
      ).run(ceremony, title, canonicalJson(plan), planHash(plan), time)
      quorums.insert(ceremony, terms)
      for (const share of issued) {
        shares.insert({ setId, ...share }, time)
        shares.setReadBack(setId, share.index, time)
      }
      shares.setStateOfAll(setId, 'in-force')
      quorums.setState(setId, 'in-force')
      const ids = new Map(tables.people.select('').map(person => [nameKey(person.name), person.id]))
      for (const { index, custodian } of issued) {
        const person = ids.get(nameKey(custodian))
        if (person !== undefined) {
          tables.people.insertCustody({ setId, index, person, bag: null }, time)
        }
      }
      for (const key of backups) backupKeys.insert(setId, key)
      for (const key of sealed) keys.insert(setId, key)
      kits.insert(setId, kit, time)
      db.prepare(`UPDATE ceremonies SET state = 'closed', ended = ? WHERE id = ?`).run(
        time,
        ceremony,
      )
    })
}
