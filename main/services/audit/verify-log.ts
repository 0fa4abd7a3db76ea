import { setImmediate } from 'node:timers/promises'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import { type ChainReport, chainSteps, SignatureBatches } from '../../core/log/index.ts'
import type { AuditHead } from '../../core/text/index.ts'

/** Entries gone through before others get their turn; some milliseconds. */
const AT_ONCE = 100

/**
 * Verifies a log, its signatures on other threads, and gives way in between, so that a window stays
 * alive. The first bad entry is named, whichever of the two finds it.
 *
 * @param expected a head noted earlier; the log must still contain it
 * @throws AUDIT_BROKEN, AUDIT_TRUNCATED, AUDIT_FORKED
 */
export async function verifyLog(
  entries: Iterable<unknown>,
  expected?: AuditHead,
): Promise<ChainReport> {
  const signatures = new SignatureBatches(THREADS)
  try {
    const chain = await goThrough(entries, expected, signatures)
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

/** Beside the thread that goes through the chain. */
const THREADS = 2

type Outcome =
  | { readonly report: ChainReport; readonly upTo: number }
  | { readonly failure: unknown; readonly upTo: number }

async function goThrough(
  entries: Iterable<unknown>,
  expected: AuditHead | undefined,
  signatures: SignatureBatches,
): Promise<Outcome> {
  const steps = chainSteps(entries, expected, check => signatures.add(check))
  try {
    for (let done = 1; ; done += 1) {
      const step = steps.next()
      if (step.done) return { report: step.value, upTo: step.value.head.size }
      if (done % AT_ONCE !== 0) continue
      await setImmediate()
      await signatures.keepUp()
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
