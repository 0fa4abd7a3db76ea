import { idIn } from '../../../shared/log-subjects.ts'
import { canonicalJson } from '../../core/text/index.ts'
import { type Projection, UNSAID } from '../replay/index.ts'

export const drills: Projection = {
  table: 'drills',
  key: ['number'],
  columns: ['number', 'set_id', 'held', 'shares', 'items', 'backup', 'problem'],
  times: ['held'],
  entries: {
    'drill.held': ({ subject, details, time, rows }) => {
      const { shares, custodians, items, backup, problem } = details
      const named = custodians?.map((custodian, i) => ({ index: shares[i] ?? 0, custodian }))
      rows.number({
        ...{ set_id: idIn(subject), held: time, items, backup, problem },
        shares: named === undefined ? UNSAID : canonicalJson(named),
      })
    },
  },
}
