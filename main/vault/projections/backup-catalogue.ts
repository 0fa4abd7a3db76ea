import { idIn } from '../../../shared/log-subjects.ts'
import { canonicalJson } from '../../core/text/index.ts'
import { type Projection, UNSAID } from '../replay/index.ts'

export const backupCatalogue: Projection = {
  table: 'backup_catalogue',
  key: ['id'],
  columns: [
    ...['id', 'created', 'file_name', 'sha256', 'size', 'files', 'bytes', 'set_id', 'generation'],
    'recipients',
  ],
  entries: {
    'backup.created': ({ subject, details, rows }) => {
      const { created, fileName, sha256, size, files, bytes, set, generation, recipients } = details
      rows.insert({
        ...{ id: idIn(subject), created, file_name: fileName, sha256, size, files, bytes },
        ...{ set_id: set, generation },
        recipients: recipients === undefined ? UNSAID : canonicalJson(recipients),
      })
    },
  },
}
