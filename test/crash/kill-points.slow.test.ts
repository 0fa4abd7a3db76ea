import { KillPoints } from './kill-points.ts'
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { JOB_NAMES } from '../fixtures/drive-jobs.ts'
import { twoAtATime } from './jobs.ts'

/** Points at which the jobs are killed, all together. */
const LEAST = 2000

describe('killed at every call that changes the drive', { concurrency: false }, () => {
  const points = new KillPoints()
  let killed = 0
  before(() => points.prepare({ files: 60, most: 4_000_000, volumeSize: 140_000 }))
  after(() => points.remove())

  for (const job of JOB_NAMES) {
    it(`${job} leaves the old state or the new one, and what is left is found and removed`, async context => {
      const all = await points.pointsOf(job)
      await twoAtATime(all, (point, i) => points.kill(job, point, i))
      points.requireUntouched()
      killed += all.length
      context.diagnostic(`${all.length} points; so far ${JSON.stringify(points.tally)}`)
    })
  }

  it(`at ${LEAST} points or more`, () => assert.ok(killed >= LEAST, `${killed}`))
})
