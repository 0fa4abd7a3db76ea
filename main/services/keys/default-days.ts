import { type Day, dayOf, periodFrom } from '../../core/life/index.ts'
import type { Vault } from '../../vault/index.ts'
import type { ChosenDays } from './chosen-days.ts'

/**
 * The days of a new key or version: those that somebody chose or, where they chose no last one, those that were
 * agreed on for its purpose, from its first day or today on. Without either it has none.
 *
 * @param days null: nobody chose any; with `unlimited` it is to have no last day
 */
export function daysOfNew(
  vault: Vault,
  purpose: string,
  { days, unlimited }: { readonly days: ChosenDays | null; readonly unlimited: boolean },
  now: Date,
): ChosenDays {
  const chosen = days ?? {}
  const isSaid = chosen.expires !== undefined || chosen.processUntil !== undefined
  const period = isSaid || unlimited ? null : vault.cryptoperiods.of(purpose)
  if (period === null) return chosen
  const first: Day = chosen.activates ?? dayOf(now)
  const { protectUntil, processUntil } = periodFrom(first, period)
  return {
    ...chosen,
    ...(protectUntil !== null && { expires: protectUntil }),
    ...(processUntil !== null && { processUntil }),
  }
}
