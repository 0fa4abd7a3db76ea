import { describe, it } from 'node:test'
import { killTrials } from './kill-trials.ts'

/** 300 kills at other moments than those of ceremony-and-backup.test.ts. */
const KILLS = 100

describe('killed at any of 300 moments', { concurrency: false }, () => {
  it('a ceremony is void or in force, and what was before it stays', async context => {
    const tally = await killTrials(
      'ceremony',
      KILLS,
      `kill a ceremony ${KILLS} times`,
      'with pages',
    )
    context.diagnostic(JSON.stringify(tally))
  })

  it('a backup is whole or absent, and the vault knows none that is absent', async context => {
    const tally = await killTrials('backup', KILLS, `kill a backup ${KILLS} times`)
    context.diagnostic(JSON.stringify(tally))
  })

  it('a backup in volumes is whole, or lacks its first volume and is not in the vault', async context => {
    const tally = await killTrials('volumes', KILLS, `kill a backup in volumes ${KILLS} times`)
    context.diagnostic(JSON.stringify(tally))
  })
})
