// Before everything that takes functions from node:fs.
import '../fixtures/failing-drive.ts'

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { JOB_NAMES } from '../fixtures/drive-jobs.ts'
import { twoAtATime } from './jobs.ts'
import { KillPoints } from './kill-points.ts'

/** Points at which the jobs are stopped, all together. */
const LEAST = 2000
/** At every so many of them a process of its own is killed as well, which takes a second each. */
const KILLED = 20

describe('stopped at every call that changes the drive', { concurrency: false }, () => {
  const points = new KillPoints()
  let struck = 0
  before(() => points.prepare({ files: 150, most: 800_000, volumeSize: 40_000, parity: 15 }))
  after(() => points.remove())

  for (const job of JOB_NAMES) {
    it(`${job} leaves the old state or the new one, and what is left is found and removed`, async context => {
      const all = await points.pointsOf(job)
      for (const [i, point] of all.entries()) await points.stop(job, point, i)
      const some = all.filter((_, i) => i % KILLED === KILLED - 1)
      await twoAtATime(some, (point, i) => points.kill(job, point, i))
      points.requireUntouched()
      struck += all.length
      const counts = `${all.length} points, of them ${some.length} by kill -9`
      context.diagnostic(`${counts}; so far ${JSON.stringify(points.tally)}`)
    })
  }

  it(`at ${LEAST} points or more`, () => assert.ok(struck >= LEAST, `${struck}`))
})
