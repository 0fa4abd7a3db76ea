import type { Buffer } from 'node:buffer'
import { refuse } from '../../../../shared/errors.ts'
import { type RandomSource, wipe } from '../../../core/bytes/index.ts'
import { IMPORT_LIMIT, type Kit } from '../../../core/kit/index.ts'
import type { Vault } from '../../../vault/index.ts'
import type { Input } from '../../files/index.ts'
import {
  type Authorization,
  type Gate,
  NO_LEAVE_NEEDED,
  type Present,
  permitBy,
} from '../../people/index.ts'
import { knownTime } from '../../room/index.ts'
import type { Workspace } from '../../vaults/index.ts'
import { Ceremony, keyWarnings, openCeremony, readAddressees, readImports } from '../index.ts'
import { planReplacing, requireUnused } from '../reissue/index.ts'
import type { Begun } from './ceremony-stage.ts'
import { Dice } from './dice.ts'
import { describePlan, type PlanSource, planFrom } from './plan-form.ts'

export interface BeginningTools {
  readonly input: Input
  readonly workspace: Workspace
  readonly now: () => Date
  /** When this program was made, at the earliest. */
  readonly programDate: Date
  readonly random: RandomSource
  readonly software: string
  /** Whether those who signed may run it. @throws APPROVAL_* */
  readonly authorize: Gate
  /** Who is in the room. */
  readonly present: () => readonly Present[]
}

/**
 * Begins a ceremony: reads plan and imports, takes hold of the open vault if there is one, and records
 * the beginning there.
 *
 * @param oldKit of the quorum that is to be replaced, if this is a re-issue
 * @returns what `letGo` must be called on at the end
 */
export async function beginCeremony(
  source: PlanSource,
  approval: string | null,
  tools: BeginningTools,
  oldKit: Kit | null = null,
): Promise<Begun> {
  const { input, workspace, now, programDate, random, software, authorize, present } = tools
  const read = await planFrom(source, input, now())
  const placed = { ...read, plan: planReplacing(read.plan, oldKit) }
  const { plan } = placed
  const absent = await readAddressees(plan, placed.folder, tools)
  const imports = await readImports(plan, placed.folder, input)
  const reference = workspace.current
  let vault: Vault | null = null
  let letVaultGo = (): void => {}
  let leave: Authorization = NO_LEAVE_NEEDED
  try {
    requireContent(imports)
    await requireUnused(reference, plan, now())
    if (reference !== null) {
      const held = await workspace.hold(reference)
      vault = held.vault
      letVaultGo = held.letGo
    }
    const order = { plan, oldKit, present: present(), now }
    const opened = await openCeremony(vault, order, permitBy(authorize, approval))
    leave = opened.leave
    const { gathering, ledger } = opened
    const lastEntry = vault === null ? null : knownTime(vault, programDate)
    const dice = new Dice()
    const ceremony = Ceremony.begin({
      ...{ plan, imports, now, software, ledger },
      ...(gathering && { people: gathering }),
      // Dice are rolled after the beginning; what is drawn after that contains them.
      random: dice.mixedInto(random),
    })
    return {
      ...{ ceremony, dice, lastEntry, gathering, oldKit, absent, vault: reference },
      ready: { plan, imports, warnings: keyWarnings(plan) },
      agreed: {
        ...describePlan(placed),
        opened: now().toISOString(),
        vault: vault?.path ?? null,
      },
      random: dice.mixedInto(random),
      letGo: () => {
        wipe(...imports)
        dice.clear()
        leave.close()
        letVaultGo()
      },
    }
  } catch (error) {
    wipe(...imports)
    leave.close()
    letVaultGo()
    throw error
  }
}

/** An empty file to import would be refused in the middle of the ceremony otherwise. */
function requireContent(imports: readonly Buffer[]): void {
  for (const { length } of imports) {
    if (length === 0) throw refuse('KEY_IMPORT_SIZE', { have: 0, limit: IMPORT_LIMIT })
  }
}
