import { idIn } from '../../../shared/log-subjects.ts'
import type { Projection } from '../replay/index.ts'

export const statusLists: Projection = {
  table: 'status_lists',
  key: ['number'],
  columns: ['number', 'hash', 'previous', 'issued', 'next_issue', 'set_id'],
  entries: {
    'status.published': ({ subject, details, rows }) => {
      const { list: hash, previous, issued, nextIssue, set } = details
      const number = Number(idIn(subject))
      rows.insert({ number, hash, previous, issued, next_issue: nextIssue, set_id: set })
    },
  },
}
