/**
 * How much a test file costs: at its end, the processor time of its process and of every program that it ran and
 * waited for is noted in the file that `KEYCLAVE_TEST_TIMES` names (run.ts). Unlike the time until it was done, it
 * is the same beside other work.
 */
import { appendFileSync, readFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

/** Of a second: the unit of /proc/PID/stat on every Linux (proc(5), USER_HZ). */
const TICKS = 100
/** utime, stime, cutime and cstime of proc(5), counted from the field behind the name. */
const TIMES = { first: 11, end: 15 }

const notes = process.env.KEYCLAVE_TEST_TIMES
const [, script = ''] = process.argv
if (isMainThread && notes !== undefined && /\.test\.ts$|workerProcessEntry\.js$/.test(script)) {
  process.on('exit', () => {
    const told = readFileSync('/proc/self/stat', 'latin1')
    const behindName = told.slice(told.lastIndexOf(') ') + 2)
    const ticks = behindName.split(' ').slice(TIMES.first, TIMES.end)
    const seconds = ticks.reduce((sum, each) => sum + Number(each), 0) / TICKS
    appendFileSync(notes, `${JSON.stringify({ script, seconds })}\n`)
  })
}
