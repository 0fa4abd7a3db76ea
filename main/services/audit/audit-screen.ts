import type { Output } from '../../../shared/contract.ts'
import { KeyclaveError } from '../../../shared/errors.ts'
import { type AuditEntry, candidatesIn } from '../../core/log/index.ts'
import { type AuditHead, hashWords, parseHead } from '../../core/text/index.ts'
import { aboutInput, absolutePath, type Input } from '../files/index.ts'
import type { VaultReference, Workspace } from '../vaults/index.ts'
import { writeLog } from './export-log.ts'
import { verifyLog } from './verify-log.ts'

export type AuditPage = Output<'audit.page'>
export type SoundLog = Output<'audit.verify'>

/** The audit log in the window. Long logs are gone through in pieces, so that the window stays alive. */
export interface AuditScreen {
  readonly page: (before: number | null, limit: number) => Promise<AuditPage>
  /** @param head a head from paper, that the log must still contain; null without one */
  readonly verify: (head: string | null) => Promise<SoundLog>
  readonly verifyFile: (file: string, head: string | null) => Promise<SoundLog>
  readonly export: (out: string) => Promise<Output<'audit.export'>>
}

/** Largest exported log that is verified, 1 GiB: some two million entries. */
const LOG_LIMIT = 1024 * 1024 * 1024
export function createAuditScreen({
  input,
  workspace,
}: {
  readonly input: Input
  readonly workspace: Workspace
}): AuditScreen {
  return {
    page: (before, limit) =>
      workspace.require().use('read', ({ audit }) => {
        const { size } = audit.head()
        const end = Math.min(before === null ? size : before - 1, size)
        const entries: AuditPage['entries'] = []
        for (const entry of audit.entries(Math.max(0, end - limit))) {
          if (entry.sequence > end) break
          entries.push(entryFacts(entry))
        }
        return { entries: entries.reverse(), size }
      }),

    verify: async head => {
      const expected = head === null ? undefined : parseHead(head)
      const reference = workspace.require()
      try {
        return await reference.use('read', ({ audit }) =>
          verifyForWindow(audit.entries(), expected),
        )
      } catch (error) {
        await noteDamage(reference, error)
        throw error
      }
    },

    verifyFile: async (file, head) => {
      const expected = head === null ? undefined : parseHead(head)
      const at = absolutePath(file)
      const log = await input.read(at, LOG_LIMIT)
      try {
        return await verifyForWindow(candidatesIn(log), expected)
      } catch (error) {
        throw aboutInput(at, error)
      }
    },

    export: out =>
      workspace.require().use('read', async ({ audit }) => {
        const path = absolutePath(out)
        const entries = await writeLog(path, audit.exportAudit())
        return { path, entries }
      }),
  }
}

/** A log that did not verify is remembered in the log itself, where it may be written to. */
async function noteDamage(reference: VaultReference, error: unknown): Promise<void> {
  if (!(error instanceof KeyclaveError && DAMAGED.has(error.code)) || reference.readOnly) return
  const { code, data } = error
  const details = { code, entry: Number(data.sequence ?? data.have ?? 0) }
  try {
    await reference.use('write', ({ audit }) => {
      audit.append({ actor: 'keyclave', action: 'log.damaged', subject: 'log:verified', details })
    })
  } catch (failure) {
    if (!(failure instanceof KeyclaveError)) throw failure // what was found must be told
  }
}

const DAMAGED: ReadonlySet<string> = new Set(['AUDIT_BROKEN', 'AUDIT_TRUNCATED', 'AUDIT_FORKED'])

async function verifyForWindow(
  entries: Iterable<unknown>,
  expected: AuditHead | undefined,
): Promise<SoundLog> {
  const { head, clockSteps } = await verifyLog(entries, expected)
  return { ...head, words: hashWords(head.hash), clockSteps: [...clockSteps] }
}

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
