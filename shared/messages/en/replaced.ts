import { recordedStillOpens, recordedToDo } from '../../record-wording.ts'
import type { Messages } from '../wording/messages.ts'

export const replaced: Messages['replaced'] = {
  stillOpens: recordedStillOpens,
  toDo: recordedToDo,
}
