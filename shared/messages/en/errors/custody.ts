import type { custodyCodes } from '../../../codes/custody.ts'
import type { ErrorMessages } from '../../wording/messages.ts'
import { nameFault } from '../phrases/document.ts'

export const custodyErrors: ErrorMessages<typeof custodyCodes> = {
  CUSTODY_NOTE: d =>
    `The ${d.field} ${d.problem === 'absent' ? 'is missing, and the bag, too' : nameFault(d.problem)}. Enter where the share is kept in a few plain words.`,
}
