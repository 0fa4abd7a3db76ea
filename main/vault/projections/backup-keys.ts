import { idIn } from '../../../shared/log-subjects.ts'
import type { Projection } from '../replay/index.ts'

export const backupKeys: Projection = {
  table: 'backup_keys',
  key: ['set_id', 'generation'],
  columns: ['set_id', 'generation', 'recipient', 'sealed', 'created'],
  forms: { sealed: 'bytes' },
  // Those that a quorum took over from the one it replaced.
  unsaidRows: true,
  entries: {
    'ceremony.closed': ({ details: { set, backupKey, inherited = [] }, rows }) => {
      for (const { generation, recipient, sealed, created } of [...inherited, backupKey]) {
        rows.insert({ set_id: set, generation, recipient, sealed, created })
      }
    },
    'kit.taken-in': ({ subject, details: { quorum }, rows }) => {
      for (const key of quorum?.backupKeys ?? []) rows.insert({ set_id: idIn(subject), ...key })
    },
    'backup-key.rotated': ({ subject, details: { recipient, sealed, created }, rows }) => {
      const [set = '', generation] = idIn(subject).split('/')
      rows.insert({
        ...{ set_id: set, generation: Number(generation), recipient, sealed, created },
      })
    },
    'key.destroyed': ({ details: { recipient }, rows }) => {
      if (recipient !== null) rows.updateAll(row => row.recipient === recipient, { sealed: null })
    },
  },
}
