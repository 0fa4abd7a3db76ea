import { refuse } from '../../../shared/errors.ts'
import type { PairAlgorithm } from '../../../shared/key-pairs.ts'
import type { RandomSource } from '../../core/bytes/index.ts'
import {
  type KeyBits,
  type KeySource,
  type KitKey,
  newBackupKey,
  newKeys,
  type WantedKey,
} from '../../core/kit/index.ts'
import { addDays, type Day, dayOf, daysBetween } from '../../core/life/index.ts'
import { keyNote, type RetiredVersion, type SealedKey, type Vault } from '../../vault/index.ts'
import { sealedKeyOf, storedBackupKey } from '../kits/index.ts'
import { OPERATOR, type SignedChange } from '../people/index.ts'
import { type ChosenDays, requireDays, requireToCome } from './chosen-days.ts'
import { daysOfNew } from './default-days.ts'
import { type Drafted, drafted } from './drafted.ts'
import { growingKit, growKit } from './kit-growth.ts'
import { lifeOf, stateToday } from './life-of-key.ts'
import { newestOf, versionsNamed } from './named-key.ts'

export interface Rotation {
  /** As somebody names them, at least one; all of one quorum. */
  readonly keys: readonly string[]
  /** Null: those agreed on for their purpose or, without, as far apart as those of the version before. */
  readonly days: ChosenDays | null
  /** Whether they are to have no last day, whatever was agreed on for their purpose. */
  readonly unlimited?: boolean
  /** Of an imported secret, and of a key pair that others make: the next one, which stays the caller's. */
  readonly secret: Uint8Array | null
}

interface Making {
  readonly now: Date
  readonly random: RandomSource
}

/**
 * The next version of each of these keys, in one revision of the kit that is signed once. What was in use
 * before is retired, unless the next version's first day is still to come: it stays readable.
 *
 * @throws KEY_UNKNOWN_HERE, KEY_LABEL_SHARED, KEY_VERSION_NAMED, KEYS_OF_TWO_QUORUMS, KEY_NOT_GENERATED,
 *         KEY_PAIR_UNFIT, KEY_PAIR_OTHER, KEY_DAYS, KEY_DAY_OVER; as `growingKit`
 */
export async function keyRotation(
  vault: Vault,
  { keys: named, days, unlimited = false, secret }: Rotation,
  { now, random }: Making,
): Promise<Drafted & { readonly next: readonly KitKey[]; readonly setId: string }> {
  if (days !== null) requireDays(days)
  const newest = newestNamed(vault, named)
  const [first] = newest
  if (first === undefined) throw refuse('KEY_NONE_DUE', {})
  if (newest.some(({ setId }) => setId !== first.setId)) {
    const sets = [...new Set(newest.map(({ setId }) => setId))]
    throw refuse('KEYS_OF_TWO_QUORUMS', { sets })
  }
  const growing = growingKit(vault, first.setId)
  const wanted = newest.map((key): WantedKey => {
    const { id, version, label, purpose } = key
    const labels = { label, purpose, ...daysOfNext(vault, key, { days, unlimited }, now) }
    requireToCome(labels, dayOf(now))
    return { source: nextSource(key, secret), labels, replaces: { id, version } }
  })
  const next = await newKeys(wanted, { quorum: growing.kit.quorum, created: now, random })
  for (const [i, key] of newest.entries()) requireLike(key, next[i])
  const waits = days?.activates !== undefined && days.activates > dayOf(now)
  const planned = (as: Vault): SignedChange => rotationTo(as, next, { waits, now })
  return { ...{ next, setId: first.setId }, ...drafted(vault, planned) }
}

/**
 * The change that records next versions which are made, judged by a vault as it is.
 *
 * @param waits whether what was in use before stays so until somebody retires it
 * @throws as `growingKit`; KEY_UNKNOWN_HERE
 */
function rotationTo(
  vault: Vault,
  next: readonly KitKey[],
  { waits, now }: { readonly waits: boolean; readonly now: Date },
): SignedChange {
  // Every version in use: behind one that waited for its first day there is the one before, in use still.
  const before = next.flatMap(({ id }) => versionsNamed(vault, id))
  const [first] = before
  if (first === undefined) throw refuse('KEY_NONE_DUE', {})
  const retired = before.flatMap((key): RetiredVersion[] => {
    const { id, version } = key
    const from = stateToday(key, now)
    return !waits && (from === 'active' || from === 'suspended') ? [{ id, version, from }] : []
  })
  const growing = growingKit(vault, first.setId)
  const { revision, kitWith } = growKit(growing, { kind: 'keys', keys: next }, now)
  const stored = next.map(sealedKeyOf)
  return {
    deed: {
      action: 'key.rotate',
      terms: {
        subject: `quorum:${first.setId}`,
        keys: stored.map(keyNote),
        ...{ retired, revision },
      },
    },
    unsigned: OPERATOR,
    carryOut: leave => vault.keys.rotate({ ...kitWith(leave), keys: stored, retired }),
  }
}

/** @throws KEY_VERSION_NAMED: a key gets its next version, and no version a next one */
function newestNamed(vault: Vault, wanted: readonly string[]): readonly SealedKey[] {
  const keys = wanted.map(name => {
    const versions = versionsNamed(vault, name)
    const newest = newestOf(versionsNamed(vault, versions[0].id))
    if (name.endsWith(`@${versions[0].version}`) && newest.version !== versions[0].version) {
      throw refuse('KEY_VERSION_NAMED', { key: name, newest: newest.version })
    }
    return newest
  })
  return [...new Map(keys.map(key => [key.id, key])).values()]
}

/** @throws KEY_PAIR_OTHER when what is taken in is of another kind of pair */
function requireLike({ label, algorithm }: SealedKey, next: KitKey | undefined): void {
  if (next?.kind !== 'key-pair' || next.algorithm === algorithm) return
  const expected = algorithm as PairAlgorithm
  throw refuse('KEY_PAIR_OTHER', { label, have: next.algorithm, expected })
}

/**
 * A pair is made anew, unless somebody brings the next one.
 *
 * @throws KEY_NOT_GENERATED when there is no secret for what was imported, or one for what is generated
 */
function nextSource(
  { kind, bits, algorithm, label }: SealedKey,
  secret: Uint8Array | null,
): KeySource {
  if (kind === 'key-pair' && secret === null) return { pair: algorithm as PairAlgorithm }
  if (kind === 'master-key' && secret === null) return { bits: bits as KeyBits }
  if (kind === 'master-key' || secret === null) {
    throw refuse('KEY_NOT_GENERATED', { label, imported: kind === 'imported-secret' })
  }
  return { secret, as: kind }
}

/** Those that somebody chose, those agreed on for its purpose, or as far apart as those before. */
function daysOfNext(
  vault: Vault,
  key: SealedKey,
  { days, unlimited }: { readonly days: ChosenDays | null; readonly unlimited: boolean },
  now: Date,
): ChosenDays {
  const meant = daysOfNew(vault, key.purpose, { days, unlimited }, now)
  return days === null && !unlimited && meant.expires === undefined ? daysAfter(key, now) : meant
}

/** From today on, as long as the version before was meant to be used. */
function daysAfter(key: SealedKey, now: Date): ChosenDays {
  const { since, dates } = lifeOf(key)
  const today = dayOf(now)
  const as = (day: Day): Day => addDays(today, Math.max(0, daysBetween(since, day)))
  const { protectUntil, processUntil } = dates
  return {
    ...(protectUntil !== null && { expires: as(protectUntil) }),
    ...(processUntil !== null && { processUntil: as(processUntil) }),
  }
}

/**
 * The next backup key of a quorum, to which every new backup is encrypted from then on.
 *
 * @throws as `growingKit`
 */
export async function backupKeyRotation(
  vault: Vault,
  setId: string | undefined,
  { now, random }: Making,
): Promise<Drafted & { readonly setId: string; readonly generation: number }> {
  const growing = growingKit(vault, setId)
  const { quorum, backupKeys } = growing.kit
  // The newest is never destroyed, so that it is the last of those that are there.
  const generation = 1 + (backupKeys.at(-1)?.generation ?? 0)
  const backupKey = await newBackupKey({ quorum, generation, created: now, random })
  const { recipient } = backupKey
  const subject = `backup-key:${quorum.setId}/${generation}` as const
  const planned = (as: Vault): SignedChange => {
    const change = { kind: 'backup-key', backupKey } as const
    const { revision, kitWith } = growKit(growingKit(as, quorum.setId), change, now)
    return {
      deed: { action: 'backup-key.rotate', terms: { subject, recipient, revision } },
      unsigned: OPERATOR,
      carryOut: leave =>
        as.backupKeys.rotate({ ...kitWith(leave), key: storedBackupKey(backupKey) }),
    }
  }
  return { ...{ setId: quorum.setId, generation }, ...drafted(vault, planned) }
}
