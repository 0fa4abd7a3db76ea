import type { Projection } from '../replay/index.ts'

export const drillIntervals: Projection = {
  table: 'drill_intervals',
  key: ['number'],
  columns: ['number', 'months', 'chosen'],
  times: ['chosen'],
  entries: {
    'drill.interval-chosen': ({ details: { months }, time, rows }) =>
      rows.number({ months, chosen: time }),
  },
}
