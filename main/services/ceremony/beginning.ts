import type { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import { IMPORT_LIMIT } from '../../core/master-key.ts'
import type { RandomSource } from '../../core/random.ts'
import { wipe } from '../../core/secret.ts'
import type { Vault } from '../../vault/vault.ts'
import type { Input } from '../files/input.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { Ceremony } from './ceremony.ts'
import { keyWarnings, readImports } from './ceremony-plan.ts'
import type { Begun } from './ceremony-stage.ts'
import { Dice } from './dice.ts'
import { ledgerOf } from './ledger.ts'
import { describePlan, type PlanSource, planFrom } from './window-plan.ts'

export interface BeginningTools {
  readonly input: Input
  readonly workspace: Workspace
  readonly now: () => Date
  readonly random: RandomSource
  readonly software: string
}

/**
 * Begins a ceremony: reads plan and imports, takes hold of the open vault if there is one, and records
 * the beginning there.
 *
 * @returns what `letGo` must be called on at the end
 */
export async function beginCeremony(source: PlanSource, tools: BeginningTools): Promise<Begun> {
  const { input, workspace, now, random, software } = tools
  const placed = await planFrom(source, input, now())
  const { plan } = placed
  const imports = await readImports(plan, placed.folder, input)
  let vault: Vault | null = null
  let letVaultGo = (): void => {}
  try {
    requireContent(imports)
    if (workspace.current !== null) {
      const held = await workspace.hold(workspace.current)
      vault = held.vault
      letVaultGo = held.letGo
    }
    const lastEntry = vault === null ? null : lastEntryOf(vault)
    const dice = new Dice()
    const ceremony = Ceremony.begin({
      ...{ plan, imports, now, software },
      ledger: ledgerOf(vault),
      // Dice are rolled after the beginning; what is drawn after that contains them.
      random: dice.mixedInto(random),
    })
    return {
      ...{ ceremony, dice, lastEntry },
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
        letVaultGo()
      },
    }
  } catch (error) {
    wipe(...imports)
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
