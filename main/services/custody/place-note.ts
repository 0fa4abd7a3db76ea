import { refuse } from '../../../shared/errors.ts'
import { nameProblem } from '../../core/text/index.ts'
import type { PlaceNote, Vault } from '../../vault/index.ts'
import { placeDeed, type SignedChange } from '../people/index.ts'

/**
 * Where a card is kept: its place, its bag, or both.
 *
 * @throws CUSTODY_NOTE {field, problem}; VAULT_UNKNOWN (no such share)
 */
export const placeNote =
  (note: PlaceNote) =>
  (vault: Vault): SignedChange => {
    const { setId, index, place, bag } = note
    if (place !== null) requirePlain('place', place)
    if (bag !== null) requirePlain('bag', bag)
    if (place === null && bag === null) {
      throw refuse('CUSTODY_NOTE', { field: 'place', problem: 'absent' })
    }
    if (!vault.shareRegister.of(setId).some(share => share.index === index)) {
      throw refuse('VAULT_UNKNOWN', { what: 'share', id: `${setId}/${index}` })
    }
    return {
      unsigned: 'administrator',
      deed: placeDeed({ ...note, person: vault.sharePlaces.holder(setId, index) }),
      carryOut: leave => {
        vault.sharePlaces.note(leave.actor, note)
      },
    }
  }

/** @throws CUSTODY_NOTE */
function requirePlain(field: 'place' | 'bag', text: string): void {
  const problem = nameProblem(text)
  if (problem !== null) throw refuse('CUSTODY_NOTE', { field, problem })
}
