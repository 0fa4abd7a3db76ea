import { refuse } from '../../../shared/errors.ts'
import {
  type KeyLabels,
  type KeySource,
  type KitKey,
  labelProblem,
  newKey,
  type Sealing,
} from '../../core/kit/index.ts'
import { dayOf } from '../../core/life/index.ts'
import { nameProblem } from '../../core/text/index.ts'
import type { Vault } from '../../vault/index.ts'
import { sealedKeyOf } from '../kits/index.ts'
import { OPERATOR, type SignedChange } from '../people/index.ts'
import { requireDays, requireToCome } from './chosen-days.ts'
import { daysOfNew } from './default-days.ts'
import { type Drafted, drafted } from './drafted.ts'
import { growingKit, growKit } from './kit-growth.ts'

/** A key to make, or a secret or a key pair to take in. */
export interface NewKey {
  readonly labels: KeyLabels
  /** Whether it is to have no last day, whatever was agreed on for its purpose. */
  readonly unlimited?: boolean
  readonly what: KeySource
  /** Absent: the one quorum in force. */
  readonly setId?: string
}

/**
 * A key that is added to a quorum in force. Nobody has to open the quorum for it: its recipient is public.
 *
 * @throws as `growingKit`; KEY_EXISTS, KEY_IMPORT_SIZE, KEY_PAIR_UNFIT; KEY_NAME, KEY_DAYS, KEY_DAY_OVER
 */
export async function keyAddition(
  vault: Vault,
  { labels: said, what, setId, unlimited = false }: NewKey,
  { now, random }: Pick<Sealing, 'random'> & { readonly now: Date },
): Promise<Drafted & { readonly key: KitKey; readonly setId: string }> {
  const labels = { ...said, ...daysOfNew(vault, said.purpose, { days: said, unlimited }, now) }
  requireLabels(labels)
  if (!('secret' in what)) requireToCome(labels, dayOf(now))
  const growing = growingKit(vault, setId)
  const key = await newKey(what, labels, { quorum: growing.kit.quorum, created: now, random })
  const { setId: set } = growing.quorum
  const planned = (as: Vault): SignedChange => additionOf(as, key, set, now)
  return { ...{ key, setId: set }, ...drafted(vault, planned) }
}

/** The change that adds a key which is made, judged by a vault as it is. @throws as `growingKit`; KEY_EXISTS */
function additionOf(vault: Vault, key: KitKey, set: string, now: Date): SignedChange {
  const { revision, kitWith } = growKit(growingKit(vault, set), { kind: 'key', key }, now)
  const stored = sealedKeyOf(key)
  const { label, purpose, fingerprint, activates, expires, processUntil } = stored
  return {
    deed: {
      action: 'key.add',
      terms: {
        ...{ subject: `key:${key.id}/${key.version}`, set },
        ...{ label, purpose, fingerprint, activates, expires, processUntil, revision },
      },
    },
    unsigned: OPERATOR,
    carryOut: leave => vault.keys.add({ ...kitWith(leave), key: stored }),
  }
}

/** @throws KEY_NAME, KEY_DAYS */
export function requireLabels(labels: KeyLabels): void {
  const problems = { label: labelProblem(labels.label), purpose: nameProblem(labels.purpose) }
  for (const field of ['label', 'purpose'] as const) {
    const problem = problems[field]
    if (problem !== null) throw refuse('KEY_NAME', { field, problem })
  }
  requireDays(labels)
}
