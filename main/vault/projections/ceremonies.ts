import { idIn } from '../../../shared/log-subjects.ts'
import { planHash } from '../../core/ceremony/index.ts'
import { importedPlan, type Projection } from '../replay/index.ts'

export const ceremonies: Projection = {
  table: 'ceremonies',
  key: ['id'],
  columns: ['id', 'title', 'plan', 'plan_hash', 'state', 'opened', 'ended', 'reason'],
  forms: { plan: 'plan' },
  times: ['opened', 'ended'],
  entries: {
    'ceremony.opened': ({ subject, details: { title, plan }, time, rows }) =>
      rows.insert({
        ...{ id: idIn(subject), title, plan, plan_hash: plan },
        ...{ state: 'open', opened: time, ended: null, reason: null },
      }),
    'kit.taken-in': ({ details: { kit, quorum }, time, rows }) => {
      if (quorum === undefined) return
      const plan = planHash(importedPlan(kit))
      rows.insert({
        ...{ id: quorum.ceremony, title: quorum.title, plan, plan_hash: plan },
        ...{ state: 'closed', opened: time, ended: time, reason: null },
      })
    },
    'ceremony.closed': ({ subject, time, rows }) =>
      rows.update(idIn(subject), { state: 'closed', ended: time }, isOpen),
    'ceremony.voided': ({ subject, details: { reason }, time, rows }) =>
      rows.update(idIn(subject), { state: 'void', ended: time, reason }, isOpen),
  },
}

const isOpen = ({ state }: { readonly [column: string]: unknown }): boolean => state === 'open'
