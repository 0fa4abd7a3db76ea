import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import { Turn } from '../bytes/index.ts'
import type { AuditHead } from '../text/index.ts'
import { type ChainReport, chainSteps, isSound, LogSoFar } from './chain.ts'
import type { AuditEntry } from './entry.ts'
import type { SignatureCheck } from './people-in-log.ts'
import { Ratification } from './ratification.ts'
import { SignatureBatches } from './signature-batch.ts'

/** Beside the thread that goes through the chain. */
const THREADS = 2
/** Entries gone through before somebody looks whether the turn has lasted long enough. */
const AT_ONCE = 20
/** Signatures that are verified before threads for them have begun. */
const AT_ONCE_SIGNED = 400

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
  /**
   * For opening a vault: a signature is not verified that a later one of the same key ratifies. The entry that
   * is named is then the first of those whose signatures are verified.
   */
  readonly ratified?: boolean
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
    const chain = verifying.ratified
      ? await verifyRatified(entries, verifying, signatures)
      : await goThrough(
          entries,
          verifying,
          check => signatures.add(check),
          () => signatures.keepUp(),
        )
    const bad = await signatures.firstBad()
    if (bad !== null && bad <= chain.upTo) throw wrongAt(bad)
    if ('failure' in chain) throw chain.failure
    return chain.report
  } finally {
    await signatures.close()
  }
}

/** The chain first: only its end says which signatures are left to verify. */
async function verifyRatified(
  entries: Iterable<unknown>,
  verifying: Verifying,
  signatures: SignatureBatches,
): Promise<Outcome> {
  const ratification = new Ratification()
  const later = (check: SignatureCheck): true => ratification.add(check)
  const chain = await goThrough(entries, verifying, later, async () => {})
  const remaining = ratification.remaining()
  if (remaining.length > AT_ONCE_SIGNED) for (const check of remaining) signatures.add(check)
  else requireSound(remaining, chain)
  return chain
}

/** @throws AUDIT_BROKEN */
function requireSound(checks: readonly SignatureCheck[], { upTo }: Outcome): void {
  const bad = checks.find(check => !isSound(check))
  if (bad !== undefined && bad.sequence <= upTo) throw wrongAt(bad.sequence)
}

const wrongAt = (sequence: number): KeyclaveError =>
  refuse('AUDIT_BROKEN', { sequence, problem: 'a-signature-wrong' })

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
