import type { MainInput } from '../../../shared/contract.ts'
import { plainDeed } from '../../../shared/deeds.ts'
import { refuse } from '../../../shared/errors.ts'
import type { Vault } from '../../vault/index.ts'
import { absolutePath } from '../files/index.ts'
import { custodyChange } from './custody-change.ts'
import { type Described, placeDeed } from './deeds.ts'
import type { Drafts } from './drafts.ts'
import { addition, keyReplacement, profileChange, stateChange } from './people-changes.ts'
import type { SignedChange } from './signed-change.ts'

/** What a window asks signatures for, with the path of what it chose. */
export type AskedDeed = MainInput<'approval.ask'>['deed']

/** A change that people sign, judged by the vault as it is. */
type Planned = (vault: Vault) => SignedChange

export interface DescribingTools {
  readonly drafts: Drafts
  /** The record that those in the room are to sign. @throws CEREMONY_ORDER, CEREMONY_NONE */
  readonly closingDeed: () => Described
}

/**
 * The deed that the window asks signatures for, judged as it will be when it is done. Where its terms follow
 * from what is asked, the row of the deed says how.
 *
 * @throws what the change throws; DRAFT_UNKNOWN; CALL_INPUT
 */
export function describeDeed(
  vault: Vault,
  asked: AskedDeed,
  { drafts, closingDeed }: DescribingTools,
): Described {
  const about = (planned: Planned, name = ''): Described => ({ deed: planned(vault).deed, name })
  const nameOf = (person: string): string => vault.people.get(person).name
  switch (asked.action) {
    case 'person.add': {
      const person = drafts.person(asked.draft)
      return about(addition(person), person.name)
    }
    case 'person.replace-key': {
      const replacement = drafts.key(asked.draft)
      return about(keyReplacement(replacement), nameOf(replacement.person))
    }
    case 'person.suspend':
    case 'person.reinstate':
    case 'person.retire':
      return about(stateChange(asked), nameOf(asked.person))
    case 'person.unlock':
      return { deed: plainDeed(asked), name: nameOf(asked.person) }
    case 'policy.change':
      return about(profileChange(asked.profile))
    case 'ceremony.close':
      return closingDeed()
    case 'custody.change': {
      const { setId, index, place, bag } = asked
      if (place !== undefined) {
        const person = vault.sharePlaces.holder(setId, index)
        return { deed: placeDeed({ setId, index, place, bag, person }), name: '' }
      }
      if (bag === null) throw refuse('CALL_INPUT', { call: 'approval.ask', field: 'deed' })
      return about(custodyChange({ setId, index, bag }))
    }
    case 'key.add':
    case 'key.rotate':
    case 'key.activate':
    case 'key.suspend':
    case 'key.resume':
    case 'key.retire':
    case 'key.compromise':
    case 'backup-key.rotate':
    case 'backup-key.suspend':
    case 'backup-key.resume':
    case 'backup-key.compromise':
    case 'quorum.compromise':
    case 'key.deliver':
    case 'delivery.confirm':
    case 'key.destroy':
    case 'destruction.account':
    case 'destruction.certify':
    case 'kit.renew':
    case 'cryptoperiod.set': {
      const described = about(drafts.change(asked.draft))
      if (described.deed.action !== asked.action) throw refuse('DRAFT_UNKNOWN', {})
      return described
    }
    case 'backup.reencrypt':
      return { deed: drafts.deed(asked.draft), name: '' }
    case 'backup.scan':
      return {
        deed: plainDeed({ ...asked, places: asked.places.map(absolutePath) }),
        name: '',
      }
    case 'key.open':
    case 'backup-key.open':
    case 'identity.open':
    case 'backup.restore': {
      const destination = absolutePath(asked.destination)
      const name = asked.action === 'key.open' ? nameOfKey(vault, asked) : ''
      return { deed: plainDeed({ ...asked, destination }), name }
    }
    default:
      return { deed: plainDeed(asked), name: '' }
  }
}

/** `video-root@2`; empty where no quorum of this vault has sealed it. */
const nameOfKey = (
  { quorums, keys }: Vault,
  { key, version: wanted }: { readonly key: string; readonly version: number },
): string =>
  quorums
    .list()
    .flatMap(({ setId }) => keys.of(setId))
    .filter(({ id, version }) => id === key && version === wanted)
    .map(({ label, version }) => `${label}@${version}`)
    .at(-1) ?? ''
