import type { custodyCodes } from '../../../codes/custody.ts'
import type { ErrorMessages } from '../../messages.ts'

export const custodyErrors: ErrorMessages<typeof custodyCodes> = {
  CUSTODY_NOTE: d =>
    `The ${d.field} ${d.problem}. Enter where the share is kept in a few plain words.`,
}
