import type { KeyState } from '../../../shared/key-life.ts'
import type { StatusContent, StatusEntry, StatusList } from './list.ts'

/**
 * What one list says beside another of the same line. There is no way back from deactivated, compromised or
 * destroyed (NIST SP 800-57 part 1 rev. 5, section 7), so a later list never says less than an earlier one.
 */

/** Where a key can be that was once found there. That a day has passed is not recorded: it is no such state. */
const LATER: { readonly [state in KeyState]?: readonly KeyState[] } = {
  deactivated: ['deactivated', 'compromised', 'destroyed', 'destroyed-compromised'],
  compromised: ['compromised', 'destroyed-compromised'],
  destroyed: ['destroyed', 'destroyed-compromised'],
  'destroyed-compromised': ['destroyed-compromised'],
}

/** What an entry is of. */
export const placeOf = ({ kind, id, version }: Pick<StatusEntry, 'kind' | 'id' | 'version'>) =>
  `${kind} ${id} ${version}`

/** The first entry of a list that a later one leaves out, or brings back into use; null: there is none. */
export function takenBack(before: StatusList, later: StatusContent): StatusEntry | null {
  const now = new Map(later.entries.map(entry => [placeOf(entry), entry.state]))
  const stays = (entry: StatusEntry): boolean => {
    const state = now.get(placeOf(entry))
    if (state === undefined) return false
    // Only what was recorded has a reason.
    return entry.reason === undefined || (LATER[entry.state]?.includes(state) ?? true)
  }
  return before.entries.find(entry => !stays(entry)) ?? null
}

/**
 * What is known of a key by a kit and by the last list, where there is no vault: the kit may have its
 * tombstone, or the backup key that followed it, and the list what became of it otherwise.
 */
export function knownByBoth(byKit: StatusEntry, byList: StatusEntry): StatusEntry {
  const { replacedBy = byList.replacedBy } = byKit
  const known: StatusEntry = { ...byList, ...(replacedBy !== undefined && { replacedBy }) }
  const { state, since, reason, instruction } = byKit
  const as = { since, ...(reason !== undefined && { reason }) }
  if (state === 'destroyed' && byList.state === 'compromised') {
    return { ...known, state: 'destroyed-compromised', since, instruction: 'stop' }
  }
  const isNews = LATER[state] !== undefined && !LATER[state].includes(byList.state)
  return isNews && LATER[byList.state]?.includes(state) !== false
    ? { ...known, ...as, state, instruction }
    : known
}
