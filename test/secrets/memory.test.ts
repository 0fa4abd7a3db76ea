import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { OVERWRITE_FREED_MEMORY } from '../../main/shells/environment.ts'
import { searchJob } from './searched-job.ts'

/**
 * No secret is left in the memory of a process that goes on, as the window does, after a ceremony and
 * after a recovery. The process is stopped and this one, its parent, reads all its memory.
 *
 * Two allocators give memory back late: V8 keeps the pages of an ended thread for about five seconds, and
 * glibc leaves freed memory as it was unless it is told to overwrite it, which `npm start` does.
 */

describe('memory', { concurrency: true }, () => {
  for (const collect of [true, false]) {
    const garbage = collect ? 'after a garbage collection' : 'and no garbage collection asked for'
    it(`holds no secret when a ceremony is closed, nor after a recovery, ${garbage}`, async () => {
      assert.deepEqual(await searchJob({ collect, tunables: OVERWRITE_FREED_MEMORY }), [[], []])
    })
  }

  it('would show a secret that was kept, as bytes or as a string', async () => {
    const found = await searchJob({
      ...{ collect: true, careless: true, tunables: OVERWRITE_FREED_MEMORY },
    })
    const kept = found.flat().filter(name => name.startsWith('quorum identity'))
    const asText = kept.filter(name => name === 'quorum identity, text, bytes 0 to 11')
    assert.ok(asText.length >= 2, 'the buffer and the string')
    assert.ok(kept.some(name => name.startsWith('quorum identity, UTF-16')))
  })
})
