import type { Buffer } from 'node:buffer'
import { deedOf } from '../../../../shared/deeds.ts'
import { refuse } from '../../../../shared/errors.ts'
import { type RandomSource, wipe } from '../../../core/bytes/index.ts'
import { planHash } from '../../../core/ceremony/index.ts'
import { IMPORT_LIMIT, type Kit } from '../../../core/kit/index.ts'
import type { Vault } from '../../../vault/index.ts'
import type { Input } from '../../files/index.ts'
import { requireInForce } from '../../kits/index.ts'
import { type Authorization, type Gate, NO_LEAVE_NEEDED, type Present } from '../../people/index.ts'
import type { Workspace } from '../../vaults/index.ts'
import {
  ADMINISTRATOR,
  Ceremony,
  Gathering,
  keyWarnings,
  ledgerOf,
  readImports,
  requirePlanPeople,
} from '../index.ts'
import { planReplacing } from '../reissue/index.ts'
import type { Begun } from './ceremony-stage.ts'
import { Dice } from './dice.ts'
import { describePlan, type PlanSource, planFrom } from './plan-form.ts'

export interface BeginningTools {
  readonly input: Input
  readonly workspace: Workspace
  readonly now: () => Date
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
  const { input, workspace, now, random, software, authorize, present } = tools
  const read = await planFrom(source, input, now())
  const placed = { ...read, plan: planReplacing(read.plan, oldKit) }
  const { plan } = placed
  const imports = await readImports(plan, placed.folder, input)
  const reference = workspace.current
  let vault: Vault | null = null
  let letVaultGo = (): void => {}
  let leave: Authorization = NO_LEAVE_NEEDED
  try {
    requireContent(imports)
    if (reference !== null) {
      const held = await workspace.hold(reference)
      vault = held.vault
      letVaultGo = held.letGo
    }
    requirePlanPeople(vault, plan)
    if (vault !== null && oldKit !== null) requireInForce(vault, oldKit)
    if (vault !== null) {
      leave = authorize(
        vault,
        deedOf('ceremony.run', { planHash: planHash(plan) }),
        approval,
        ADMINISTRATOR,
      )
    }
    const gathering = Gathering.of(vault, plan, leave)
    for (const person of present()) gathering?.attend({ kind: 'came', person }, now())
    const lastEntry = vault === null ? null : lastEntryOf(vault)
    const dice = new Dice()
    const ceremony = Ceremony.begin({
      ...{ plan, imports, now, software },
      ledger: ledgerOf(vault, { opens: leave.actor, acts: leave.follows }),
      ...(gathering && { people: gathering }),
      // Dice are rolled after the beginning; what is drawn after that contains them.
      random: dice.mixedInto(random),
    })
    return {
      ...{ ceremony, dice, lastEntry, gathering, oldKit, vault: reference },
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

/** When the audit log was last written to. */
function lastEntryOf({ audit }: Vault): string | null {
  const { size } = audit.head()
  return [...audit.entries(Math.max(0, size - 1))].at(-1)?.time ?? null
}
