import { shareIn } from '../../../shared/log-subjects.ts'
import type { Projection } from '../replay/index.ts'
import { cardsOf } from './cards-of-ceremony.ts'

/** Where each share is kept; from a ceremony only the bags of those who are not the vault’s people. */
export const sharePlaces: Projection = {
  table: 'share_places',
  key: ['number'],
  columns: ['number', 'set_id', 'share_index', 'place', 'bag', 'noted'],
  times: ['noted'],
  entries: {
    'ceremony.closed': turn => {
      for (const { set, index, person, bag } of cardsOf(turn)) {
        if (bag === null || person !== null) continue
        turn.rows.number({
          ...{ set_id: set, share_index: index, place: null, bag, noted: turn.time },
        })
      }
    },
    'custody.changed': ({ subject, details: { place, bag }, time, rows }) => {
      if (place === undefined) return
      const { setId, index } = shareIn(subject)
      rows.number({ set_id: setId, share_index: index, place, bag, noted: time })
    },
  },
}
