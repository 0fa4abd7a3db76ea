import { describe, it } from 'node:test'
import { killTrials } from './kill-trials.ts'

/** 8 kills, in every part of the job; 300, also of a backup in volumes, in ceremony-and-backup.slow.test.ts. */
const KILLS = 4

describe('killed at any moment', { concurrency: false }, () => {
  it('a ceremony is void or in force, and what was before it stays', async context => {
    const tally = await killTrials('ceremony', KILLS, 'kill a ceremony')
    context.diagnostic(JSON.stringify(tally))
  })

  it('a backup is whole or absent, and the vault knows none that is absent', async context => {
    const tally = await killTrials('backup', KILLS, 'kill a backup')
    context.diagnostic(JSON.stringify(tally))
  })
})
