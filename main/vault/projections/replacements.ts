import { idIn } from '../../../shared/log-subjects.ts'
import type { Projection } from '../replay/index.ts'

export const replacements: Projection = {
  table: 'replacements',
  key: ['set_id'],
  columns: ['set_id', 'replaced_by', 'replaced'],
  times: ['replaced'],
  entries: {
    'quorum.reissued': ({ subject, details: { by }, time, rows }) =>
      rows.insert({ set_id: idIn(subject), replaced_by: by, replaced: time }),
  },
}
