import type { Input as CallInput, Output } from '../../../shared/contract.ts'
import { refuse } from '../../../shared/errors.ts'
import { decodeHeader, formatSetId } from '../../../shared/share.ts'
import type { Input } from '../files/index.ts'
import { heldKit, type KitSource } from '../kits/index.ts'
import { type EnteredCard, readEnteredCard } from '../quorum/index.ts'
import type { VaultReference, Workspace } from '../vaults/index.ts'
import { checkCard } from './health-check.ts'

/** The cards of a quorum in the window: checked one by one, with what the register knows. */
export interface ShareScreen {
  readonly check: (
    kit: KitSource,
    card: EnteredCard,
    worn: boolean,
  ) => Promise<Output<'share.check'>>
  readonly checks: (setId: CallInput<'share.checks'>['setId']) => Promise<Output<'share.checks'>>
}

export function createShareScreen(tools: {
  readonly input: Input
  readonly workspace: Workspace
}): ShareScreen {
  const { input, workspace } = tools
  return {
    check: async (source, entered, worn) => {
      const order = {
        ...{ worn, source: null, vault: workspace.current },
        kit: (beside: VaultReference | null) => heldKit(source, beside, tools),
        read: () => readEnteredCard(entered, input),
      }
      return checkCard(order, ({ bytes, corrected }, { index, custodian, result, recorded }) => {
        if (result === 'doubtful') throw refuse('SHARE_WORDS_WRONG', { words: corrected })
        return {
          ...{ index, custodian: custodian ?? '', result },
          ...{ setId: formatSetId(decodeHeader(bytes).setId), recorded: recorded?.time ?? null },
        }
      })
    },

    checks: async setId => {
      const checks = await workspace.require().use('read', vault => vault.shareChecks.of(setId))
      return { checks: checks.map(({ index, time, result }) => ({ index, time, result })) }
    },
  }
}
