import type { Work } from '../../../shared/codes/index.ts'
import type { PairAlgorithm } from '../../../shared/key-pairs.ts'
import type { RandomSource } from '../../core/bytes/index.ts'
import type { Plan } from '../../core/ceremony/index.ts'
import {
  buildKit,
  type KeyBits,
  type KeySource,
  type Kit,
  type KitAuthority,
  newBackupKey,
  newKeys,
  newStatusKey,
  type Sealing,
} from '../../core/kit/index.ts'
import type { FoundedQuorum, Inheritance } from '../../core/quorum/index.ts'
import type { Watch } from '../tasks/index.ts'
import { kindOfImport } from './plan-file.ts'

/** What the first kit of a new quorum is made from. */
export interface KitMaking {
  readonly plan: Plan
  /** The secrets that the plan imports, in its order; the caller still owns them. */
  readonly imports: readonly Uint8Array[]
  readonly quorum: Pick<FoundedQuorum, 'record' | 'macOf'>
  /** Who may change the kit later; null: there are no people. */
  readonly authority: KitAuthority | null
  readonly created: Date
  readonly random: RandomSource
}

/**
 * Makes the keys of a plan and a backup key, sealed to the new quorum, and the kit that describes it all.
 *
 * @param inheritance what a re-issue takes over; null: nothing
 * @throws KEY_PAIR_UNFIT of what is imported; CANCELLED; of a re-issue also ITEM_DAMAGED, KIT_TAMPERED
 */
export async function newKit(
  { plan, imports, quorum: founded, authority, created, random }: KitMaking,
  inheritance: Inheritance | null,
  { signal, onEvent }: Watch,
): Promise<Kit> {
  const quorum = founded.record
  const sealing: Sealing = { quorum, created, random }
  const onProgress = itemProgress('sealing-again', onEvent)
  const inherited = await inheritance?.sealTo(quorum, { signal, onProgress })
  const earlier = inherited?.backupKeys ?? []
  // One of them may be gone: destroyed keys stay behind, and the others keep their numbers.
  const generation = 1 + (earlier.at(-1)?.generation ?? 0)
  const wanted = [
    ...plan.keys.map(({ bits, pair, ...labels }) => ({ source: sourceOf({ bits, pair }), labels })),
    ...plan.imports.map(({ label, purpose, as }, i) => {
      const secret = imports[i] ?? new Uint8Array()
      return { source: { secret, as: kindOfImport(as, secret) }, labels: { label, purpose } }
    }),
  ]
  const keys = [...(inherited?.keys ?? []), ...(await newKeys(wanted, sealing))]
  const { title, organisation } = plan
  const replaces = inheritance?.replaces
  return buildKit({
    quorum: {
      ...{ title, organisation, created: created.toISOString(), ...quorum },
      ...(replaces && { replaces }),
    },
    authority,
    statusKey: await newStatusKey(sealing),
    macOf: founded.macOf,
    backupKeys: [...earlier, await newBackupKey({ quorum, generation, created, random })],
    keys,
  })
}

interface Sort {
  readonly bits: KeyBits | undefined
  readonly pair: PairAlgorithm | undefined
}

/** What a planned key is to be made as; a plan says one of the two. */
function sourceOf({ bits, pair }: Sort): KeySource {
  return pair === undefined ? { bits: bits ?? 256 } : { pair }
}

/** Tells how many of the items of a kit are done. */
export const itemProgress =
  (task: Work, onEvent: Watch['onEvent']) =>
  (done: number, total: number): void =>
    onEvent({ kind: 'progress', task, done, total, unit: 'items' })
