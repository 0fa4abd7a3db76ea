import type { Deed } from '../../../shared/deeds.ts'

/** A deed, and what it is about by name, where its terms have only an id or a hash of it. */
export interface Described {
  readonly deed: Deed
  readonly name: string
}

/** A share of a quorum. */
interface Where {
  readonly setId: string
  readonly index: number
}

/** Where a share is kept. */
export const placeDeed = ({
  setId,
  index,
  place,
  bag,
  person,
}: Where & { place: string | null; bag: string | null; person: string | null }): Deed => ({
  action: 'custody.change',
  terms: { subject: `share:${setId}/${index}`, place, bag, person },
})

/** Where a share is kept, and by whom. */
export const custodyDeed = ({
  setId,
  index,
  person,
  bag,
}: Where & { person: string; bag: string }): Deed => ({
  action: 'custody.change',
  terms: { subject: `share:${setId}/${index}`, person, bag },
})
