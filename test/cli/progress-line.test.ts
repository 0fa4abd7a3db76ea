import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { formatBytes, formatDuration } from '../../main/cli/terminal/amounts.ts'
import { createProgressLine, progressText } from '../../main/cli/terminal/progress-line.ts'

const backup = { kind: 'progress', task: 'backing-up', unit: 'bytes' } as const

test('a progress line says how far, how fast and how long', () => {
  const half = { ...backup, done: 1_050_000_000, total: 2_100_000_000 }
  const text = progressText(half, 2000)
  assert.equal(text, 'backing up  50 %  1.05 GB of 2.10 GB  525 MB/s  2 s left')
})

test('it does not guess: no rate in the first second, no whole where none is known', () => {
  const begun = { ...backup, done: 5000, total: 10_000 }
  assert.equal(progressText(begun, 300), 'backing up  50 %  5.00 kB of 10.0 kB')
  assert.equal(progressText({ ...begun, total: null }, 5000), 'backing up  5.00 kB  1.00 kB/s')
  assert.equal(progressText({ ...begun, done: 0 }, 5000), 'backing up  0 %  0 B of 10.0 kB')
  assert.equal(progressText({ ...begun, done: 0, total: 0 }, 0), 'backing up  0 B of 0 B')
})

test('at the end there is nothing left', () => {
  const end = { ...backup, done: 10_000, total: 10_000 }
  assert.equal(progressText(end, 5000), 'backing up  100 %  10.0 kB of 10.0 kB  2.00 kB/s')
})

test('shares and subsets are counted, not measured', () => {
  const proof = { kind: 'progress', task: 'proving-recovery', done: 3, total: 10 } as const
  const text = progressText({ ...proof, unit: 'subsets' }, 6000)
  assert.equal(text, 'proving recovery  30 %  3 of 10 subsets  14 s left')
})

test('amounts and times are rounded as people read them', () => {
  const bytes = [0, 999, 1000, 999_499, 999_500, 1e15, 1e18].map(formatBytes)
  assert.deepEqual(bytes, ['0 B', '999 B', '1.00 kB', '999 kB', '1.00 MB', '1.00 PB', '1.00e+3 PB'])
  const times = [0.2, 59.4, 60, 3599, 3600, 90_000].map(formatDuration)
  assert.deepEqual(times, ['1 s', '59 s', '1 min 0 s', '59 min 59 s', '1 h 0 min', '25 h 0 min'])
})

test('a terminal is redrawn five times a second at most, and at the end', () => {
  const err = new PassThrough()
  let time = 1000
  const line = createProgressLine({ out: err, err, interactive: true, now: () => time })
  for (let done = 0; done <= 100; done += 1, time += 10) line.show({ ...backup, done, total: 100 })
  line.clear()
  const frames = String(err.read()).split('\r\u001b[K').slice(1)
  assert.equal(frames.length, 1 + 4 + 1 + 1, 'first, every 200 ms, last, cleared')
  assert.match(frames.at(-2) ?? '', /100 %/)
  assert.equal(frames.at(-1), '')
})

test('nothing is drawn where there is no terminal', () => {
  const err = new PassThrough()
  const line = createProgressLine({ out: err, err, interactive: false, now: () => 0 })
  line.show({ ...backup, done: 1, total: 2 })
  line.clear()
  assert.equal(err.read(), null)
})
