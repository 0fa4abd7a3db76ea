import { type Day, dayOf } from '../../core/life/index.ts'
import { waiversOf } from '../../core/people/index.ts'
import type { Vault } from '../../vault/index.ts'
import { deedsIn } from './deed-lines.ts'
import { exceptionsIn } from './exceptions.ts'
import { backupKeysOf, keysOf, periodOf } from './key-lines.ts'
import type { Gathered, Period, QuorumLine } from './lines.ts'
import { entriesOfPeriod, isBy } from './of-period.ts'

/** Nothing is said of days that are still to come, though the period ends later. */
export function gather(vault: Vault, period: Period, now: Date): Gathered {
  const today = dayOf(now)
  const last = period.to < today ? period.to : today
  const { quorums, drills, statusLists, people, audit, ceremonies } = vault
  const inForce = quorums.list().filter(({ state }) => state !== 'void' && state !== 'pending')
  const sets = inForce.map(({ setId }) => setId)
  const entries = [...audit.entries()]
  const times = { ...period, now }
  const within = entriesOfPeriod(entries, times)
  const recorded = new Set(within.map(({ entry }) => entry.time))
  const end = { ...times, to: last }
  const keys = keysOf(vault, sets, end)
  const backupKeys = backupKeysOf(vault, end)
  const stood = quorumsOf(vault, last)
  const authority = people.authority()
  return {
    organisations: [
      ...new Set(inForce.map(({ ceremony }) => organisationIn(ceremonies.get(ceremony).plan))),
    ].filter(name => name !== ''),
    keys,
    cryptoperiods: keys.map(key => periodOf(key, vault)),
    backupKeys,
    quorums: stood,
    deeds: deedsIn(entries, new Set(within.map(({ entry }) => entry.sequence))),
    people: people.list().map(({ name, roles, state, added }) => ({
      ...{ name, roles, state, since: added.slice(0, 10) },
    })),
    profile: authority?.profile ?? null,
    waivers: authority === null ? [] : waiversOf(authority),
    drills: drills
      .list()
      .filter(({ held }) => recorded.has(held))
      .map(({ held, setId, shares, items, problem }) => ({
        ...{ held, setId, items, problem, shares: shares.map(({ custodian }) => custodian) },
      })),
    statusLists: statusLists
      .list()
      .filter(({ issued }) => issued.slice(0, 10) >= period.from && isBy(issued, times))
      .map(({ number, hash, issued, nextIssue }) => ({ number, hash, issued, nextIssue })),
    exceptions: exceptionsIn(
      { vault, entries, within, keys, backupKeys, quorums: stood },
      times,
      last,
    ),
    head: audit.head(),
  }
}

function organisationIn(plan: unknown): string {
  const { organisation } = plan as { readonly organisation?: unknown }
  return typeof organisation === 'string' ? organisation : ''
}

/** The quorums that were founded by then, as they stood. */
function quorumsOf(vault: Vault, to: Day): QuorumLine[] {
  const { quorums, ceremonies, replacements, shareRegister, shareChecks } = vault
  return quorums.list().flatMap(({ setId, ceremony, threshold, count, state }) => {
    const { title, ended, opened } = ceremonies.get(ceremony)
    const founded = (ended ?? opened).slice(0, 10)
    if (state === 'void' || state === 'pending' || founded > to) return []
    const since = replacements.of(setId)?.replaced.slice(0, 10) ?? null
    const replaced = since === null || since > to ? null : since
    const checks = new Map(
      shareChecks
        .of(setId)
        .filter(({ time }) => time.slice(0, 10) <= to)
        .map(({ index, time }) => [index, time.slice(0, 10)]),
    )
    return {
      ...{ setId, title, threshold, count, founded, replaced },
      state: replaced === null ? 'in-force' : 'replaced',
      cards: shareRegister.of(setId).map(({ index, custodian }) => ({
        ...{ index, custodian, checked: checks.get(index) ?? null },
      })),
    }
  })
}
