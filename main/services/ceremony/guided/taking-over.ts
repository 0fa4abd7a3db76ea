import type { Output } from '../../../../shared/contract.ts'
import { type Authorization, type Gate, NO_LEAVE_NEEDED, reissueDeed } from '../../people/index.ts'
import { type EnteredCard, notingAttemptsIn } from '../../quorum/index.ts'
import type { Workspace } from '../../vaults/index.ts'
import { ADMINISTRATOR } from '../index.ts'
import type { CeremonyState } from './ceremony-stage.ts'
import type { Course, StageAt } from './course.ts'

type AddedOldShare = Output<'ceremony.addOldShare'>

export interface TakingOverTools {
  readonly workspace: Workspace
  /** Whether those who signed may replace the quorum. @throws APPROVAL_* */
  readonly authorize: Gate
}

/** The first step of a re-issue: the old quorum is opened, and the ceremony takes over what it holds. */
export class TakingOver {
  readonly #course: Course
  readonly #tools: TakingOverTools

  constructor(course: Course, tools: TakingOverTools) {
    this.#course = course
    this.#tools = tools
  }

  async addShare(card: EnteredCard): Promise<AddedOldShare> {
    const { old, oldKit } = this.#course.require('old-quorum')
    const { workspace } = this.#tools
    const added = await notingAttemptsIn(workspace.current, oldKit, () => old.add(card))
    return { ...added, state: this.#course.state }
  }

  confirmCorrections(): AddedOldShare {
    const { old } = this.#course.require('old-quorum')
    return { ...old.confirm(), state: this.#course.state }
  }

  rejectCorrections(): CeremonyState {
    this.#course.require('old-quorum').old.reject()
    return this.#course.state
  }

  removeShare(index: number): CeremonyState {
    this.#course.require('old-quorum').old.remove(index)
    return this.#course.state
  }

  /** → room; after a refusal the old shares are still there */
  open(typed: string, approval: string | null): Promise<CeremonyState> {
    const course = this.#course
    const stage = course.require('old-quorum')
    return course.alone(async () => {
      const { workspace } = this.#tools
      const { inheritance, shares } = await notingAttemptsIn(workspace.current, stage.oldKit, () =>
        stage.old.open(typed),
      )
      let leave: Authorization = NO_LEAVE_NEEDED
      try {
        course.requireStill(stage)
        leave = await this.#leave(stage, approval)
        course.requireStill(stage)
        const reissuer = stage.gathering === null ? null : leave.actor
        stage.ceremony.inherit(inheritance, { shares, reissuer })
      } catch (error) {
        inheritance.close()
        leave.close()
        throw error
      }
      const { old, letGo, ...begun } = stage
      old.close()
      const letAllGo = (): void => {
        leave.close()
        letGo()
      }
      return course.enter({ ...begun, step: 'room', checks: null, letGo: letAllGo })
    })
  }

  /** Whether those who signed may replace the quorum; without a vault, nobody is asked. */
  async #leave(
    { agreed, oldKit }: StageAt<'old-quorum'>,
    approval: string | null,
  ): Promise<Authorization> {
    const { workspace, authorize } = this.#tools
    if (agreed.vault === null || oldKit === null) return NO_LEAVE_NEEDED
    const deed = reissueDeed(oldKit.quorum.setId, agreed.planHash)
    return workspace
      .require()
      .use('write', vault => authorize(vault, deed, approval, ADMINISTRATOR))
  }
}
