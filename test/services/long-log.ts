import Database from 'better-sqlite3'
import { nextEntry } from '../../main/core/log/entry.ts'
import { canonicalJson } from '../../main/core/text/canonical-json.ts'

interface Last {
  readonly sequence: number
  readonly hash: string
}

/** Adds many sound entries to the log of a closed vault, all in one transaction. */
export function lengthenLog(vault: string, entries: number): void {
  const db = new Database(vault)
  const last = db.prepare<[], Last>('SELECT sequence, hash FROM audit_log ORDER BY sequence DESC')
  const insert = db.prepare(
    `INSERT INTO audit_log (sequence, time, actor, action, subject, details, previous, hash)
     VALUES (@sequence, @time, @actor, @action, @subject, @details, @previous, @hash)`,
  )
  const append = db.transaction(() => {
    let { sequence: size = 0, hash = '' } = last.get() ?? {}
    for (let i = 0; i < entries; i += 1) {
      const details = { digest: 'a'.repeat(200), number: i }
      // What no table follows from.
      const note = { actor: 'Ada', action: 'key.opened', subject: `key:${i}/1`, details }
      const entry = nextEntry({ size, hash }, note, new Date(Date.UTC(2030, 0, 1) + i))
      insert.run({ ...entry, details: canonicalJson(details) })
      size = entry.sequence
      hash = entry.hash
    }
  })
  append()
  db.close()
}
