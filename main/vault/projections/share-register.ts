import { idIn, shareIn } from '../../../shared/log-subjects.ts'
import type { Projection, Turn } from '../replay/index.ts'

export const shareRegister: Projection = {
  table: 'share_register',
  key: ['set_id', 'share_index'],
  columns: ['set_id', 'share_index', 'custodian', 'commitment', 'state', 'issued', 'read_back'],
  times: ['issued', 'read_back'],
  entries: {
    'share.issued': ({ subject, details: { custodian, commitment }, time, rows }) => {
      const { setId, index } = shareIn(subject)
      rows.insert({
        ...{ set_id: setId, share_index: index, custodian, commitment },
        ...{ state: 'issued', issued: time, read_back: null },
      })
    },
    'share.read-back': ({ subject, time, rows }) => {
      const { setId, index } = shareIn(subject)
      const issued = ({ state }: { readonly [column: string]: unknown }) => state === 'issued'
      rows.update(`${setId}/${index}`, { state: 'read-back', read_back: time }, issued)
    },
    'kit.taken-in': ({ subject, details: { quorum }, time, rows }) => {
      for (const { index, custodian, commitment } of quorum?.shares ?? []) {
        rows.insert({
          ...{ set_id: idIn(subject), share_index: index, custodian, commitment },
          ...{ state: 'in-force', issued: time, read_back: time },
        })
      }
    },
    'ceremony.closed': turn => setStateOfAll(turn, 'in-force'),
    'ceremony.voided': turn => setStateOfAll(turn, 'void'),
  },
}

function setStateOfAll(
  { subject, rows, table }: Pick<Turn<'ceremony.closed'>, 'subject' | 'rows' | 'table'>,
  state: 'in-force' | 'void',
): void {
  const of = table('quorums').where(({ ceremony }) => ceremony === idIn(subject))
  const sets = new Set(of.map(({ set_id: set }) => set))
  rows.updateAll(({ set_id: set }) => sets.has(set), { state })
}
