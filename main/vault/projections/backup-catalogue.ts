import type { LogNote } from '../../../shared/log-actions.ts'
import { idIn } from '../../../shared/log-subjects.ts'
import { canonicalJson } from '../../core/text/index.ts'
import { type Projection, type Turn, UNSAID } from '../replay/index.ts'

/** What both entries say. */
interface Made extends Pick<Turn<'backup.created'>, 'subject' | 'rows'> {
  readonly details:
    | Omit<LogNote<'backup.reencrypted'>['details'], 'replaces'>
    | LogNote<'backup.created'>['details']
}

function record({ subject, details, rows }: Made): void {
  const { created, fileName, sha256, size, files, bytes, set, generation, recipients } = details
  rows.insert({
    ...{ id: idIn(subject), created, file_name: fileName, sha256, size, files, bytes },
    ...{ set_id: set, generation },
    recipients: recipients === undefined ? UNSAID : canonicalJson(recipients),
  })
}

export const backupCatalogue: Projection = {
  table: 'backup_catalogue',
  key: ['id'],
  columns: [
    ...['id', 'created', 'file_name', 'sha256', 'size', 'files', 'bytes', 'set_id', 'generation'],
    'recipients',
  ],
  entries: {
    'backup.created': turn => record(turn),
    'backup.reencrypted': turn => record(turn),
  },
}

export const reencryptedBackups: Projection = {
  table: 'reencrypted_backups',
  key: ['id'],
  columns: ['id', 'replaces'],
  entries: {
    'backup.reencrypted': ({ subject, details: { replaces }, rows }) =>
      rows.insert({ id: idIn(subject), replaces }),
  },
}
