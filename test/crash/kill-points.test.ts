import { KillPoints } from './kill-points.ts'
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { JOB_NAMES } from '../fixtures/drive-jobs.ts'
import { twoAtATime } from './jobs.ts'

/** Two kills of each job, in its middle and at its end; at every call in kill-points.slow.test.ts. */
describe('killed at a call that changes the drive', { concurrency: false }, () => {
  const points = new KillPoints()
  before(() => points.prepare({ files: 3, most: 300_000, volumeSize: 70_000 }))
  after(() => points.remove())

  it('each job leaves the old state or the new one, and what is left is found and removed', async () => {
    for (const job of JOB_NAMES) {
      const all = await points.pointsOf(job)
      const chosen = [all[Math.floor(all.length / 2)], all[all.length - 2]].filter(one => one !== undefined)
      await twoAtATime(chosen, (point, i) => points.kill(job, point, i))
    }
    points.requireUntouched()
    const { whole, leftovers } = points.tally
    assert.ok(whole > 0 && leftovers > 0, JSON.stringify(points.tally))
  })
})
