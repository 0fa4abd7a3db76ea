import { shareIn } from '../../../shared/log-subjects.ts'
import type { Projection } from '../replay/index.ts'

export const shareChecks: Projection = {
  table: 'share_checks',
  key: ['number'],
  columns: ['number', 'set_id', 'share_index', 'time', 'result'],
  times: ['time'],
  entries: {
    'share.checked': ({ subject, details: { result }, time, rows }) => {
      const { setId, index } = shareIn(subject)
      rows.number({ set_id: setId, share_index: index, time, result })
    },
  },
}
