import type { Output } from '../../../shared/contract.ts'
import { hashWords } from '../../core/text/index.ts'
import { absolutePath, type Input } from '../files/index.ts'
import type { Workspace } from '../vaults/index.ts'
import { type LogFilter, logChoices, newestFound } from './log-search.ts'
import {
  exportLog,
  type Period,
  type SoundFile,
  verifyLogFile,
  verifyVaultLog,
} from './sound-log.ts'

type AuditPage = Output<'audit.page'>
type SoundLog = Output<'audit.verify'>

/** The audit log in the window. Long logs are gone through in pieces, so that the window stays alive. */
export interface AuditScreen {
  readonly page: (
    before: number | null,
    limit: number,
    filter: LogFilter | null,
  ) => Promise<AuditPage>
  readonly choices: () => Promise<Output<'audit.choices'>>
  /** @param head a head from paper, that the log must still contain; null without one */
  readonly verify: (head: string | null) => Promise<SoundLog>
  readonly verifyFile: (file: string, head: string | null) => Promise<SoundLog>
  /** @param period a part of it; null: all */
  readonly export: (out: string, period: Period | null) => Promise<Output<'audit.export'>>
}

export function createAuditScreen({
  input,
  workspace,
}: {
  readonly input: Input
  readonly workspace: Workspace
}): AuditScreen {
  return {
    page: (before, limit, filter) =>
      workspace.require().use('look', async vault => {
        const { entries, more } = await newestFound(vault, filter, { before, limit })
        return { entries, more, size: vault.audit.head().size }
      }),

    choices: () => workspace.require().use('look', logChoices),

    verify: async head => {
      const report = await verifyVaultLog(workspace.require(), head)
      return soundLog({ ...report, part: null })
    },

    verifyFile: async (file, head) =>
      soundLog(await verifyLogFile(absolutePath(file), head, { input, vault: workspace.current })),

    export: async (out, period) => {
      const path = absolutePath(out)
      const { entries } = await exportLog(workspace.require(), path, period)
      return { path, entries }
    },
  }
}

const soundLog = ({
  head,
  clockSteps,
  part,
}: Pick<SoundFile, 'head' | 'clockSteps' | 'part'>): SoundLog => ({
  ...{ ...head, words: hashWords(head.hash), clockSteps: [...clockSteps] },
  ...(part !== null && { part }),
})
