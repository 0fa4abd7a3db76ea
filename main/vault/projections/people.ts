import { idIn } from '../../../shared/log-subjects.ts'
import { canonicalJson, nameKey } from '../../core/text/index.ts'
import type { Projection } from '../replay/index.ts'

export const people: Projection = {
  table: 'people',
  key: ['id'],
  columns: ['id', 'name', 'name_key', 'roles', 'state', 'added'],
  times: ['added'],
  entries: {
    'people.founded': ({ details: { people: founders }, time, rows }) => {
      for (const { id, name, roles } of founders) rows.insert(newRow(id, name, roles, time))
    },
    'person.added': ({ subject, details: { name, roles }, time, rows }) =>
      rows.insert(newRow(idIn(subject), name, roles, time)),
    'person.suspended': ({ subject, rows }) => rows.update(idIn(subject), { state: 'suspended' }),
    'person.reinstated': ({ subject, rows }) => rows.update(idIn(subject), { state: 'active' }),
    'person.retired': ({ subject, rows }) => rows.update(idIn(subject), { state: 'retired' }),
  },
}

const newRow = (id: string, name: string, roles: readonly string[], added: string) => ({
  ...{ id, name, name_key: nameKey(name), roles: canonicalJson(roles), state: 'active', added },
})
