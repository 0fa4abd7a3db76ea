import { idIn, shareIn } from '../../../shared/log-subjects.ts'
import { nameKey } from '../../core/text/index.ts'
import type { Projection } from '../replay/index.ts'
import { cardsOf } from './cards-of-ceremony.ts'

/** Who holds which share. A note of where one is kept (`place`) is the other table’s. */
export const custody: Projection = {
  table: 'custody',
  key: ['number'],
  columns: ['number', 'set_id', 'share_index', 'person', 'bag', 'recorded'],
  times: ['recorded'],
  entries: {
    'ceremony.closed': turn => {
      for (const { set, index, person, bag } of cardsOf(turn)) {
        if (person === null) continue
        turn.rows.number({
          ...{ set_id: set, share_index: index, person, bag, recorded: turn.time },
        })
      }
    },
    'kit.taken-in': ({ subject, details: { quorum }, time, rows, table }) => {
      const people = table('people').where(() => true)
      const ids = new Map(people.map(({ name_key: name, id }) => [name, String(id)]))
      for (const { index, custodian } of quorum?.shares ?? []) {
        const person = ids.get(nameKey(custodian))
        if (person === undefined) continue
        rows.number({
          ...{ set_id: idIn(subject), share_index: index, person, bag: null, recorded: time },
        })
      }
    },
    'custody.changed': ({ subject, details, time, rows }) => {
      if (details.place !== undefined) return
      const { setId, index } = shareIn(subject)
      const { person, bag } = details
      rows.number({ set_id: setId, share_index: index, person, bag, recorded: time })
    },
  },
}
