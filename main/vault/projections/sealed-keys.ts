import { idIn } from '../../../shared/log-subjects.ts'
import type { Projection } from '../replay/index.ts'

interface Seldom {
  readonly activates?: string | null
  readonly processUntil?: string | null
  readonly algorithm?: string | null
  readonly publicKey?: string
}

/** What an entry says of a key, under the names of the table. What a key does not have, it is said without. */
const rowOf = <Facts extends Seldom>({
  activates,
  processUntil,
  algorithm,
  publicKey,
  ...facts
}: Facts) => ({
  ...facts,
  activates: activates ?? null,
  process_until: processUntil ?? null,
  algorithm: algorithm ?? null,
  public_key: publicKey ?? null,
})

export const sealedKeys: Projection = {
  table: 'sealed_keys',
  key: ['set_id', 'id', 'version'],
  columns: [
    ...['set_id', 'id', 'version', 'kind', 'label', 'bits', 'bytes'],
    ...['algorithm', 'public_key', 'purpose'],
    ...['activates', 'expires', 'process_until', 'fingerprint', 'kcv', 'sealed', 'created'],
  ],
  forms: { public_key: 'bytes', sealed: 'bytes' },
  entries: {
    'ceremony.closed': ({ details: { set, keys }, rows }) => {
      for (const key of keys) rows.insert({ set_id: set, ...rowOf(key) })
    },
    'kit.taken-in': ({ subject, details: { quorum }, rows }) => {
      for (const key of quorum?.keys ?? []) rows.insert({ set_id: idIn(subject), ...rowOf(key) })
    },
    'keys.rotated': ({ subject, details: { keys }, rows }) => {
      for (const key of keys) rows.insert({ set_id: idIn(subject), ...rowOf(key) })
    },
    'key.added': ({ subject, details, rows }) => {
      const { set, kit: _, kitFile: __, revision: ___, ...key } = details
      const [id = '', version] = idIn(subject).split('/')
      rows.insert({ set_id: set, id, version: Number(version), ...rowOf(key) })
    },
    'key.destroyed': ({ subject, rows }) => {
      if (!subject.startsWith('key:')) return
      const [id = '', version] = idIn(subject).split('/')
      rows.updateAll(row => row.id === id && row.version === Number(version), { sealed: null })
    },
  },
}
