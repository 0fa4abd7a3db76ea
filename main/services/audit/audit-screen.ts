import { setImmediate } from 'node:timers/promises'
import type { Output } from '../../../shared/contract.ts'
import { type AuditEntry, candidatesIn, chainSteps } from '../../core/audit-chain.ts'
import { absolutePath } from '../files/absolute-path.ts'
import { AtomicFile } from '../files/atomic-file.ts'
import { aboutInput, type Input } from '../files/input.ts'
import type { Workspace } from '../workspace/workspace.ts'

export type AuditPage = Output<'audit.page'>
export type SoundLog = Output<'audit.verify'>

/** The audit log in the window. Long logs are gone through in pieces, so that the window stays alive. */
export interface AuditScreen {
  readonly page: (before: number | null, limit: number) => Promise<AuditPage>
  readonly verify: () => Promise<SoundLog>
  readonly verifyFile: (file: string) => Promise<SoundLog>
  readonly export: (out: string) => Promise<Output<'audit.export'>>
}

/** Largest exported log that is verified, 1 GiB: some two million entries. */
const LOG_LIMIT = 1024 * 1024 * 1024
/** Entries verified before the window gets its turn; some milliseconds. */
const AT_ONCE = 100
/** Bytes written at once. */
const PIECE = 1024 * 1024

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

    verify: () => workspace.require().use('read', ({ audit }) => verifyGently(audit.entries())),

    verifyFile: async file => {
      const at = absolutePath(file)
      const log = await input.read(at, LOG_LIMIT)
      try {
        return await verifyGently(candidatesIn(log))
      } catch (error) {
        throw aboutInput(at, error)
      }
    },

    export: out =>
      workspace.require().use('read', async ({ audit }) => {
        const path = absolutePath(out)
        const entries = await writeLines(path, audit.exportAudit())
        return { path, entries }
      }),
  }
}

async function verifyGently(entries: Iterable<unknown>): Promise<SoundLog> {
  const steps = chainSteps(entries)
  for (let done = 1; ; done += 1) {
    const step = steps.next()
    if (step.done) return { ...step.value.head, clockSteps: [...step.value.clockSteps] }
    if (done % AT_ONCE === 0) await setImmediate()
  }
}

/** @returns how many lines were written */
async function writeLines(out: string, lines: Iterable<string>): Promise<number> {
  const file = await AtomicFile.create(out)
  let count = 0
  try {
    let piece = ''
    for (const line of lines) {
      count += 1
      piece += line
      if (piece.length < PIECE) continue
      await file.write(Buffer.from(piece))
      piece = ''
    }
    await file.write(Buffer.from(piece))
  } catch (error) {
    await file.discard()
    throw error
  }
  await file.commit()
  return count
}

function entryFacts(entry: AuditEntry): AuditPage['entries'][number] {
  const { sequence, time, actor, action, subject, hash } = entry
  // What somebody changed in the file may have no details left: `verify` says so.
  const details = Object.entries(entry.details ?? {}).map(([name, value]) => ({
    name,
    value: typeof value === 'string' ? value : JSON.stringify(value),
  }))
  return { sequence, time, actor, action, subject, hash, details }
}
