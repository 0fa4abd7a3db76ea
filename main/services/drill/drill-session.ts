import type { Output } from '../../../shared/contract.ts'
import { refuse } from '../../../shared/errors.ts'
import { type RandomSource, wipe } from '../../core/bytes/index.ts'
import type { Kit } from '../../core/kit/index.ts'
import { type DrillProof, openQuorum } from '../../core/quorum/index.ts'
import type { NewDrill } from '../../vault/index.ts'
import { absolutePath, type Input } from '../files/index.ts'
import { type KitSource, kitFactsOf, kitFrom, requireHeld, requireInForce } from '../kits/index.ts'
import { type Authorization, drillDeed, type Gate, NO_LEAVE_NEEDED } from '../people/index.ts'
import { type EnteredCard, notingAttemptsIn, SharesAtHand, typedSecret } from '../quorum/index.ts'
import type { Tasks, Watch } from '../tasks/index.ts'
import type { VaultReference, Workspace } from '../vaults/index.ts'
import { named, OFFICER, rehearse } from './drill.ts'
import { nextDrill } from './due.ts'

export type DrillState = Output<'drill.state'>
type AddedShare = Output<'drill.addShare'>
type Held = Extract<DrillState, { step: 'held' }>

export interface DrillSessionTools {
  readonly input: Input
  readonly workspace: Workspace
  readonly tasks: Tasks
  readonly now: () => Date
  readonly random: RandomSource
  /** Whether those who signed may hold it. @throws APPROVAL_* */
  readonly authorize: Gate
  /** Whether something else forbids a drill now. @throws CEREMONY_RUNNING, RECOVERY_RUNNING */
  readonly requireFree: () => void
}

type Stage =
  | { readonly step: 'none' }
  | { readonly step: 'shares'; readonly kit: Kit; readonly shares: SharesAtHand }
  | { readonly step: 'held'; readonly state: Held }
type At<Step extends Stage['step']> = Extract<Stage, { readonly step: Step }>

/** A drill in the window: shares one by one, the passphrase, and the result. One at a time. */
export class DrillSession {
  readonly #tools: DrillSessionTools
  #stage: Stage = { step: 'none' }

  constructor(tools: DrillSessionTools) {
    this.#tools = tools
  }

  get state(): DrillState {
    const stage = this.#stage
    if (stage.step === 'none') return { step: 'none' }
    if (stage.step === 'held') return stage.state
    const { kit, shares } = stage
    return {
      ...{ step: 'shares', kit: kitFactsOf(kit), shares: shares.list() },
      ...shares.progress(),
    }
  }

  /** Whether one has begun and has not been held. */
  get isRunning(): boolean {
    return this.#stage.step === 'shares'
  }

  /** @throws DRILL_RUNNING */
  requireNone(): void {
    if (this.isRunning) throw refuse('DRILL_RUNNING', {})
  }

  /** → shares */
  async begin(source: KitSource): Promise<DrillState> {
    this.requireNone()
    this.#tools.requireFree()
    const kit = await kitFrom(source, this.#tools)
    await this.#tools.workspace.current?.use('read', vault => {
      requireHeld(vault, kit)
      requireInForce(vault, kit)
    })
    this.requireNone()
    return this.#enter({ step: 'shares', kit, shares: new SharesAtHand(kit) })
  }

  async addShare(card: EnteredCard): Promise<AddedShare> {
    const { kit, shares } = this.#require('shares')
    const { input, workspace } = this.#tools
    const added = await notingAttemptsIn(workspace.current, kit, () => shares.add(card, input))
    return { ...added, state: this.state }
  }

  confirmCorrections(): AddedShare {
    const { shares } = this.#require('shares')
    return { kind: 'accepted', share: shares.confirm(), state: this.state }
  }

  rejectCorrections(): DrillState {
    this.#require('shares').shares.reject()
    return this.state
  }

  removeShare(index: number): DrillState {
    const { shares } = this.#require('shares')
    this.#requireIdle()
    shares.remove(index)
    return this.state
  }

  /** → held; after a refusal the shares are still there */
  run(typed: string, backup: string | null, approval: string | null): Promise<DrillState> {
    const stage = this.#require('shares')
    const file = backup === null ? null : absolutePath(backup)
    return this.#tools.tasks.run('drill', async watch => {
      const vault = writable(this.#tools.workspace.current)
      const leave = await this.#leave(vault, stage.kit, approval)
      try {
        const proof = await this.#prove(stage, typed, file, watch, drill =>
          record(vault, leave, drill),
        )
        this.#requireStill(stage)
        stage.shares.close()
        return this.#enter({ step: 'held', state: await this.#heldState(stage, proof, vault) })
      } finally {
        leave.close()
      }
    })
  }

  /** Cancels what is at work and wipes. → none */
  leave(): void {
    this.#tools.tasks.cancel('drill')
    if (this.#stage.step === 'shares') this.#stage.shares.close()
    this.#enter({ step: 'none' })
  }

  async #prove(
    { kit, shares }: At<'shares'>,
    typed: string,
    backup: string | null,
    watch: Watch,
    record: (drill: NewDrill) => Promise<void>,
  ): Promise<DrillProof> {
    const passphrase = typedSecret(typed)
    try {
      const { random, workspace } = this.#tools
      const quorum = await notingAttemptsIn(workspace.current, kit, () =>
        openQuorum(shares.validate(), passphrase, random),
      )
      try {
        return await rehearse(
          quorum,
          { kit, shares: shares.list().map(named), backup },
          watch,
          record,
        )
      } finally {
        quorum.close()
      }
    } finally {
      wipe(passphrase)
    }
  }

  async #heldState(
    { kit, shares }: At<'shares'>,
    { items, backup }: DrillProof,
    vault: VaultReference | null,
  ): Promise<Held> {
    const { setId } = kit.quorum
    const next = (await vault?.use('read', opened => nextDrill(opened, setId))) ?? null
    return {
      ...{ step: 'held', kit: kitFactsOf(kit), shares: shares.list() },
      ...{ held: this.#tools.now().toISOString(), items, backup },
      ...{ recorded: vault !== null, next },
    }
  }

  /** Whether those who signed may hold it; without a vault that records it, nobody is asked. */
  async #leave(
    vault: VaultReference | null,
    { quorum }: Kit,
    approval: string | null,
  ): Promise<Authorization> {
    if (vault === null) return NO_LEAVE_NEEDED
    const deed = drillDeed(quorum.setId)
    return vault.use('write', opened => this.#tools.authorize(opened, deed, approval, OFFICER))
  }

  #requireIdle(): void {
    if (this.#tools.tasks.running().includes('drill'))
      throw refuse('TASK_RUNNING', { task: 'drill' })
  }

  /** After waiting: somebody may have left meanwhile. @throws CANCELLED */
  #requireStill(stage: Stage): void {
    if (this.#stage !== stage) throw refuse('CANCELLED', {})
  }

  #enter(stage: Stage): DrillState {
    this.#stage = stage
    return this.state
  }

  /** @throws DRILL_NONE, DRILL_ORDER */
  #require<Step extends Stage['step']>(step: Step): At<Step> {
    const stage = this.#stage
    if (stage.step === step) return stage as At<Step>
    if (stage.step === 'none') throw refuse('DRILL_NONE', {})
    throw refuse('DRILL_ORDER', { step: stage.step, need: step })
  }
}

const writable = (vault: VaultReference | null): VaultReference | null =>
  vault === null || vault.readOnly ? null : vault

async function record(
  vault: VaultReference | null,
  { actor }: Authorization,
  drill: NewDrill,
): Promise<void> {
  await vault?.use('write', ({ drills }) => {
    drills.record(actor, drill)
  })
}
