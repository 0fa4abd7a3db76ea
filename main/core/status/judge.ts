import type { StatusSignatureProblem } from '../../../shared/codes/index.ts'
import { type Day, dayOf } from '../life/index.ts'
import { datesOf, entryOn } from './entry.ts'
import { takenBack } from './line.ts'
import { type StatusEntry, type StatusList, statusHash } from './list.ts'
import { type StatusAnchor, signatureProblem } from './signed.ts'

/** What is asked of a list: a key by its id, or by what nobody can give another key. */
export type WantedKey =
  | {
      readonly id: string
      /** Null: the newest that is in use or, where none is, the newest. */
      readonly version: number | null
    }
  /** 32 to 64 hex digits; of a backup key, of the hash of its recipient. */
  | { readonly fingerprint: string }

/** The answers, each with what it rests on. */
export type StatusAnswer =
  /** Of a key, or of the list alone; `until` is the last day on which that holds. */
  | { readonly answer: 'good'; readonly until: Day; readonly entry: StatusEntry | null }
  /** Not to be used for now. */
  | { readonly answer: 'suspended'; readonly since: Day; readonly entry: StatusEntry }
  /** Protects nothing any more, for good. */
  | { readonly answer: 'revoked'; readonly since: Day; readonly entry: StatusEntry }
  /** The next list is out, and this one says nothing good any more. */
  | { readonly answer: 'stale'; readonly since: string }
  | { readonly answer: 'unknown' }
  | { readonly answer: 'not-signed'; readonly problem: StatusSignatureProblem }
  | { readonly answer: 'older'; readonly number: number; readonly seen: number }
  | { readonly answer: 'forked'; readonly number: number; readonly seen: number }

/**
 * Answers for a list, and for a key by it. What speaks against the list comes first: of a list that is
 * not theirs nothing counts. That a key is revoked counts also in a list that is stale, since nothing
 * brings it back; that it is not counts in none.
 *
 * @param anchor what whoever asks holds of a quorum
 * @param seen   a list that they have seen before; null: none
 * @param wanted null: the list alone
 */
export function judgeList(
  list: StatusList,
  {
    anchor,
    seen,
    wanted,
    now,
  }: {
    readonly anchor: StatusAnchor
    readonly seen: StatusList | null
    readonly wanted: WantedKey | null
    readonly now: Date
  },
): StatusAnswer {
  const problem = signatureProblem(list, anchor)
  if (problem !== null) return { answer: 'not-signed', problem }
  const gone = seen === null ? null : against(list, seen)
  if (gone !== null) return gone
  const entry = wanted === null ? null : foundIn(list, wanted, dayOf(now))
  if (entry !== null && REVOKED.has(entry.state)) {
    return { answer: 'revoked', since: entry.since, entry }
  }
  if (now.toISOString() > list.nextIssue) return { answer: 'stale', since: list.nextIssue }
  if (wanted !== null && entry === null) return { answer: 'unknown' }
  if (entry !== null && entry.state !== 'active') {
    return { answer: 'suspended', since: entry.since, entry }
  }
  return { answer: 'good', until: untilWhen(list, entry), entry }
}

const REVOKED: ReadonlySet<StatusEntry['state']> = new Set([
  ...(['deactivated', 'compromised', 'destroyed', 'destroyed-compromised'] as const),
])

/** What a list that was seen before says against this one; null: nothing. */
function against(list: StatusList, seen: StatusList): StatusAnswer | null {
  const numbers = { number: list.number, seen: seen.number }
  if (list.number < seen.number) return { answer: 'older', ...numbers }
  const follows =
    list.number === seen.number
      ? statusHash(list) === statusHash(seen)
      : (list.number > seen.number + 1 || list.previous === statusHash(seen)) &&
        takenBack(seen, list) === null
  return follows ? null : { answer: 'forked', ...numbers }
}

/** The entry of a key as it is today; of several with one fingerprint, that which allows least. */
function foundIn(list: StatusList, wanted: WantedKey, today: Day): StatusEntry | null {
  const found = list.entries.filter(entry => isMeant(entry, wanted)).map(e => entryOn(e, today))
  const inUse = found.findLast(({ state }) => state === 'active')
  if ('id' in wanted) return inUse ?? found.at(-1) ?? null
  const revoked = found.find(({ state }) => REVOKED.has(state))
  return revoked ?? found.find(({ state }) => state !== 'active') ?? inUse ?? null
}

const isMeant = ({ id, version, fingerprint }: StatusEntry, wanted: WantedKey): boolean =>
  'id' in wanted
    ? id === wanted.id && (wanted.version === null || version === wanted.version)
    : fingerprint?.startsWith(wanted.fingerprint) === true

/**
 * The version to use instead of one that is not in use, as far as the list says: the newest of that key which is, today;
 * null: none is, or the list is stale. What took a version's place may be compromised, or destroyed, by now.
 */
export function insteadOf(list: StatusList, entry: StatusEntry, now: Date): number | null {
  if (entry.state === 'active' || now.toISOString() > list.nextIssue) return null
  const { kind, id } = entry
  const versions = list.entries.filter(other => other.kind === kind && other.id === id)
  const inUse = versions.findLast(other => entryOn(other, dayOf(now)).state === 'active')
  return inUse?.version ?? null
}

function untilWhen({ nextIssue }: StatusList, entry: StatusEntry | null): Day {
  const next = nextIssue.slice(0, 10)
  const last = entry === null ? null : datesOf(entry).protectUntil
  return last !== null && last < next ? last : next
}
