import { refuse } from '../../../shared/errors.ts'
import type { Vault } from '../../vault/index.ts'
import { custodyDeed } from './deeds.ts'
import { OPERATOR, type SignedChange } from './signed-change.ts'

interface Where {
  readonly setId: string
  readonly index: number
}

/** The bag in which somebody holds their card. @throws VAULT_UNKNOWN, PERSON_UNKNOWN */
export const custodyChange =
  ({ setId, index, bag }: Where & { readonly bag: string }) =>
  (vault: Vault): SignedChange => {
    const custody = { setId, index, bag, person: holderOf(vault, { setId, index }) }
    return {
      unsigned: OPERATOR,
      deed: custodyDeed(custody),
      carryOut: leave => vault.people.changeCustody(leave.actor, custody),
    }
  }

/** Who holds a share: by name in the register. @throws VAULT_UNKNOWN, PERSON_UNKNOWN */
function holderOf(vault: Vault, { setId, index }: Where): string {
  const share = vault.shareRegister.of(setId).find(candidate => candidate.index === index)
  if (share === undefined) throw refuse('VAULT_UNKNOWN', { what: 'share', id: `${setId}/${index}` })
  return vault.people.named(share.custodian).id
}
