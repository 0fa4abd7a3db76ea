import type { Deed } from '../../../shared/deeds.ts'
import { refuse } from '../../../shared/errors.ts'
import { type Cryptoperiod, cryptoperiodProblem } from '../../core/life/index.ts'
import { nameProblem } from '../../core/text/index.ts'
import { periodTerms, type Vault } from '../../vault/index.ts'
import { OPERATOR, type SignedChange } from '../people/index.ts'

/** How long keys of a purpose are used from now on; null: nothing is agreed on any more. */
export interface PeriodChange {
  readonly purpose: string
  readonly period: Cryptoperiod | null
}

/** @throws KEY_NAME, CRYPTOPERIOD; CRYPTOPERIOD_NONE when there is nothing to take back */
export const periodChange =
  ({ purpose, period }: PeriodChange) =>
  (vault: Vault): SignedChange => {
    const problem = nameProblem(purpose)
    if (problem !== null) throw refuse('KEY_NAME', { field: 'purpose', problem })
    const member = period && cryptoperiodProblem(period)
    if (member !== null) throw refuse('CRYPTOPERIOD', { member })
    if (period === null && vault.cryptoperiods.of(purpose) === null) {
      throw refuse('CRYPTOPERIOD_NONE', { purpose })
    }
    const deed: Deed<'cryptoperiod.set'> = {
      action: 'cryptoperiod.set',
      terms: periodTerms(purpose, period),
    }
    return {
      ...{ deed, unsigned: OPERATOR },
      carryOut: ({ actor }) => vault.cryptoperiods.choose(actor, purpose, period),
    }
  }
