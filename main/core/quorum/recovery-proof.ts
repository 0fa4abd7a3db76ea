import { setImmediate } from 'node:timers/promises'
import { refuse } from '../../../shared/errors.ts'
import { SUBSET_LIMIT } from '../../../shared/proof.ts'
import type { Share } from '../../../shared/share.ts'
import { type RandomSource, wipe } from '../bytes/index.ts'
import type { KitQuorum, TrustedKit } from '../kit/index.ts'
import {
  allSubsets,
  countSubsets,
  interpolate,
  SECRET_BYTES,
  sampleSubsets,
} from '../share/index.ts'
import { type OpenQuorum, openQuorum, secretCommitment } from './quorum.ts'
import { ShareCollection } from './shares.ts'

export interface RecoveryProof {
  /** Sets of `m` shares that were combined and gave the secret. */
  readonly subsets: number
  /** How many such sets there are, in decimal: with 255 custodians more than a number holds. */
  readonly possible: string
  /** Whether all of them were tried. */
  readonly exhaustive: boolean
}

export interface RecoveryTrial {
  /** The new kit. */
  readonly kit: TrustedKit
  /** All shares as they were read back from paper, 44 bytes each; the caller still owns them. */
  readonly shares: readonly Uint8Array[]
  /** As it was entered again, UTF-8; the caller still owns it. */
  readonly passphrase: Uint8Array
  /** Chooses the sample, and blinds the shares that are combined. */
  readonly random: RandomSource
  /** Shown the quorum while it is open, to prove what it opens; what it throws ends the proof. */
  readonly whileOpen?: (quorum: OpenQuorum) => Promise<void>
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number) => void
}

/**
 * Proves that recovery works, in memory, before a ceremony may close: one full recovery from shares and
 * passphrase to the kit's recipient, then every set of `m` shares (or a sample that covers every share)
 * combined and compared with the kit's commitment to the secret.
 *
 * @throws SHARES_UNREAD when a share is missing; RECOVERY_UNPROVED naming the first set that fails;
 *         CANCELLED; and what `ShareCollection.add` and `openQuorum` throw
 */
export async function proveRecovery(trial: RecoveryTrial): Promise<RecoveryProof> {
  const { kit, passphrase, signal } = trial
  const collection = new ShareCollection(kit)
  try {
    for (const bytes of trial.shares) collection.add(bytes)
    const missing = kit.quorum.custodians
      .map(custodian => custodian.index)
      .filter(index => !collection.indexes.includes(index))
    if (missing.length > 0) throw refuse('SHARES_UNREAD', { shares: missing })
    stopIfCancelled(signal)
    const opened = await openQuorum(collection.validate(), passphrase, trial.random)
    try {
      await trial.whileOpen?.(opened)
    } finally {
      opened.close()
    }
    return await trySubsets(collection.shares, trial)
  } finally {
    collection.close()
  }
}

async function trySubsets(shares: readonly Share[], trial: RecoveryTrial): Promise<RecoveryProof> {
  const { kit, random, signal, onProgress } = trial
  const record = kit.quorum
  const [n, m] = [shares.length, record.threshold]
  const possible = countSubsets(n, m)
  const exhaustive = possible <= BigInt(SUBSET_LIMIT)
  const total = exhaustive ? Number(possible) : SUBSET_LIMIT
  const subsets = exhaustive ? allSubsets(n, m) : sampleSubsets(n, m, total, random)
  let done = 0
  for (const subset of subsets) {
    stopIfCancelled(signal)
    const chosen = subset.flatMap(position => shares[position] ?? [])
    if (!givesSecret(chosen, record)) {
      throw refuse('RECOVERY_UNPROVED', { shares: chosen.map(share => share.index) })
    }
    done += 1
    onProgress?.(done, total)
    await setImmediate() // lets a cancellation in, and keeps the window alive
  }
  return { subsets: done, possible: possible.toString(), exhaustive }
}

/** Combines by the readable interpolation of gf256.ts, in this thread: a worker each would take minutes. */
function givesSecret(shares: readonly Share[], record: KitQuorum): boolean {
  const points = shares.map(({ index, value }) => ({ x: index, y: value }))
  const value = interpolate(points, 0)
  try {
    return secretCommitment(value.subarray(0, SECRET_BYTES)) === record.secretCommitment
  } finally {
    wipe(value)
  }
}

function stopIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw refuse('CANCELLED', {})
}
