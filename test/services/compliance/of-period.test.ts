/** Which entries of a log a report is about: whoever sets a clock takes nothing out of it. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { AuditEntry } from '../../../main/core/log/index.ts'
import { entriesOfPeriod, isBy } from '../../../main/services/compliance/of-period.ts'

const NOW = new Date('2027-06-01T00:00:00.000Z')
const YEAR = { from: '2026-01-01', to: '2026-12-31', now: NOW }
const at = (...days: readonly string[]): readonly AuditEntry[] =>
  days.map((day, i) => ({ sequence: i + 1, time: `${day}T10:00:00.000Z` })) as never

/** The numbers of the entries that belong to 2026; one behind which stands ! has another day. */
const found = (...days: readonly string[]): string =>
  entriesOfPeriod(at(...days), YEAR)
    .map(({ entry: { sequence }, isElsewhere }) => `${sequence}${isElsewhere ? '!' : ''}`)
    .join(' ')

describe('the entries of a period', () => {
  it('are those of its days', () => {
    assert.equal(found('2025-12-31', '2026-01-01', '2026-12-31', '2027-01-01'), '2 3')
    assert.equal(found('2024-01-01', '2025-01-01'), '')
  })

  it('are also those that somebody dated back, or ahead, between them', () => {
    assert.equal(found('2026-03-01', '2019-05-05', '2026-03-02'), '1 2! 3')
    assert.equal(found('2026-03-01', '2027-05-05', '2026-03-02'), '1 2! 3')
    assert.equal(found('2026-03-01', '2099-05-05', '2026-03-02'), '1 2! 3')
  })

  it('are also the last ones, dated back or to a day that has not come', () => {
    assert.equal(found('2026-03-01', '1970-01-01'), '1 2!')
    assert.equal(found('2026-03-01', '2099-01-01'), '1 2!')
    assert.equal(found('2026-03-01', '1970-01-01', '2027-01-02'), '1 2!')
  })

  it('are not those that another period has in the same way', () => {
    assert.equal(found('2025-03-01', '1970-01-01', '2025-03-02', '2026-01-01'), '4')
  })
})

it('what is dated after today counts as known, whenever the period ends', () => {
  assert.ok(isBy('2026-12-31T23:59:59.999Z', YEAR))
  assert.ok(!isBy('2027-01-01T00:00:00.000Z', YEAR))
  assert.ok(isBy('2099-01-01T00:00:00.000Z', YEAR))
})
