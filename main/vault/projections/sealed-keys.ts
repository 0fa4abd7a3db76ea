import { idIn } from '../../../shared/log-subjects.ts'
import type { Projection } from '../replay/index.ts'

export const sealedKeys: Projection = {
  table: 'sealed_keys',
  key: ['set_id', 'id', 'version'],
  columns: [
    ...['set_id', 'id', 'version', 'kind', 'label', 'bits', 'bytes', 'purpose', 'expires'],
    ...['fingerprint', 'kcv', 'sealed', 'state', 'created'],
  ],
  forms: { sealed: 'bytes' },
  entries: {
    'ceremony.closed': ({ details: { set, keys }, rows, table }) => {
      const [before] = table('replacements').where(row => row.replaced_by === set)
      for (const key of keys) {
        // What was compromised in the quorum before stays so.
        const old = rows.get(`${before?.set_id}/${key.id}/${key.version}`)
        rows.insert({ set_id: set, ...key, state: old?.state ?? 'active' })
      }
    },
    'kit.taken-in': ({ subject, details: { quorum }, rows }) => {
      for (const key of quorum?.keys ?? []) {
        rows.insert({ set_id: idIn(subject), ...key, state: 'active' })
      }
    },
    'key.added': ({ subject, details: { set, kit: _, kitFile: __, ...key }, rows }) => {
      const [id = '', version] = idIn(subject).split('/')
      rows.insert({ set_id: set, id, version: Number(version), ...key, state: 'active' })
    },
  },
}
