import type { Output } from '../../../shared/contract.ts'
import type { AuditEntry, ChainReport } from '../../core/log/index.ts'
import { hashWords } from '../../core/text/index.ts'
import { absolutePath, type Input } from '../files/index.ts'
import type { Workspace } from '../vaults/index.ts'
import { exportLog, verifyLogFile, verifyVaultLog } from './sound-log.ts'

type AuditPage = Output<'audit.page'>
type SoundLog = Output<'audit.verify'>

/** The audit log in the window. Long logs are gone through in pieces, so that the window stays alive. */
export interface AuditScreen {
  readonly page: (before: number | null, limit: number) => Promise<AuditPage>
  /** @param head a head from paper, that the log must still contain; null without one */
  readonly verify: (head: string | null) => Promise<SoundLog>
  readonly verifyFile: (file: string, head: string | null) => Promise<SoundLog>
  readonly export: (out: string) => Promise<Output<'audit.export'>>
}

export function createAuditScreen({
  input,
  workspace,
}: {
  readonly input: Input
  readonly workspace: Workspace
}): AuditScreen {
  return {
    page: (before, limit) =>
      workspace.require().use('look', ({ audit }) => {
        const { size } = audit.head()
        const end = Math.min(before === null ? size : before - 1, size)
        const entries: AuditPage['entries'] = []
        for (const entry of audit.entries(Math.max(0, end - limit))) {
          if (entry.sequence > end) break
          entries.push(entryFacts(entry))
        }
        return { entries: entries.reverse(), size }
      }),

    verify: async head => soundLog(await verifyVaultLog(workspace.require(), head)),

    verifyFile: async (file, head) =>
      soundLog(await verifyLogFile(absolutePath(file), head, { input, vault: workspace.current })),

    export: async out => {
      const path = absolutePath(out)
      const { entries } = await exportLog(workspace.require(), path)
      return { path, entries }
    },
  }
}

const soundLog = ({ head, clockSteps }: ChainReport): SoundLog => ({
  ...{ ...head, words: hashWords(head.hash), clockSteps: [...clockSteps] },
})

function entryFacts(entry: AuditEntry): AuditPage['entries'][number] {
  const { sequence, time, actor, action, subject, hash } = entry
  // What somebody changed in the file may have no details left: `verify` says so.
  const details = Object.entries(entry.details ?? {}).map(([name, value]) => ({
    name,
    value: typeof value === 'string' ? value : JSON.stringify(value),
  }))
  const signed = entry.signature !== undefined
  return { sequence, time, actor, action, subject, hash, details, signed }
}
