import type { DeliveriesWording } from '../../wording/deliveries.ts'
import { OUTCOMES } from '../phrases/deliveries.ts'
import { asked, groups } from './asked.ts'
import { destinations, notices } from './destinations.ts'
import { disable } from './disable.ts'
import { forms } from './forms.ts'
import { receipt } from './receipt.ts'
import { steps } from './steps.ts'

export const deliveries: DeliveriesWording = {
  groups,
  asked,
  destinations,
  notices,
  steps,
  forms,
  disable,
  receipt,
  outcomes: OUTCOMES,
  parts: {
    prepare: 'Before',
    arrive: 'Bring it in',
    proof: 'See that it arrived',
    watch: 'How its use is watched there',
    disable: 'How it is disabled there, and how long that takes',
  },
}
