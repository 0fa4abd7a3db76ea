import type { Projection } from '../replay/index.ts'

export const cryptoperiods: Projection = {
  table: 'cryptoperiods',
  key: ['number'],
  columns: ['number', 'purpose', 'protect', 'process', 'rotate', 'warn', 'chosen'],
  times: ['chosen'],
  entries: {
    'cryptoperiod.chosen': ({ details, time, rows }) => {
      const { purpose, protect, process, rotate, warn } = details
      rows.number({ purpose, protect, process, rotate, warn, chosen: time })
    },
  },
}
