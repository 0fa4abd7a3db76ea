import { refuse } from '../../../shared/errors.ts'
import { revisionsOf } from '../../core/kit/index.ts'
import { canonicalJson } from '../../core/text/index.ts'
import type { Vault } from '../../vault/index.ts'
import { kitAuthorityOf } from '../kits/index.ts'
import type { SignedChange } from '../people/index.ts'
import { growingKit, growKit } from './kit-growth.ts'

/**
 * The kit of a quorum in force names the people of today: they alone may change it from then on. Those sign
 * whom it named until now.
 *
 * @throws PEOPLE_NONE; KIT_NAMES_NOBODY when it was founded without people, KIT_NAMES_THEM when nothing has
 *         changed; as `growingKit`
 */
export function kitRenewal(
  vault: Vault,
  setId: string | undefined,
  now: Date,
): SignedChange & { readonly setId: string } {
  const people = vault.people.authority()
  if (people === null) throw refuse('PEOPLE_NONE', {})
  const growing = growingKit(vault, setId)
  const set = growing.quorum.setId
  const named = revisionsOf(growing.kit).authority
  if (named === null) throw refuse('KIT_NAMES_NOBODY', { setId: set })
  const authority = kitAuthorityOf(vault, people)
  if (canonicalJson(named) === canonicalJson(authority)) {
    throw refuse('KIT_NAMES_THEM', { setId: set })
  }
  const { revision, kitWith } = growKit(growing, { kind: 'authority', authority }, now)
  const terms = { profile: authority.profile, people: authority.people }
  return {
    setId: set,
    deed: { action: 'kit.renew', terms: { subject: `quorum:${set}`, ...terms, revision } },
    unsigned: '', // nobody renews it where there are no people
    carryOut: leave => vault.renewKit({ ...kitWith(leave), ...terms }),
  }
}
