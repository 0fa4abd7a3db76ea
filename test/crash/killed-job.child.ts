/**
 * Does one of the jobs that write to a drive, and kills itself at a chosen call that changes it, before that is carried
 * out or, of a write, when half of it is.
 *
 *   node killed-job.child.ts TOP DRIVE JOB CALL before|half
 */
// Before everything that takes functions from node:fs.
import '../fixtures/failing-drive.ts'

import { JOBS, type JobName, readInputs } from '../fixtures/drive-jobs.ts'
import { watchDrive } from '../fixtures/failing-drive.ts'

const [top = '', drive = '', job = '', call = '', when = ''] = process.argv.slice(2)

watchDrive(drive, ({ number, partly }) => {
  if (number !== Number(call)) return null
  if (when === 'half') partly()
  process.kill(process.pid, 'SIGKILL')
  return null
})
await JOBS[job as JobName].run(readInputs(top), drive)
