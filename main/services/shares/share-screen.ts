import type { Input as CallInput, Output } from '../../../shared/contract.ts'
import { wipe } from '../../core/bytes/index.ts'
import type { ShareCheck } from '../../vault/index.ts'
import type { Input } from '../files/index.ts'
import { type KitSource, kitFrom, requireHeld } from '../kits/index.ts'
import { type EnteredCard, readEnteredCard } from '../quorum/index.ts'
import type { Workspace } from '../vaults/index.ts'
import { checkCard, recordCheck } from './health-check.ts'

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
      const kit = await kitFrom(source, tools)
      await workspace.current?.use('read', vault => requireHeld(vault, kit))
      const card = await readEnteredCard(entered, input)
      let recorded: ShareCheck | null = null
      try {
        const checked = await checkCard(card, kit, worn, async check => {
          const vault = workspace.current
          if (vault === null || vault.readOnly) return
          recorded = await vault.use('write', open => recordCheck(open, kit, check))
        })
        return { ...checked, setId: kit.quorum.setId, recorded: timeOf(recorded) }
      } finally {
        wipe(card.bytes)
      }
    },

    checks: async setId => {
      const checks = await workspace.require().use('read', vault => vault.shareChecks.of(setId))
      return { checks: checks.map(({ index, time, result }) => ({ index, time, result })) }
    },
  }
}

const timeOf = (check: ShareCheck | null): string | null => check?.time ?? null
