import { idIn } from '../../../shared/log-subjects.ts'
import type { Projection, ReplayedTable } from '../replay/index.ts'

export const backupKeys: Projection = {
  table: 'backup_keys',
  key: ['set_id', 'generation'],
  columns: ['set_id', 'generation', 'recipient', 'sealed', 'state', 'created'],
  forms: { sealed: 'bytes' },
  // Those that a quorum took over from the one it replaced.
  unsaidRows: true,
  entries: {
    'quorum.reissued': ({ subject, rows }) => retireCurrent(rows, idIn(subject)),
    'ceremony.closed': ({ details: { set, backupKey, inherited = [] }, rows, table }) => {
      const [before] = table('replacements').where(row => row.replaced_by === set)
      for (const { generation, recipient, sealed, created } of inherited) {
        const old = rows.get(`${before?.set_id}/${generation}`)
        const state = old?.state === 'compromised' ? 'compromised' : 'retired'
        rows.insert({ set_id: set, generation, recipient, sealed, state, created })
      }
      const { generation, recipient, sealed, created } = backupKey
      rows.insert({ set_id: set, generation, recipient, sealed, state: 'current', created })
    },
    'kit.taken-in': ({ subject, details: { quorum }, rows }) => {
      for (const key of quorum?.backupKeys ?? []) {
        retireCurrent(rows, idIn(subject))
        rows.insert({ set_id: idIn(subject), ...key, state: 'current' })
      }
    },
    'backup-key.rotated': ({ subject, details: { recipient, sealed, created }, rows }) => {
      const [set = '', generation] = idIn(subject).split('/')
      retireCurrent(rows, set)
      rows.insert({
        ...{ set_id: set, generation: Number(generation), recipient, sealed },
        ...{ state: 'current', created },
      })
    },
  },
}

const retireCurrent = (rows: ReplayedTable, set: string): void =>
  rows.updateAll(row => row.set_id === set && row.state === 'current', { state: 'retired' })
