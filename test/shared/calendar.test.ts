import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sayDayIn } from '../../shared/calendar.ts'

test('the last day of a key is the same wherever the machine stands', () => {
  const before = process.env.TZ
  try {
    for (const zone of ['Pacific/Pago_Pago', 'America/New_York', 'UTC', 'Pacific/Kiritimati']) {
      process.env.TZ = zone
      assert.equal(sayDayIn('en-GB')('2026-12-01'), '1 December 2026', zone)
    }
    // A moment is told by the clock of whoever was there.
    process.env.TZ = 'America/New_York'
    assert.equal(sayDayIn('en-GB')('2026-12-01T02:00:00.000Z'), '30 November 2026')
  } finally {
    if (before === undefined) delete process.env.TZ
    else process.env.TZ = before
  }
})
