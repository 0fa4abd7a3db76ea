import path from 'node:path'
import type { CompromiseReport } from '../../../shared/compromise.ts'
import { MOST_FOUND, type WindowSuspect } from '../../../shared/contract/incident.ts'
import type { MainOutput, Output, Payload } from '../../../shared/contract.ts'
import type { Deed } from '../../../shared/deeds.ts'
import { refuse } from '../../../shared/errors.ts'
import { toWireText } from '../../../shared/wire-error.ts'
import type { RandomSource } from '../../core/bytes/index.ts'
import type { Vault } from '../../vault/index.ts'
import { absolutePath, findLeftovers, writeNewFile } from '../files/index.ts'
import { stateOfBackupKey, stateToday } from '../keys/index.ts'
import type { PaperSize, Papers } from '../pages/index.ts'
import type { Drafts } from '../people/index.ts'
import { type Printing, printAsTask } from '../printing/index.ts'
import type { RecoverySession } from '../recovery/index.ts'
import type { Tasks } from '../tasks/index.ts'
import type { Workspace } from '../vaults/index.ts'
import {
  planReencryption,
  type ReencryptOrder,
  type ReencryptOutcome,
  reencryptBackups,
} from './reencrypt-backups.ts'
import { requireFolder } from './require-folder.ts'
import { type ScanReport, scanForBackups } from './scan.ts'
import { type Suspect, scopeOf } from './scope.ts'

/** Incidents in the window. */
export interface IncidentScreen {
  readonly suspects: () => Promise<Output<'incident.suspects'>>
  readonly report: (suspect: WindowSuspect) => Promise<CompromiseReport>
  /** Writes the sheet into a new file. */
  readonly saveSheet: (suspect: WindowSuspect, out: string, paper: PaperSize) => Promise<string>
  readonly printSheet: (
    suspect: WindowSuspect,
    printer: string,
    paper: PaperSize,
  ) => Promise<Output<'incident.printSheet'>>
  /** Looks for backups with the quorum that is open in a recovery. */
  readonly scan: (
    places: readonly string[],
    approval: string | null,
  ) => Promise<MainOutput<'incident.scan'>>
  readonly planReencryption: (
    files: readonly string[],
    out: string,
  ) => Promise<MainOutput<'incident.planReencryption'>>
  readonly reencrypt: (
    draft: string,
    again: boolean,
    approval: string | null,
  ) => Promise<Output<'incident.reencrypt'>>
}

export interface IncidentScreenTools {
  readonly workspace: Workspace
  readonly now: () => Date
  readonly papers: Papers
  readonly printing: Printing
  readonly tasks: Tasks
  readonly recovery: Pick<RecoverySession, 'proved' | 'work'>
  readonly drafts: Drafts
  readonly random: RandomSource
  readonly threads: number
  /** Told how far each backup of a plan is. */
  readonly onBackup: (backup: Payload<'incident.backup'>) => void
}

export function createIncidentScreen(tools: IncidentScreenTools): IncidentScreen {
  const { workspace, now, papers, recovery, drafts, random, threads } = tools
  /** What each draft is of. */
  const orders = new WeakMap<Deed, Pick<ReencryptOrder, 'files' | 'out'>>()
  const report = (suspect: WindowSuspect): Promise<CompromiseReport> =>
    workspace.require().use('look', vault => scopeOf(vault, named(suspect), now()))
  const draw = async (suspect: WindowSuspect, paper: PaperSize) =>
    await papers.compromise(await report(suspect), paper)
  return {
    suspects: () =>
      workspace.require().use('look', vault => ({ suspects: suspectsIn(vault, now()) })),
    report,
    saveSheet: async (suspect, to, paper) => {
      const out = absolutePath(to)
      await writeNewFile(out, await draw(suspect, paper))
      return out
    },
    printSheet: (suspect, printer, paper) =>
      printAsTask(tools, () => draw(suspect, paper), printer, paper),

    scan: (places, approval) =>
      recovery.work('backup-scan', approval, async ({ opened, permit, watch, did }) => {
        const report = await scanForBackups(opened, places.map(absolutePath), permit, watch)
        for (const place of places) did('scanned', String(report.found.length), place)
        return scanFacts(report)
      }),

    planReencryption: async (given, to) => {
      const order = { files: given.map(absolutePath), out: absolutePath(to) }
      await requireFolder(order.out)
      const { deed, origin, olds } = await planReencryption(recovery.proved, order)
      const draft = random(8).toString('hex')
      drafts.keepDeed(draft, deed)
      orders.set(deed, order)
      const { setId, generation } = origin
      return {
        ...{ draft, setId, generation, folder: order.out },
        backups: olds.map(({ file, size }) => ({ path: file, name: path.basename(file), size })),
        leftovers: (await findLeftovers(order.out)).map(({ path: at, modified }) => ({
          ...{ leftover: at, path: at, modified },
        })),
      }
    },

    reencrypt: (draft, again, approval) =>
      recovery.work('reencryption', approval, async ({ opened, permit, watch, did }) => {
        const order = orders.get(drafts.deed(draft))
        if (order === undefined) throw refuse('DRAFT_UNKNOWN', {})
        const onBackup = (position: number, outcome: ReencryptOutcome | null): void => {
          tools.onBackup({ position, state: outcome?.kind ?? 'at-work' })
          if (outcome?.kind === 'made')
            did('encrypted-again', path.basename(outcome.file), outcome.target)
        }
        const means = { now, random, threads }
        const { setId, generation, outcomes } = await reencryptBackups(
          opened,
          { ...order, again },
          permit,
          means,
          { ...watch, onBackup },
        )
        drafts.delete(draft)
        return { setId, generation, outcomes: outcomes.map(outcomeFacts) }
      }),
  }
}

/** What was found, as far as it is listed; the counts are of all. */
function scanFacts(report: ScanReport): MainOutput<'incident.scan'> {
  const { setId, files, backups, bytesRead, found, unread } = report
  // Those that something is to be done about are listed first, and none of them is left out for others.
  const worst = found.toSorted((a, b) => Number(b.compromised) - Number(a.compromised))
  return {
    ...{ setId, files, backups, bytesRead },
    found: worst.slice(0, MOST_FOUND).map(one => ({
      ...{ file: one.path, path: one.path, size: one.size, opens: [...one.opens] },
      ...{ compromised: one.compromised, current: one.current, catalogued: one.catalogued },
    })),
    foundCount: found.length,
    compromisedCount: found.filter(({ compromised }) => compromised).length,
    unlistedCount: found.filter(({ catalogued }) => catalogued === null).length,
    unread: unread.slice(0, MOST_FOUND),
    unreadCount: unread.length,
  }
}

function outcomeFacts(outcome: ReencryptOutcome): ReencryptedFacts {
  const { file } = outcome
  switch (outcome.kind) {
    case 'current':
      return { kind: 'current', path: file }
    case 'elsewhere':
      return { kind: 'elsewhere', path: file, fileName: outcome.fileName, sha256: outcome.sha256 }
    case 'refused':
      return { kind: 'refused', path: file, error: toWireText(outcome.error) }
    default: {
      const { kind, target, files, size, sha256, replaces } = outcome
      return { kind, path: file, target, files, size, sha256, replaces }
    }
  }
}

type ReencryptedFacts = Output<'incident.reencrypt'>['outcomes'][number]

const named = (suspect: WindowSuspect): Suspect =>
  suspect.kind === 'key' ? { kind: 'key', key: `${suspect.id}@${suspect.version}` } : suspect

/** Quorums that can open anything, newest first, each with what is sealed to it; what two have, once. */
function suspectsIn(vault: Vault, now: Date): Output<'incident.suspects'>['suspects'] {
  const titles = new Map(vault.ceremonies.list().map(({ id, title }) => [id, title]))
  const quorums = vault.quorums
    .list()
    .filter(({ state }) => state === 'in-force' || state === 'replaced')
    .toReversed()
  const seen = new Set<string>()
  const isNew = (name: string): boolean => !seen.has(name) && seen.add(name).has(name)
  return quorums.flatMap(({ setId, ceremony }) => [
    ...vault.keys
      .of(setId)
      .filter(key => isNew(`${key.id}/${key.version}`))
      .map(key => ({
        suspect: { kind: 'key' as const, id: key.id, version: key.version },
        name: `${key.label}@${key.version}`,
        state: stateToday(key, now),
      })),
    ...vault.backupKeys
      .of(setId)
      .filter(key => isNew(key.recipient))
      .map(key => ({
        suspect: { kind: 'backup-key' as const, setId, generation: key.generation },
        name: String(key.generation),
        state: stateOfBackupKey(vault, key),
      })),
    { suspect: { kind: 'quorum' as const, setId }, name: titles.get(ceremony) ?? '', state: null },
  ])
}
