import type { DeliveriesWording } from '../../wording/deliveries.ts'

export const forms: DeliveriesWording['forms'] = {
  wrapped: 'wrapped',
  sealed: 'sealed to the machine that uses it',
  plain: 'in the clear',
  nothing: 'no secret leaves',
}
