import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import { Turn } from '../bytes/index.ts'
import type { AuditHead } from '../text/index.ts'
import { type ChainReport, chainSteps, isSound, LogSoFar } from './chain.ts'
import type { AuditEntry } from './entry.ts'
import type { SignatureCheck } from './people-in-log.ts'
import { SignatureBatches } from './signature-batch.ts'

/** Beside the thread that goes through the chain. */
const THREADS = 2
/** Entries gone through before somebody looks whether the turn has lasted long enough. */
const AT_ONCE = 20

/** How a log is verified, beside the rules of the chain. */
export interface Verifying {
  /** A head noted earlier; the log must still contain it. */
  readonly expected?: AuditHead | undefined
  /** What was verified before the first of the entries; goes on with them, even where they fail. */
  readonly log?: LogSoFar
  /** Takes each entry, as soon as its place in the chain is right. */
  readonly take?: (entry: AuditEntry) => void
  /** For a short log: its signatures are verified at once, and no threads begun. */
  readonly short?: boolean
}

/**
 * Verifies a log, its signatures on other threads, and gives way in between, so that a window stays
 * alive. The first bad entry is named, whichever of the two finds it.
 *
 * @throws AUDIT_BROKEN, AUDIT_TRUNCATED, AUDIT_FORKED; what `take` throws
 */
export async function verifyLog(
  entries: Iterable<unknown>,
  verifying: Verifying = {},
): Promise<ChainReport> {
  if (verifying.short) {
    const chain = await goThrough(entries, verifying, isSound, async () => {})
    if ('failure' in chain) throw chain.failure
    return chain.report
  }
  const signatures = new SignatureBatches(THREADS)
  try {
    const later = (check: SignatureCheck): true => signatures.add(check)
    const chain = await goThrough(entries, verifying, later, () => signatures.keepUp())
    const bad = await signatures.firstBad()
    if (bad !== null && bad <= chain.upTo) {
      const problem = 'a-signature-wrong'
      throw refuse('AUDIT_BROKEN', { sequence: bad, problem })
    }
    if ('failure' in chain) throw chain.failure
    return chain.report
  } finally {
    await signatures.close()
  }
}

type Outcome =
  | { readonly report: ChainReport; readonly upTo: number }
  | { readonly failure: unknown; readonly upTo: number }

async function goThrough(
  entries: Iterable<unknown>,
  { expected, log = new LogSoFar(), take }: Verifying,
  check: (signature: SignatureCheck) => boolean,
  keepUp: () => Promise<void>,
): Promise<Outcome> {
  const steps = chainSteps(entries, expected, check, log)
  const turn = new Turn()
  try {
    for (let done = 1; ; done += 1) {
      const step = steps.next()
      if (step.done) return { report: step.value, upTo: step.value.head.size }
      take?.(step.value)
      if (done % AT_ONCE !== 0) continue
      await turn.end()
      await keepUp()
    }
  } catch (failure) {
    return { failure, upTo: placeOf(failure) }
  }
}

/** The entry at which the chain broke; what was signed before it counts first. */
const placeOf = (failure: unknown): number =>
  failure instanceof KeyclaveError && typeof failure.data.sequence === 'number'
    ? failure.data.sequence - 1
    : Number.POSITIVE_INFINITY
