import type { Output } from '../../../shared/contract.ts'
import { refuse } from '../../../shared/errors.ts'
import type { RandomSource } from '../../core/bytes/index.ts'
import type { TrustedKit } from '../../core/kit/index.ts'
import { Course } from '../course/index.ts'
import { absolutePath, type Input } from '../files/index.ts'
import { heldKit, type KitSource, trustedFactsOf } from '../kits/index.ts'
import type { Occupation } from '../occupation/index.ts'
import { type Gate, KeptLeave, permitBy, requireForOpening } from '../people/index.ts'
import { ShareDesk, SharesAtHand, typedSecret } from '../quorum/index.ts'
import type { Tasks } from '../tasks/index.ts'
import { unlockPerson } from '../unlocking/index.ts'
import { openedOnce, type VaultReference, type Workspace } from '../vaults/index.ts'
import { type HeldDrill, holdDrill, requireRehearsable } from './drill.ts'

export type DrillState = Output<'drill.state'>
type Held = Extract<DrillState, { step: 'held' }>

export interface DrillSessionTools {
  readonly input: Input
  readonly workspace: Workspace
  readonly tasks: Tasks
  readonly now: () => Date
  readonly random: RandomSource
  /** Whether those who signed may hold it. @throws APPROVAL_* */
  readonly authorize: Gate
  readonly occupation: Occupation
}

type Stage =
  | { readonly step: 'none' }
  | {
      readonly step: 'shares'
      readonly kit: TrustedKit
      /** Where it is recorded, whatever vault is open meanwhile; null: nowhere. */
      readonly vault: VaultReference | null
      readonly shares: SharesAtHand
      readonly leave: KeptLeave
    }
  | { readonly step: 'held'; readonly state: Held }

/**
 * A drill in the window: shares one by one, the passphrase, and the result. One at a time. It is recorded
 * in the vault that was open when it began; those who signed for it sign once, until it was recorded.
 */
export class DrillSession {
  readonly #tools: DrillSessionTools
  readonly #course = new Course<Stage, DrillState>(
    { step: 'none' },
    {
      show: stateOf,
      isRunning: ({ step }) => step === 'shares',
      task: 'drill',
      none: () => refuse('DRILL_NONE', {}),
      order: (step, need) => refuse('DRILL_ORDER', { step, need }),
    },
  )
  /** Where its cards come in. */
  readonly cards: ShareDesk

  constructor(tools: DrillSessionTools) {
    this.#tools = tools
    this.cards = new ShareDesk(tools.input, {
      at: () => this.#course.require('shares'),
      requireIdle: () => this.#course.requireIdle(),
    })
  }

  get state(): DrillState {
    return this.#course.state
  }

  /** Whether one has begun and has not been held. */
  get isRunning(): boolean {
    return this.#course.isRunning
  }

  /** → shares */
  begin(source: KitSource): Promise<DrillState> {
    this.#tools.occupation.requireFree('drill')
    return this.#course.alone(async () => {
      const { workspace, now } = this.#tools
      const vault = workspace.current
      const kit = await openedOnce(vault, 'read', async beside => {
        await requireForOpening(beside)
        const held = await heldKit(source, beside, this.#tools)
        held.requireWhole()
        await requireRehearsable(beside, held.kit)
        return held
      })
      const [shares, leave] = [new SharesAtHand(kit), new KeptLeave(now)]
      return this.#course.enter({ step: 'shares', kit, vault, shares, leave })
    })
  }

  /** → held; after a refusal the shares are still there */
  async run(
    typed: Uint8Array,
    backup: string | null,
    approval: string | null,
  ): Promise<DrillState> {
    const course = this.#course
    const stage = course.require('shares')
    const file = backup === null ? null : absolutePath(backup)
    return await course.alone(() =>
      this.#tools.tasks.run('drill', async watch => {
        const { authorize, random, now } = this.#tools
        const { vault, shares, kit, leave } = stage
        const permit = leave.through(permitBy(authorize, approval))
        const ports = { vault, permit, shares, secret: () => typedSecret(typed) }
        const rehearsal = { kit, backup: file, onRecorded: () => leave.close() }
        const held = await holdDrill(ports, rehearsal, watch, random)
        course.requireStill(stage)
        shares.close()
        leave.close()
        return course.enter({ step: 'held', state: heldState(kit, held, now()) })
      }),
    )
  }

  /**
   * The same cards and passphrase unlock the key of a person, and nothing is rehearsed. → none; after a
   * refusal the shares are still there
   */
  async unlock(person: string, typed: Uint8Array, approval: string | null): Promise<DrillState> {
    const course = this.#course
    const stage = course.require('shares')
    return await course.alone(async () => {
      const { authorize, random } = this.#tools
      const { vault, shares, kit, leave } = stage
      const permit = leave.through(permitBy(authorize, approval))
      const ports = { vault, permit, shares, secret: () => typedSecret(typed) }
      await unlockPerson(ports, { kit, person, onRecorded: () => leave.close() }, random)
      course.requireStill(stage)
      shares.close()
      leave.close()
      return course.enter({ step: 'none' })
    })
  }

  /** Cancels what is at work and wipes. → none */
  leave(): void {
    this.#tools.tasks.cancel('drill')
    const { stage } = this.#course
    if (stage.step === 'shares') {
      stage.shares.close()
      stage.leave.close()
    }
    this.#course.end({ step: 'none' })
  }
}

/** What the window may know. */
function stateOf(stage: Stage): DrillState {
  if (stage.step === 'none') return { step: 'none' }
  if (stage.step === 'held') return stage.state
  const { kit, shares, leave } = stage
  return {
    ...{ step: 'shares', kit: trustedFactsOf(kit), shares: shares.list() },
    ...{ ...shares.progress(), leaveUntil: leave.until?.toISOString() ?? null },
  }
}

const heldState = (
  kit: TrustedKit,
  { proof, entered, recorded, next }: HeldDrill,
  now: Date,
): Held => ({
  ...{ step: 'held', kit: trustedFactsOf(kit), shares: [...entered] },
  ...{ held: now.toISOString(), items: proof.items, backup: proof.backup, recorded, next },
})
