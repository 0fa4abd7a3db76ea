import { refuse } from '../../../shared/errors.ts'
import { type Kit, kitFingerprint } from '../../core/kit/index.ts'
import { addDays, type Day, dayOf } from '../../core/life/index.ts'
import {
  compareEntries,
  entryOf,
  entryOn,
  judgedCompromised,
  knownByBoth,
  placeOf,
  STATUS_FORMAT_NAME,
  type StatusContent,
  type StatusEntry,
  type StatusList,
  statusHash,
  takenBack,
} from '../../core/status/index.ts'
import type { Vault } from '../../vault/index.ts'
import { standingsIn, standingsOfKit } from './standings.ts'

/** How long a list may count at most, in days. */
const MOST_DAYS = 731

/** When a list is made, and for how long. */
export interface Issue {
  readonly issued: Date
  /** Days until the next one. */
  readonly next: number
  /** The last list that is out, where the vault does not know it; null: none was named. */
  readonly last: StatusList | null
  /** How many entries of the log it names; absent: all. */
  readonly size?: number
}

/**
 * The next status list of a vault, for somebody to sign.
 *
 * @param organisation as the kit of its quorum has it
 * @throws STATUS_NEXT, STATUS_LAST, STATUS_TAKEN_BACK
 */
export function draftOfVault(vault: Vault, organisation: string, issue: Issue): StatusContent {
  const { quorums, audit, statusLists } = vault
  const today = dayOf(issue.issued)
  const { size, hash } = headOf(audit, issue.size)
  const content: StatusContent = {
    ...{ format: STATUS_FORMAT_NAME, organisation },
    ...following(statusLists.last(), issue.last),
    ...timesOf(issue),
    scope: quorums
      .list()
      .filter(({ state }) => state === 'in-force' || state === 'replaced')
      .map(({ setId, fingerprint }) => ({ setId, fingerprint })),
    audit: { log: audit.id(), size, hash },
    entries: standingsIn(vault)
      .map(standing => entryOf(standing, today))
      .sort(compareEntries),
  }
  requireNothingBack(issue.last, content)
  return content
}

/** @throws STATUS_TAKEN_BACK when a vault does not know what the last list said: it is an older copy, or was not told */
function requireNothingBack(last: StatusList | null, content: StatusContent): void {
  const back = last && takenBack(last, content)
  if (back === null) return
  const { kind, id, version, state } = back
  throw refuse('STATUS_TAKEN_BACK', { kind, key: `${id}@${version}`, state })
}

/** The head that the log has, or had after so many entries. */
function headOf({ head, entries }: Vault['audit'], size?: number) {
  if (size === undefined) return head()
  const [last] = entries(size - 1)
  return { size, hash: last?.hash ?? head().hash }
}

/** A key that a quorum says is compromised, where nobody is left to record it. */
export interface SaidCompromised {
  readonly id: string
  readonly version: number
  readonly occurred: Day
}

/**
 * The next status list by a kit and the last list alone, for a quorum whose people are gone.
 *
 * @throws STATUS_NEXT; STATUS_UNLISTED
 */
export function draftOfKit(
  kit: Kit,
  issue: Issue,
  compromised: readonly SaidCompromised[],
): StatusContent {
  const today = dayOf(issue.issued)
  const { setId, organisation } = kit.quorum
  const entries = new Map<string, StatusEntry>()
  for (const standing of standingsOfKit(kit)) {
    entries.set(placeOf(standing), entryOf(standing, today))
  }
  for (const entry of issue.last?.entries ?? []) {
    const byKit = entries.get(placeOf(entry))
    const known = entryOn(entry, today)
    entries.set(placeOf(entry), byKit === undefined ? known : knownByBoth(byKit, known))
  }
  for (const { id, version, occurred } of compromised) {
    const entry = [...entries.values()].find(it => it.id === id && it.version === version)
    if (entry === undefined) throw refuse('STATUS_UNLISTED', { id, version })
    entries.set(placeOf(entry), judgedCompromised(entry, occurred, today))
  }
  const others = (issue.last?.scope ?? []).filter(quorum => quorum.setId !== setId)
  return {
    ...{ format: STATUS_FORMAT_NAME, organisation },
    ...following(null, issue.last),
    ...timesOf(issue),
    scope: [...others, { setId, fingerprint: kitFingerprint(kit.quorum) }],
    audit: null,
    entries: [...entries.values()].sort(compareEntries),
  }
}

/** @throws STATUS_LAST when the list named is not on the line of the one recorded */
function following(
  recorded: { readonly number: number; readonly hash: string } | null,
  last: StatusList | null,
): Pick<StatusContent, 'number' | 'previous'> {
  const named = last && { number: last.number, hash: statusHash(last) }
  if (named !== null && recorded !== null) {
    const isOld = named.number < recorded.number
    const isOther = named.number === recorded.number && named.hash !== recorded.hash
    const leaves = named.number === recorded.number + 1 && last?.previous !== recorded.hash
    if (isOld || isOther || leaves) {
      throw refuse('STATUS_LAST', { number: named.number, recorded: recorded.number })
    }
  }
  const before = named ?? recorded
  return { number: (before?.number ?? 0) + 1, previous: before?.hash ?? null }
}

/** @throws STATUS_NEXT */
function timesOf({ issued, next }: Issue): Pick<StatusContent, 'issued' | 'nextIssue'> {
  if (!Number.isInteger(next) || next < 1 || next > MOST_DAYS) {
    throw refuse('STATUS_NEXT', { most: MOST_DAYS })
  }
  const time = issued.toISOString()
  return { issued: time, nextIssue: `${addDays(dayOf(issued), next)}${time.slice(10)}` }
}
