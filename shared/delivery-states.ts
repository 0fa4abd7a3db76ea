/** In what form a key leaves, and what becomes of a delivery. */

export const DELIVERY_FORMS = ['wrapped', 'sealed', 'plain', 'nothing'] as const
export type DeliveryForm = (typeof DELIVERY_FORMS)[number]

/** It is there; it was never used there; what was there is deleted. */
export const DELIVERY_OUTCOMES = ['arrived', 'not-used', 'deleted'] as const
export type DeliveryOutcome = (typeof DELIVERY_OUTCOMES)[number]
