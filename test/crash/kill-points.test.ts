// Before everything that takes functions from node:fs.
import '../fixtures/failing-drive.ts'

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { JOB_NAMES } from '../fixtures/drive-jobs.ts'
import { KillPoints } from './kill-points.ts'

/** Each job is stopped in its middle and at its end, and some are killed; at every call in kill-points.slow.test.ts. */
const KILLED = ['salvage', 'repair', 'repair in volumes'] as const

describe('stopped at a call that changes the drive', { concurrency: false }, () => {
  const points = new KillPoints()
  before(() => points.prepare({ files: 3, most: 300_000, volumeSize: 70_000, parity: 40 }))
  after(() => points.remove())

  it('each job leaves the old state or the new one, and what is left is found and removed', async () => {
    for (const job of JOB_NAMES) {
      const all = await points.pointsOf(job)
      const chosen = [all[Math.floor(all.length / 2)], all[all.length - 2]].filter(
        one => one !== undefined,
      )
      for (const point of chosen) await points.stop(job, point, 1)
    }
    for (const job of KILLED) {
      const all = await points.pointsOf(job)
      const [point] = all.slice(Math.floor(all.length * 0.6))
      if (point !== undefined) await points.kill(job, point, 1)
    }
    points.requireUntouched()
    const { whole, leftovers } = points.tally
    assert.ok(whole > 0 && leftovers > 0, JSON.stringify(points.tally))
  })
})
