import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { OVERWRITE_FREED_MEMORY } from '../../main/shells/environment.ts'
import { searchJob } from './searched-job.ts'

/**
 * Where freed memory is not overwritten (the command line; other systems than Linux with glibc), what is
 * ours leaves nothing; what libraries leave in memory that they free is known, and stands in THREATS.
 */

/** What argon2 computed; an identity as the age and bech32 libraries handle it; the text of a card. */
const KNOWN = /^(Kp|(quorum|backup) identity|share \d+, (QR text|words))/

describe('memory that is not overwritten when it is freed', () => {
  for (const round of [1, 2, 3]) {
    it(`holds nothing but what libraries are known to leave, round ${round}`, async context => {
      const found = (await searchJob({ collect: round === 1, tunables: '' })).flat()
      context.diagnostic([...new Set(found)].join('; '))
      assert.deepEqual(
        found.filter(name => !KNOWN.test(name)),
        [],
      )
    })
  }
})

describe('memory that is overwritten when it is freed', () => {
  it('holds no secret when a ceremony is closed, nor after a recovery, and the garbage is collected', async () => {
    const found = await searchJob({ collect: true, tunables: OVERWRITE_FREED_MEMORY })
    assert.deepEqual(found, [[], []])
  })
})
