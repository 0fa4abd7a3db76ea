import { refuse } from '../../../../shared/errors.ts'
import type { Plan } from '../../../core/ceremony/index.ts'
import type { Kit } from '../../../core/kit/index.ts'
import { Inheritance } from '../../../core/quorum/index.ts'
import { readKit } from '../../kits/index.ts'
import { type OpeningRequest, type OpeningTools, openFromFiles } from '../../quorum/index.ts'
import type { Ceremony, OldOpening } from '../index.ts'

/** The quorum that a re-issue replaces, as the command line names it. */
export interface OldQuorumRequest extends OpeningRequest {
  readonly kit: string
}

/**
 * The plan as the people agree to it: it says which quorum is replaced, so that its hash does.
 *
 * @param old the kit of the old quorum; null: an ordinary ceremony
 * @throws REISSUE_PLAN when plan and kit differ, or when an ordinary ceremony is given the plan of a re-issue
 */
export function planReplacing(plan: Plan, old: Kit | null): Plan {
  const named = plan.replaces
  if (old === null) {
    if (named === undefined) return plan
    throw refuse('REISSUE_PLAN', { problem: `it replaces quorum ${named}, whose kit is not here` })
  }
  const { setId } = old.quorum
  if (named !== undefined && named !== setId) {
    throw refuse('REISSUE_PLAN', { problem: `it replaces quorum ${named}, the kit is of ${setId}` })
  }
  return { ...plan, replaces: setId }
}

/** @throws KIT_*, FILE_* */
export const readOldKit = (
  { kit }: OldQuorumRequest,
  { input }: Pick<OpeningTools, 'input'>,
): Promise<Kit> => readKit(kit, input)

/**
 * Opens the old quorum from files and makes the ceremony its re-issue.
 *
 * @throws as `openFromFiles`, and `Ceremony.inherit`
 */
export async function takeOver(
  ceremony: Ceremony,
  request: OldQuorumRequest,
  kit: Kit,
  tools: OpeningTools,
  reissuer: OldOpening['reissuer'],
): Promise<void> {
  const { quorum, shares } = await openFromFiles(request, kit, tools)
  const inheritance = new Inheritance(kit, quorum, tools.random)
  try {
    ceremony.inherit(inheritance, { shares: shares.map(share => share.index), reissuer })
  } catch (error) {
    inheritance.close()
    throw error
  }
}
