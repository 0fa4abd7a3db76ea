import { type Deed, deedOf } from '../../../shared/deeds.ts'

/** What people are asked to sign: deeds by what is known of them where they are done. */

/** A deed, and what it is about by name, where its terms have only an id or a hash of it. */
export interface Described {
  readonly deed: Deed
  readonly name: string
}

/** Those who run a ceremony agree to its plan. */
export const ceremonyDeed = (planHash: string): Deed => deedOf('ceremony.run', { planHash })

/** Those who open a quorum agree to which. */
export const openingDeed = (setId: string): Deed => deedOf('quorum.open', { setId })

/** Those who replace a quorum agree to which, and to the plan of the new one. */
export const reissueDeed = (setId: string, planHash: string): Deed =>
  deedOf('quorum.reissue', { setId, planHash })

/** Those who rehearse agree to which quorum. */
export const drillDeed = (setId: string): Deed => deedOf('drill.run', { setId })

/** Those who choose how often drills are due agree to the number. */
export const scheduleDeed = (months: number): Deed => deedOf('drill.schedule', { months })

/** Who makes a backup says for which quorum. */
export const backupDeed = (setId: string): Deed => deedOf('backup.create', { setId })

/** Everyone present signs the record. */
export const closingDeed = (record: string): Deed => ({
  action: 'ceremony.close',
  terms: { record },
})

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
