import type { ExceptionKind } from '../../../shared/compliance.ts'
import { addDays, type Day } from '../../core/life/index.ts'
import { type AuditEntry, noteIn } from '../../core/log/index.ts'
import { waiversOf } from '../../core/people/index.ts'
import type { Vault } from '../../vault/index.ts'
import { nextDrill } from '../drill/index.ts'
import { isDeed } from './deed-lines.ts'
import type { BackupKeyLine, ExceptionLine, KeyLine, QuorumLine } from './lines.ts'
import type { EntryOfPeriod, Times } from './of-period.ts'

/** What is out of the ordinary in a period: an auditor asks about each. */

interface Looked {
  readonly vault: Vault
  /** The whole log, and what of it belongs to the period. */
  readonly entries: readonly AuditEntry[]
  readonly within: readonly EntryOfPeriod[]
  readonly keys: readonly KeyLine[]
  readonly backupKeys: readonly BackupKeyLine[]
  readonly quorums: readonly QuorumLine[]
}

/** @param last the last day of the period that has come */
export function exceptionsIn(
  { vault, entries, within, keys, backupKeys, quorums }: Looked,
  times: Times,
  last: Day,
): ExceptionLine[] {
  return [
    ...exceptionsOfKeys(keys, last),
    ...exceptionsOfBackupKeys(backupKeys),
    ...exceptionsOfPeople(vault, entries, times),
    ...exceptionsOfLog(within, vault.people.authority() !== null),
    ...destructionsNotChecked(entries, within),
    ...clockSteps(entries, within),
    ...overdue(vault, quorums, last),
  ]
}

function exceptionsOfKeys(keys: readonly KeyLine[], to: Day): ExceptionLine[] {
  const replaced = new Set(keys.map(({ id, version }) => `${id}/${version - 1}`))
  return keys.flatMap(({ label, id, version, state, protectUntil, transitions }) => {
    const line = (kind: ExceptionKind, on: Day | null = null): ExceptionLine => ({
      ...{ kind, about: `${label}@${version}`, entry: null, on },
    })
    const isOver = protectUntil !== null && protectUntil < to && state === 'deactivated'
    const nobodyActed = transitions.length === 0 && !replaced.has(`${id}/${version}`)
    return [
      ...(protectUntil === null && (state === 'active' || state === 'suspended')
        ? [line('no-last-day')]
        : []),
      ...(isOver && nobodyActed ? [line('past-last-day', addDays(protectUntil, 1))] : []),
      ...(state === 'compromised' || state === 'destroyed-compromised'
        ? [line('compromised')]
        : []),
    ]
  })
}

/** A backup key has no last day: the one in use is named, as a key without one is. */
const exceptionsOfBackupKeys = (keys: readonly BackupKeyLine[]): ExceptionLine[] =>
  keys.flatMap(({ setId, generation, state, replaced, occurred }): ExceptionLine[] => {
    const about = `backup key ${generation} of quorum ${setId}`
    const line = (kind: ExceptionKind, on: Day | null = null): ExceptionLine => ({
      ...{ kind, about, entry: null, on },
    })
    return [
      ...(replaced === null && (state === 'active' || state === 'suspended')
        ? [line('no-last-day')]
        : []),
      ...(state === 'compromised' || state === 'destroyed-compromised'
        ? [line('compromised', occurred)]
        : []),
    ]
  })

/** By the rules that were in force at any time of the period, not only by those of today. */
function exceptionsOfPeople(
  { people }: Vault,
  entries: readonly AuditEntry[],
  { from, to }: Times,
): ExceptionLine[] {
  const authority = people.authority()
  if (authority === null) return [{ kind: 'no-people', about: 'the vault', entry: null, on: null }]
  const rules = entries.filter(({ action }) => RULES.has(action))
  const isOf = (i: number): boolean =>
    (rules[i]?.time.slice(0, 10) ?? '') <= to && (rules[i + 1]?.time.slice(0, 10) ?? to) >= from
  const waived = rules.flatMap(({ details }, i) => (isOf(i) ? waiversIn(details) : []))
  return [...new Set([...waived, ...waiversOf(authority)])].map(about => ({
    ...({ kind: 'small-team', about, entry: null, on: null } as const),
  }))
}

const RULES = new Set(['people.founded', 'policy.changed'])

const waiversIn = ({ waivers }: AuditEntry['details']): readonly string[] =>
  Array.isArray(waivers) ? waivers.map(String) : []

/** What was destroyed, and is not known to be gone: pieces were found, a copy stayed, or nobody has looked. */
function destructionsNotChecked(
  entries: readonly AuditEntry[],
  within: readonly EntryOfPeriod[],
): ExceptionLine[] {
  return within.flatMap(({ entry: { action, subject, sequence, time } }): ExceptionLine[] => {
    if (action !== 'key.destroyed') return []
    const look = entries.findLast(
      entry => entry.action === 'destruction.checked' && entry.subject === subject,
    )
    const note = look === undefined ? null : noteIn(look)
    const isGone =
      note?.action === 'destruction.checked' &&
      note.details.found.length === 0 &&
      note.details.copies.every(({ gone }) => gone)
    if (isGone) return []
    return [{ kind: 'not-erased', about: subject, entry: sequence, on: time.slice(0, 10) }]
  })
}

/** Entries that are out of the ordinary by themselves. */
const NOTED: { readonly [action: string]: ExceptionKind } = {
  'action.refused': 'refused',
  'share.refused': 'wrong-secret',
  'passphrase.refused': 'wrong-secret',
  'sign-in.refused': 'wrong-secret',
  'sign-in.locked': 'locked',
  'ceremony.voided': 'voided',
  'log.damaged': 'log-damaged',
}

const OPENED = new Set(['key.opened', 'backup-key.opened'])

/** @param hasPeople whether people sign in the vault by now: then what nobody signed before stands out */
const exceptionsOfLog = (within: readonly EntryOfPeriod[], hasPeople: boolean): ExceptionLine[] =>
  within.flatMap(({ entry, isElsewhere }): ExceptionLine[] => {
    const { sequence, time, subject: about } = entry
    const kinds = [
      ...kindsOf(entry, hasPeople),
      ...(isElsewhere ? ['clock-elsewhere' as const] : []),
    ]
    return kinds.map(kind => ({ kind, about, entry: sequence, on: time.slice(0, 10) }))
  })

function kindsOf({ action, details }: AuditEntry, hasPeople: boolean): ExceptionKind[] {
  const { although, problem, plain, unsigned } = details
  const isDelivery = action === 'key.delivered'
  const noted = NOTED[action]
  return [
    ...(noted === undefined ? [] : [noted]),
    ...(OPENED.has(action) && although !== undefined ? ['opened-although' as const] : []),
    ...(isDelivery && although !== undefined ? ['delivered-although' as const] : []),
    ...(isDelivery && plain != null ? ['delivered-plain' as const] : []),
    ...(action === 'drill.held' && problem !== null ? ['drill-failed' as const] : []),
    ...(hasPeople && unsigned !== undefined && isDeed(action) ? ['unsigned' as const] : []),
  ]
}

function clockSteps(
  entries: readonly AuditEntry[],
  within: readonly EntryOfPeriod[],
): ExceptionLine[] {
  return within.flatMap(({ entry: { sequence, time } }): ExceptionLine[] => {
    const before = entries[sequence - 2]
    if (before === undefined || time >= before.time) return []
    return [{ kind: 'clock-set-back', about: 'the log', entry: sequence, on: time.slice(0, 10) }]
  })
}

/** What should have been done by the end of this day, as it was then. */
function overdue(vault: Vault, quorums: readonly QuorumLine[], to: Day): ExceptionLine[] {
  const line = (kind: ExceptionKind, about: string, due: string): ExceptionLine[] =>
    due.slice(0, 10) > to ? [] : [{ kind, about, entry: null, on: due.slice(0, 10) }]
  const last = vault.statusLists.list().findLast(({ issued }) => issued.slice(0, 10) <= to)
  return [
    ...quorums
      .filter(({ state }) => state === 'in-force')
      .flatMap(({ setId }) =>
        line('drill-overdue', `quorum ${setId}`, nextDrill(vault, setId, to)),
      ),
    ...(last === undefined
      ? []
      : line('status-list-overdue', `list ${last.number}`, last.nextIssue)),
  ]
}
