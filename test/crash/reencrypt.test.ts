import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reencryptTrials } from './reencrypt-trials.ts'

/** A few kills; a hundred, with fifty backups, in reencrypt.slow.test.ts. */
test('backups that are encrypted again are whole or absent, whenever it is killed', async context => {
  const tally = await reencryptTrials(3, 3, 'kill a re-encryption')
  context.diagnostic(JSON.stringify(tally))
  assert.equal(tally.kills, 3)
})
