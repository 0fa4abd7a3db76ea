import * as z from 'zod'
import { nameProblem } from './document.ts'
import { code } from './field.ts'

export const custodyCodes = {
  CUSTODY_NOTE: code('invalid', {
    field: z.enum(['place', 'bag']),
    problem: z.union([z.enum(['absent']), nameProblem]),
  }),
}
