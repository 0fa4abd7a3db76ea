import { shareIn } from '../../../shared/log-subjects.ts'
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
    'custody.changed': ({ subject, details, time, rows }) => {
      if (details.place !== undefined) return
      const { setId, index } = shareIn(subject)
      const { person, bag } = details
      rows.number({ set_id: setId, share_index: index, person, bag, recorded: time })
    },
  },
}
