import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reencryptTrials } from './reencrypt-trials.ts'

/** Other moments than those of reencrypt.test.ts. */
test('fifty backups, killed at a hundred moments and resumed', async context => {
  const tally = await reencryptTrials(50, 100, 'kill a re-encryption of fifty a hundred times')
  context.diagnostic(JSON.stringify(tally))
  assert.ok(tally.halfway > 20, JSON.stringify(tally))
  assert.ok(tally.leftovers > 5, JSON.stringify(tally))
})
