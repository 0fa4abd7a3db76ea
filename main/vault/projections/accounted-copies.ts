import type { Projection } from '../replay/index.ts'

/** What became of copies of something that was destroyed here. */
export const accountedCopies: Projection = {
  table: 'accounted_copies',
  key: ['number'],
  columns: ['number', 'item', 'copy', 'fate', 'done_by', 'serial', 'recorded'],
  entries: {
    'copies.accounted': ({ subject, details: { copies }, time, rows }) => {
      for (const { copy, fate, by, serial } of copies) {
        rows.number({ item: subject, copy, fate, done_by: by, serial, recorded: time })
      }
    },
  },
}
