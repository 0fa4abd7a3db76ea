import { refuse } from '../../../shared/errors.ts'
import type { OtherLanguage } from '../../../shared/paper-languages.ts'
import { type ForFinders, forFinders, keptPlan } from '../../core/ceremony/index.ts'
import { nameProblem } from '../../core/text/index.ts'
import type { Vault } from '../../vault/index.ts'

/** What stands on pages that are drawn again for whoever finds one: a kit does not say it. */

/** What somebody who has pages drawn again says of that; it takes the place of what a plan says. */
export interface SaidForFinders {
  readonly contact?: string | undefined
  readonly languages?: readonly OtherLanguage[] | undefined
}

/** By the plan of the ceremony that founded a quorum, as a vault keeps it; nothing where it has none. @throws VAULT_* */
export function findersIn(vault: Vault, setId: string): ForFinders {
  const quorum = vault.quorums.list().find(one => one.setId === setId)
  const plan = quorum === undefined ? null : vault.ceremonies.get(quorum.ceremony).plan
  return forFinders(plan === null ? null : keptPlan(plan))
}

/** @throws PAGE_CONTACT */
export function findersBy(said: SaidForFinders, known: ForFinders): ForFinders {
  const { contact = known.contact, languages = known.languages } = said
  const problem = contact === null ? null : nameProblem(contact)
  if (problem !== null) throw refuse('PAGE_CONTACT', { problem })
  return { contact, languages }
}
