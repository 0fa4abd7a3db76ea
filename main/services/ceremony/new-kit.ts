import type { Work } from '../../../shared/codes/index.ts'
import type { RandomSource } from '../../core/bytes/index.ts'
import type { Plan } from '../../core/ceremony/index.ts'
import {
  buildKit,
  importSecret,
  type Kit,
  type KitAuthority,
  type KitKey,
  newBackupKey,
  newMasterKey,
  newStatusKey,
  type Sealing,
} from '../../core/kit/index.ts'
import type { FoundedQuorum, Inheritance } from '../../core/quorum/index.ts'
import type { Watch } from '../tasks/index.ts'

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
 * @throws CANCELLED; of a re-issue also ITEM_DAMAGED, KIT_TAMPERED
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
  const keys: KitKey[] = [...(inherited?.keys ?? [])]
  const earlier = inherited?.backupKeys ?? []
  const generation = earlier.length + 1
  for (const { bits, ...labels } of plan.keys) {
    keys.push(await newMasterKey(bits, labels, sealing))
  }
  for (const [i, { label, purpose }] of plan.imports.entries()) {
    keys.push(await importSecret(imports[i] ?? new Uint8Array(), { label, purpose }, sealing))
  }
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

/** Tells how many of the items of a kit are done. */
export const itemProgress =
  (task: Work, onEvent: Watch['onEvent']) =>
  (done: number, total: number): void =>
    onEvent({ kind: 'progress', task, done, total, unit: 'items' })
