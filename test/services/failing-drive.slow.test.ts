// Before everything that takes functions from node:fs.
import '../fixtures/failing-drive.ts'

import { after, before, describe, it } from 'node:test'
import { JOB_NAMES } from '../fixtures/drive-jobs.ts'
import { FAILURE_NAMES, FailingDrive } from './failing-drive-trials.ts'

/** Every failure at every call by which each job changes its drive, once and from then on. */
describe('a drive that fails at any call', { concurrency: false }, () => {
  const drive = new FailingDrive()
  before(() => drive.prepare({ files: 6, most: 400_000, volumeSize: 100_000, parity: 40 }))
  after(() => drive.remove())

  for (const job of JOB_NAMES) {
    it(`${job}: the reason is said, and what is left behind is named`, async context => {
      const calls = await drive.callsOf(job)
      for (let from = 1; from <= calls; from += 1) {
        for (const failure of FAILURE_NAMES) {
          for (const lasting of [false, true]) await drive.strike(job, { failure, from, lasting })
        }
      }
      context.diagnostic(`${calls} calls; so far ${JSON.stringify(drive.tally)}`)
    })
  }
})
