import { idIn } from '../../../shared/log-subjects.ts'
import type { Projection, Turn } from '../replay/index.ts'

/** What the entries of all of them say. */
interface Change extends Pick<Turn, 'time' | 'rows'> {
  readonly subject: string
  readonly details: Pick<Turn<'key.retired'>['details'], 'from' | 'to' | 'reason'>
}

function record({ subject, details, time, rows }: Change, occurred: string | null = null): void {
  const [id = '', version] = idIn(subject).split('/')
  const { from, to, reason } = details
  rows.number({
    ...{ id, version: Number(version), from_state: from, to_state: to },
    ...{ reason, occurred, recorded: time },
  })
}

export const keyEvents: Projection = {
  table: 'key_events',
  key: ['number'],
  columns: [
    ...['number', 'id', 'version', 'from_state', 'to_state'],
    ...['reason', 'occurred', 'recorded'],
  ],
  entries: {
    'keys.rotated': ({ details: { retired }, time, rows }) => {
      for (const { id, version, from } of retired) {
        rows.number({
          ...{ id, version, from_state: from, to_state: 'deactivated' },
          ...{ reason: 'superseded', occurred: null, recorded: time },
        })
      }
    },
    'key.activated': turn => record(turn),
    'key.suspended': turn => record(turn),
    'key.resumed': turn => record(turn),
    'key.retired': turn => record(turn),
    'key.compromised': turn => record(turn, turn.details.occurred),
    'quorum.compromised': ({ details: { reason, keys }, time, rows }) => {
      for (const { id, version, from, to, occurred } of keys) {
        rows.number({
          ...{ id, version, from_state: from, to_state: to },
          ...{ reason, occurred, recorded: time },
        })
      }
    },
    'key.destroyed': turn => {
      if (turn.subject.startsWith('key:')) record(turn)
    },
  },
}
