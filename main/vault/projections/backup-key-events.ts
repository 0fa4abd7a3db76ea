import type { Projection, Turn } from '../replay/index.ts'

/** What the entries of all of them say. */
type Change = Pick<Turn<'backup-key.suspended'>, 'details' | 'time' | 'rows'>

function record({ details, time, rows }: Change, occurred: string | null = null): void {
  const { recipient, from, to, reason } = details
  rows.number({
    ...{ recipient, from_state: from, to_state: to },
    ...{ reason, occurred, recorded: time },
  })
}

export const backupKeyEvents: Projection = {
  table: 'backup_key_events',
  key: ['number'],
  columns: ['number', 'recipient', 'from_state', 'to_state', 'reason', 'occurred', 'recorded'],
  entries: {
    'backup-key.suspended': turn => record(turn),
    'backup-key.resumed': turn => record(turn),
    'backup-key.compromised': turn => record(turn, turn.details.occurred),
    'quorum.compromised': ({ details: { reason, backupKeys }, time, rows }) => {
      for (const { recipient, from, to, occurred } of backupKeys) {
        rows.number({
          ...{ recipient, from_state: from, to_state: to },
          ...{ reason, occurred, recorded: time },
        })
      }
    },
  },
}
