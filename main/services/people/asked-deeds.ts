import type { Input as CallInput } from '../../../shared/contract.ts'
import { refuse } from '../../../shared/errors.ts'
import { REASON_WORDS, ROLE_NAMES } from '../../../shared/roles.ts'
import type { Vault } from '../../vault/index.ts'
import { custodyChange } from './custody-change.ts'
import {
  backupDeed,
  ceremonyDeed,
  type Described,
  drillDeed,
  openingDeed,
  placeDeed,
  reissueDeed,
  scheduleDeed,
} from './deeds.ts'
import type { Drafts } from './drafts.ts'
import { addition, keyReplacement, profileChange, stateChange } from './people-changes.ts'

export type AskedDeed = CallInput<'approval.ask'>['deed']

export interface DescribingTools {
  readonly drafts: Drafts
  /** The record that those in the room are to sign. @throws CEREMONY_ORDER, CEREMONY_NONE */
  readonly closingDeed: () => Described
}

/**
 * The deed that the window asks signatures for, judged as it will be when it is done.
 *
 * @throws what the change throws; DRAFT_UNKNOWN; CALL_INPUT
 */
export function describeDeed(
  vault: Vault,
  asked: AskedDeed,
  { drafts, closingDeed }: DescribingTools,
): Described {
  const named = (id: string): string => vault.people.get(id).name
  switch (asked.action) {
    case 'person.add': {
      const person = drafts.person(asked.draft)
      const roles = listOf(person.roles.map(role => ROLE_NAMES[role]))
      return { deed: addition(person)(vault).deed, what: `Add ${person.name} as ${roles}` }
    }
    case 'person.replace-key': {
      const replacement = drafts.key(asked.draft)
      const what = `Give ${named(replacement.person)} a new sign-in key`
      return { deed: keyReplacement(replacement)(vault).deed, what }
    }
    case 'person.suspend':
    case 'person.reinstate':
    case 'person.retire': {
      const { deed } = stateChange(asked)(vault)
      const verb = { suspend: 'Suspend', reinstate: 'Reinstate', retire: 'Retire' } as const
      const [, what] = asked.action.split('.') as [string, keyof typeof verb]
      const reason = REASON_WORDS[asked.reason]
      return { deed, what: `${verb[what]} ${named(asked.person)}. The reason: ${reason}` }
    }
    case 'policy.change':
      return {
        deed: profileChange(asked.profile)(vault).deed,
        what: `Choose the ${asked.profile === 'strict' ? 'strict profile' : 'profile for a small team'}`,
      }
    case 'ceremony.run':
      return {
        deed: ceremonyDeed(asked.planHash),
        what: 'Run a ceremony by the plan with this hash',
      }
    case 'ceremony.close':
      return closingDeed()
    case 'quorum.open':
      return { deed: openingDeed(asked.setId), what: `Open what quorum ${asked.setId} sealed` }
    case 'backup.create':
      return { deed: backupDeed(asked.setId), what: `Record a backup for quorum ${asked.setId}` }
    case 'quorum.reissue':
      return {
        deed: reissueDeed(asked.setId, asked.planHash),
        what: `Replace quorum ${asked.setId} by a new one, by the plan with this hash`,
      }
    case 'drill.schedule':
      return {
        deed: scheduleDeed(asked.months),
        what: `Hold a drill every ${asked.months === 1 ? 'month' : `${asked.months} months`}`,
      }
    case 'drill.run':
      return {
        deed: drillDeed(asked.setId),
        what: `Rehearse a recovery with quorum ${asked.setId}`,
      }
    case 'custody.change': {
      const { setId, index, place, bag } = asked
      const what = `Record share ${index} of quorum ${setId} ${whereabouts(place ?? null, bag)}`
      if (place !== undefined) {
        const person = vault.sharePlaces.holder(setId, index)
        return { deed: placeDeed({ setId, index, place, bag, person }), what }
      }
      if (bag === null) break
      return { deed: custodyChange({ setId, index, bag })(vault).deed, what }
    }
  }
  throw refuse('CALL_INPUT', { call: 'approval.ask', field: 'deed' })
}

const listOf = (words: readonly string[]): string => new Intl.ListFormat('en-GB').format(words)

/** "at the bank, in bag A-0007". */
const whereabouts = (place: string | null, bag: string | null): string =>
  [place && `at ${place}`, bag && `in bag ${bag}`].filter(part => part !== null).join(', ')
