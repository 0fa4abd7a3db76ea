import type { Deed } from './authorize.ts'

/** What people are asked to sign: each deed with the facts that those who sign agree to. */

/** A deed, and what it is in a sentence. */
export interface Described {
  readonly deed: Deed
  readonly what: string
}

/** Those who run a ceremony agree to its plan. */
export const ceremonyDeed = (planHash: string): Deed => ({
  action: 'ceremony.run',
  terms: { plan: planHash },
})

/** Those who open a quorum agree to which. */
export const openingDeed = (setId: string): Deed => ({
  action: 'quorum.open',
  terms: { subject: `quorum:${setId}` },
})

/** Those who replace a quorum agree to which, and to the plan of the new one. */
export const reissueDeed = (setId: string, planHash: string): Deed => ({
  action: 'quorum.reissue',
  terms: { subject: `quorum:${setId}`, plan: planHash },
})

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

/** Those who rehearse agree to which quorum. */
export const drillDeed = (setId: string): Deed => ({
  action: 'drill.run',
  terms: { subject: `quorum:${setId}` },
})

/** Those who choose how often drills are due agree to the number. */
export const scheduleDeed = (months: number): Deed => ({
  action: 'drill.schedule',
  terms: { months },
})

/** Who makes a backup says for which quorum. */
export const backupDeed = (setId: string): Deed => ({
  action: 'backup.create',
  terms: { set: setId },
})

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
