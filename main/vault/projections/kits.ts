import { setIdIn } from '../../../shared/log-subjects.ts'
import type { Projection, ReplayedTable } from '../replay/index.ts'

/** Each kit that was current once: its digest as people know it, and the SHA-256 of its file. */
export const kits: Projection = {
  table: 'kits',
  key: ['set_id', 'revision'],
  columns: ['set_id', 'revision', 'digest', 'bytes', 'created'],
  forms: { bytes: 'bytes' },
  times: ['created'],
  entries: {
    'ceremony.closed': ({ details: { set, kit, kitFile }, time, rows }) =>
      addKit(rows, set, kit, kitFile, time),
    'kit.taken-in': ({ subject, details: { kit, quorum }, time, rows }) => {
      if (quorum !== undefined) addKit(rows, setIdIn(subject), kit, quorum.kitFile, time)
    },
    'key.added': ({ details: { set, kit, kitFile }, time, rows }) =>
      addKit(rows, set, kit, kitFile, time),
    'keys.rotated': ({ subject, details: { kit, kitFile }, time, rows }) =>
      addKit(rows, setIdIn(subject), kit, kitFile, time),
    'kit.renewed': ({ subject, details: { kit, kitFile }, time, rows }) =>
      addKit(rows, setIdIn(subject), kit, kitFile, time),
    'backup-key.rotated': ({ subject, details: { kit, kitFile }, time, rows }) =>
      addKit(rows, setIdIn(subject), kit, kitFile, time),
    'key.destroyed': ({ details: { set, kit, kitFile, kits: emptied }, time, rows }) => {
      if (set !== null && kit !== null) addKit(rows, set, kit, kitFile ?? undefined, time)
      for (const { set: of, revision } of emptied) rows.update(`${of}/${revision}`, { bytes: null })
    },
  },
}

function addKit(
  rows: ReplayedTable,
  set: string,
  digest: string,
  bytes: string | undefined,
  created: string,
): void {
  const revision = 1 + rows.where(row => row.set_id === set).length
  rows.insert({ set_id: set, revision, digest, bytes, created })
}
