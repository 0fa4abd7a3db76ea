import type { Input, Output } from '../../../shared/contract.ts'
import { Turn } from '../../core/bytes/index.ts'
import { type AuditEntry, NAMING, NamesInLog } from '../../core/log/index.ts'
import type { Vault } from '../../vault/index.ts'
import { type EntryFacts, entryFacts } from './entry-facts.ts'

/**
 * Entries of a log by what is asked for: who, what, which quorum, when, and words. A log may be long, so it is
 * gone through here, in pieces, and only what was found crosses to a window.
 */

export type LogFilter = NonNullable<Input<'audit.page'>['filter']>

/** Entries that are looked at before somebody else gets their turn. */
const PIECE = 500

/** A log that is looked at. */
export interface OpenLog {
  readonly audit: Pick<Vault['audit'], 'head' | 'entries' | 'named'>
}

/** What things are called in the log of a vault. */
export function namesIn({ audit }: OpenLog): NamesInLog {
  const names = new NamesInLog()
  for (const entry of audit.named(NAMING)) names.take(entry)
  return names
}

/** Some entries, newest first, and whether there are more. */
export interface FoundEntries {
  readonly entries: EntryFacts[]
  readonly more: boolean
}

/**
 * The newest entries that fit.
 *
 * @param before only entries older than this one; null: all of them
 * @param limit  how many at most
 */
export async function newestFound(
  vault: OpenLog,
  filter: LogFilter | null,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<FoundEntries> {
  const names = namesIn(vault)
  const fits = filter === null ? () => true : fitting(filter, names)
  const { size } = vault.audit.head()
  const entries: EntryFacts[] = []
  const turn = new Turn()
  for (let end = Math.min(before === null ? size : before - 1, size); end > 0; end -= PIECE) {
    for (const entry of pieceUpTo(vault, end).reverse()) {
      if (!fits(entry)) continue
      if (entries.length === limit) return { entries, more: true }
      entries.push(entryFacts(entry, names))
    }
    await turn.end()
  }
  return { entries, more: false }
}

/** The entries of a log that fit, in its order. */
export function* foundIn(vault: OpenLog, filter: LogFilter): Generator<EntryFacts> {
  const names = namesIn(vault)
  const fits = fitting(filter, names)
  for (const entry of vault.audit.entries()) if (fits(entry)) yield entryFacts(entry, names)
}

/** The entries up to one of them, in order: those of one piece. */
function pieceUpTo({ audit }: OpenLog, end: number): AuditEntry[] {
  const piece: AuditEntry[] = []
  for (const entry of audit.entries(Math.max(0, end - PIECE))) {
    if (entry.sequence > end) break
    piece.push(entry)
  }
  return piece
}

/** Who, what and which quorums stand in a log, in the order of the alphabet. */
export async function logChoices({ audit }: OpenLog): Promise<Output<'audit.choices'>> {
  const names = new NamesInLog()
  const [people, actions, quorums] = [new Set<string>(), new Set<string>(), new Set<string>()]
  const turn = new Turn()
  for (const entry of audit.entries()) {
    if (entry.details !== null) {
      names.take(entry)
      for (const setId of names.quorumsOf(entry)) quorums.add(setId)
      for (const person of names.peopleOf(entry)) people.add(person)
    }
    actions.add(entry.action)
    if (entry.sequence % PIECE === 0) await turn.end()
  }
  return {
    people: [...people].toSorted((one, other) => one.localeCompare(other)),
    actions: [...actions].toSorted(),
    quorums: [...quorums]
      .toSorted()
      .map(setId => ({ setId, title: names.nameOf(`quorum:${setId}`) })),
  }
}

/** Whether an entry is one of those that are asked for. */
export function fitting(
  { person, actions, quorum, from, to, terms }: LogFilter,
  names: NamesInLog,
): (entry: AuditEntry) => boolean {
  const found = terms.map(({ text, actions: called }) => ({
    text: text.toLowerCase(),
    called: new Set(called),
  }))
  return entry => {
    // What somebody changed in the file may have no details left.
    const sound = entry.details === null ? { ...entry, details: {} } : entry
    if (from !== null && entry.time < from) return false
    if (to !== null && entry.time >= to) return false
    if (actions.length > 0 && !actions.some(action => isOf(entry.action, action))) return false
    if (quorum !== null && !names.quorumsOf(sound).includes(quorum)) return false
    if (person !== null && !names.peopleOf(sound).includes(person)) return false
    if (found.length === 0) return true
    const { said, ids } = searchedIn(sound, names)
    return found.every(
      ({ text, called }) =>
        called.has(entry.action) || said.includes(text) || (isHex(text) && ids.includes(text)),
    )
  }
}

/** `drill.held` is of `drill`, and of itself. */
const isOf = (action: string, wanted: string): boolean =>
  action === wanted || action.startsWith(`${wanted}.`)

/** Ids and digests are looked for by four digits or more: "ada" stands in half of all digests. */
const isHex = (text: string): boolean => /^[0-9a-f]{4,}$/.test(text)
const isId = (text: string): boolean => /^[0-9a-f]{10,}$/.test(text)

/** What of an entry a person may look for, in lower case: what it says, and its ids and digests. */
function searchedIn(
  entry: AuditEntry,
  names: NamesInLog,
): { readonly said: string; readonly ids: string } {
  const values: string[] = [entry.actor, entry.action, entry.hash]
  for (const subject of names.subjectsOf(entry)) {
    values.push(...subject.split(/[:/]/), names.nameOf(subject) ?? '')
  }
  for (const setId of names.quorumsOf(entry)) {
    values.push(setId, names.nameOf(`quorum:${setId}`) ?? '')
  }
  values.push(...names.signersOf(entry))
  addValues(entry.details, values)
  return {
    said: values
      .filter(value => !isId(value))
      .join('\n')
      .toLowerCase(),
    ids: values.filter(isId).join('\n'),
  }
}

function addValues(value: unknown, to: string[]): void {
  if (typeof value === 'string' || typeof value === 'number') to.push(String(value))
  else if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) addValues(inner, to)
  }
}
