import type { Action } from '../../../shared/deeds.ts'
import { refuse } from '../../../shared/errors.ts'
import type { RandomSource } from '../../core/bytes/index.ts'
import type { Vault } from '../../vault/index.ts'
import type { Occupation } from '../occupation/index.ts'
import type { WindowClock } from '../room/index.ts'
import type { Workspace } from '../vaults/index.ts'
import type { Gate } from './authorize.ts'
import type { Drafts } from './drafts.ts'
import { permitBy } from './permit.ts'
import { makeChange, type SignedChange } from './signed-change.ts'

/** A change that can be judged again, and what its screen wants to know of it afterwards. */
export interface AgainJudged {
  readonly again: (vault: Vault) => SignedChange
}

export interface PlannedChangesTools {
  readonly clock: Pick<WindowClock, 'accept'>
  readonly workspace: Workspace
  readonly occupation: Occupation
  readonly drafts: Drafts
  readonly random: RandomSource
  /** Whether those who signed may do it. @throws APPROVAL_* */
  readonly authorize: Gate
}

/** Changes of the vault that is open in the window: planned, signed for as drafts, and carried out. */
export class PlannedChanges<Plan extends AgainJudged> {
  readonly #tools: PlannedChangesTools
  readonly #plans = new WeakMap<Plan['again'], Plan>()

  constructor(tools: PlannedChangesTools) {
    this.#tools = tools
  }

  /**
   * @param clock the day, where it was typed because something contradicts the machine's; otherwise empty
   * @throws VAULT_CLOSED, VAULT_READ_ONLY; CLOCK_*; what making the plan throws
   */
  plan(
    clock: string,
    make: (vault: Vault) => Plan | Promise<Plan>,
  ): Promise<{ readonly draft: string; readonly action: Action }> {
    const { occupation, workspace, drafts, random } = this.#tools
    return occupation.occupy('keys', async () =>
      workspace.requireWritable().use('read', async opened => {
        this.#tools.clock.accept(opened, clock)
        const plan = await make(opened)
        const { action } = plan.again(opened).deed
        const draft = random(8).toString('hex')
        drafts.keepChange(draft, plan.again)
        this.#plans.set(plan.again, plan)
        return { draft, action }
      }),
    )
  }

  /** @param answer says how the vault stands afterwards. @throws DRAFT_UNKNOWN; as makeChange */
  carryOut<Answer>(
    draft: string,
    approval: string | null,
    answer: (vault: Vault, plan: Plan) => Answer,
  ): Promise<Answer> {
    const { occupation, workspace, drafts, authorize } = this.#tools
    return occupation.occupy('keys', async () => {
      const again = drafts.change(draft)
      const plan = this.#plans.get(again)
      if (plan === undefined) throw refuse('DRAFT_UNKNOWN', {})
      const ports = { vault: workspace.require(), permit: permitBy(authorize, approval) }
      const after = await makeChange(ports, again, vault => answer(vault, plan))
      drafts.delete(draft)
      return after
    })
  }
}
