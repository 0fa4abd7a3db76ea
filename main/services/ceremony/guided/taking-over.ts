import type { RandomSource } from '../../../core/bytes/index.ts'
import type { Input } from '../../files/index.ts'
import { type Gate, permitBy } from '../../people/index.ts'
import { ShareDesk, typedSecret } from '../../quorum/index.ts'
import { takeOver } from '../reissue/index.ts'
import type { CeremonyState } from './ceremony-stage.ts'
import type { CeremonyCourse } from './course.ts'

export interface TakingOverTools {
  readonly input: Input
  readonly random: RandomSource
  readonly now: () => Date
  /** Whether those who signed may replace the quorum. @throws APPROVAL_* */
  readonly authorize: Gate
}

/** The first step of a re-issue: the old quorum is opened, and the ceremony takes over what it holds. */
export class TakingOver {
  readonly #course: CeremonyCourse
  readonly #tools: TakingOverTools
  /** Where the old cards come in. */
  readonly cards: ShareDesk

  constructor(course: CeremonyCourse, tools: TakingOverTools) {
    this.#course = course
    this.#tools = tools
    this.cards = new ShareDesk(tools.input, {
      at: () => {
        const { old, vault } = course.require('old-quorum')
        return { ...old, vault }
      },
      requireIdle: () => course.requireIdle(),
    })
  }

  /** → room; after a refusal the old shares are still there, and so is the leave */
  async open(typed: Uint8Array, approval: string | null): Promise<CeremonyState> {
    const course = this.#course
    const stage = course.require('old-quorum')
    return await course.alone(async () => {
      const { old, letGo, ...begun } = stage
      const { authorize } = this.#tools
      const { vault, ceremony, agreed, gathering } = begun
      const permit = old.leave.through(permitBy(authorize, approval))
      const leave = await takeOver(
        { vault, permit, shares: old.shares, secret: () => typedSecret(typed) },
        {
          ...{ ceremony, kit: old.kit, planHash: agreed.planHash, hasPeople: gathering !== null },
          leaveOut: agreed.plan.leaveOut ?? [],
        },
        this.#tools,
        () => course.requireStill(stage),
      )
      old.shares.close()
      const letAllGo = (): void => {
        leave.close()
        old.leave.close()
        letGo()
      }
      return course.enter({ ...begun, step: 'room', checks: null, letGo: letAllGo })
    })
  }
}
