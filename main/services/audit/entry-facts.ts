import type { Output } from '../../../shared/contract.ts'
import type { Json } from '../../../shared/json.ts'
import { type AuditEntry, type NamesInLog, noteIn } from '../../core/log/index.ts'

/** An entry as it crosses to a desk: what it says, and what its ids are called. */
export type EntryFacts = Output<'audit.page'>['entries'][number]

/** @param names of the log, from its first entry on as far as it is at hand */
export function entryFacts(entry: AuditEntry, names: NamesInLog): EntryFacts {
  const { sequence, time, actor, action, subject, hash } = entry
  return {
    ...{ sequence, time, actor, action, subject, hash },
    details: detailsOf(entry),
    known: entry.details !== null && noteIn(entry) !== null,
    signed: entry.signature !== undefined,
    signers: entry.details === null ? [] : [...names.signersOf(entry)],
    named: entry.details === null ? [] : namedIn(entry, names),
  }
}

/** What somebody changed in the file may have no details left: `verify` says so. */
function detailsOf({ action, details }: AuditEntry): EntryFacts['details'] {
  return Object.entries((details ?? {}) as { readonly [name: string]: Json }).map(
    ([name, value]) => ({
      name,
      json: JSON.stringify(action === 'state.adopted' && name === 'tables' ? rowsIn(value) : value),
    }),
  )
}

/** A vault's tables are as large as the vault: told is how many rows each has. */
function rowsIn(tables: Json): Json {
  return Object.fromEntries(
    Object.entries((tables ?? {}) as { readonly [table: string]: { rows?: readonly Json[] } }).map(
      ([table, { rows }]) => [table, rows?.length ?? 0],
    ),
  )
}

function namedIn(entry: AuditEntry, names: NamesInLog): EntryFacts['named'] {
  const quorums = names.quorumsOf(entry).map(setId => `quorum:${setId}`)
  const subjects = [...new Set([...names.subjectsOf(entry), ...quorums])]
  return subjects
    .map(of => ({ of, name: names.nameOf(of) }))
    .filter(({ of, name }) => name !== null || quorums.includes(of))
}
