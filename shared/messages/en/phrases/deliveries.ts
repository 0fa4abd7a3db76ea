import type { DeliveryOutcome } from '../../../delivery-states.ts'

/** What became of a delivery, behind "that delivery 0123…". */
export const OUTCOMES: { readonly [outcome in DeliveryOutcome]: string } = {
  arrived: 'arrived',
  'not-used': 'was not used',
  deleted: 'was deleted where it went',
}
