import type { Projection } from '../replay/index.ts'

export const profiles: Projection = {
  table: 'profiles',
  key: ['number'],
  columns: ['number', 'profile', 'chosen'],
  times: ['chosen'],
  entries: {
    'people.founded': ({ details: { profile }, time, rows }) =>
      rows.number({ profile, chosen: time }),
    'policy.changed': ({ details: { profile }, time, rows }) =>
      rows.number({ profile, chosen: time }),
  },
}
