// Before everything that takes functions from node:fs.
import '../fixtures/failing-drive.ts'

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { JOB_NAMES } from '../fixtures/drive-jobs.ts'
import { FAILURE_NAMES, FailingDrive } from './failing-drive-trials.ts'

/** At a few calls of each job, every failure; at all of them in failing-drive.slow.test.ts. */

/** Of each job, how many of its calls fail. */
const TRIED = 4

describe('a drive that fails while it is written to', { concurrency: false }, () => {
  const drive = new FailingDrive()
  before(() => drive.prepare({ files: 3, most: 300_000, volumeSize: 70_000, parity: 40 }))
  after(() => drive.remove())

  it('is the reason that every job says, and what is left behind is named', async () => {
    for (const job of JOB_NAMES) {
      const calls = await drive.callsOf(job)
      for (let i = 0; i < TRIED; i += 1) {
        const from = 1 + Math.floor(((calls - 1) * i) / (TRIED - 1))
        const failure = FAILURE_NAMES[i % FAILURE_NAMES.length] ?? 'EIO'
        await drive.strike(job, { failure, from, lasting: i % 3 !== 0 })
      }
    }
    const { refused, left } = drive.tally
    assert.ok(left > 0 && refused > left, JSON.stringify(drive.tally))
  })
})
