import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  cryptoperiodProblem,
  DEFAULT_CRYPTOPERIOD,
  dueOf,
  periodFrom,
} from '../../../main/core/life/cryptoperiod.ts'
import { datesProblem, type KeyDates, stateOn } from '../../../main/core/life/dates.ts'
import { addDays, addMonths, type Day } from '../../../main/core/life/day.ts'
import { judgeDeed, TRANSITIONS } from '../../../main/core/life/transitions.ts'
import { judgeUse } from '../../../main/core/life/use.ts'
import { KEY_DEEDS, KEY_STATES, type KeyDeed, type KeyState } from '../../../shared/key-life.ts'

/** The life of a key: the whole table, as people read it in NIST SP 800-57 and not as the code has it. */

const TODAY = '2026-11-27'
const NEVER: KeyDates = { activates: null, protectUntil: null, processUntil: null }
const yesterday = addDays(TODAY, -1)
const tomorrow = addDays(TODAY, 1)

/** By state: what each deed makes of the key; a deed that is not here is refused. */
const LIFE: { readonly [state in KeyState]: { readonly [deed in KeyDeed]?: KeyState } } = {
  'pre-activation': { activate: 'active', compromise: 'compromised', destroy: 'destroyed' },
  active: { suspend: 'suspended', retire: 'deactivated', compromise: 'compromised' },
  suspended: {
    resume: 'active',
    retire: 'deactivated',
    compromise: 'compromised',
    destroy: 'destroyed',
  },
  deactivated: { compromise: 'compromised', destroy: 'destroyed' },
  compromised: { destroy: 'destroyed-compromised' },
  destroyed: { compromise: 'destroyed-compromised' },
  'destroyed-compromised': {},
}

/** Every way in which the days of a key can lie about today. */
const days = [null, yesterday, TODAY, tomorrow]
const everyDates: readonly KeyDates[] = days.flatMap(activates =>
  days.flatMap(protectUntil =>
    days.map(processUntil => ({ activates, protectUntil, processUntil })),
  ),
)
const isOver = (day: Day | null): boolean => day === yesterday
const hasCome = (day: Day | null): boolean => day === yesterday || day === TODAY

describe('the life of a key', () => {
  it('is what the table says, for every state, deed and day', () => {
    for (const recorded of KEY_STATES) {
      for (const dates of everyDates) {
        for (const deed of KEY_DEEDS) {
          const verdict = judgeDeed(deed, { recorded, dates }, TODAY)
          const begun = recorded === 'pre-activation' && hasCome(dates.activates)
          const now = begun ? 'active' : recorded
          const state = now === 'active' && isOver(dates.protectUntil) ? 'deactivated' : now
          const to = LIFE[state][deed]
          const expected =
            to === undefined
              ? { kind: 'refused', why: 'state', state }
              : to === 'active' && isOver(dates.protectUntil)
                ? { kind: 'refused', why: 'period-over', ended: yesterday }
                : { kind: 'allowed', from: state, to }
          assert.deepEqual(verdict, expected, JSON.stringify({ recorded, dates, deed }))
        }
      }
    }
  })

  it('has no way back to active but from a suspension, and none out of the end', () => {
    for (const { from, to } of TRANSITIONS) {
      if (to === 'active') assert.ok(from === 'pre-activation' || from === 'suspended', from)
      assert.notEqual(from, 'destroyed-compromised')
      if (from.startsWith('destroyed')) assert.ok(to.startsWith('destroyed'))
      if (/compromised/.test(from)) assert.match(to, /compromised/)
    }
  })

  it('lets a key protect while it is active, and be read while nothing speaks against it', () => {
    for (const recorded of KEY_STATES) {
      for (const dates of everyDates) {
        const state = stateOn(TODAY, recorded, dates)
        const told = JSON.stringify({ recorded, dates })
        const protect = judgeUse('protect', { recorded, dates }, TODAY)
        assert.equal(protect.kind, state === 'active' ? 'allowed' : 'refused', told)
        const process = judgeUse('process', { recorded, dates }, TODAY)
        const kind =
          state === 'pre-activation' || state.startsWith('destroyed')
            ? 'refused'
            : state === 'suspended' || state === 'compromised' || isOver(dates.processUntil)
              ? 'needs-reason'
              : 'allowed'
        assert.equal(process.kind, kind, told)
      }
    }
  })

  it('says which day ended it, and that the last day counts still', () => {
    const until = (protectUntil: Day): KeyDates => ({ ...NEVER, protectUntil })
    const today = { recorded: 'active', dates: until(TODAY) } as const
    assert.deepEqual(judgeUse('protect', today, TODAY), { kind: 'allowed' })
    const over = { recorded: 'active', dates: until(yesterday) } as const
    const refused = { kind: 'refused', why: 'protect-period-over', ended: yesterday }
    assert.deepEqual(judgeUse('protect', over, TODAY), refused)
    const retired = { recorded: 'deactivated', dates: until(yesterday) } as const
    assert.deepEqual(judgeUse('protect', retired, TODAY), { kind: 'refused', why: 'deactivated' })
  })
})

describe('the days of a key', () => {
  it('stand in their order', () => {
    const none = datesProblem
    assert.equal(none(NEVER), null)
    assert.equal(none(periodFrom(TODAY, DEFAULT_CRYPTOPERIOD)), null)
    const dates = { activates: TODAY, protectUntil: TODAY, processUntil: TODAY }
    assert.equal(none(dates), null)
    assert.equal(none({ ...dates, protectUntil: yesterday }), 'protectUntil')
    assert.equal(none({ ...dates, processUntil: yesterday }), 'processUntil')
    assert.equal(none({ ...NEVER, activates: TODAY, processUntil: yesterday }), 'processUntil')
  })

  it('are counted in months as people count them', () => {
    assert.equal(addMonths('2026-01-31', 1), '2026-02-28')
    assert.equal(addMonths('2027-12-31', 2), '2028-02-29')
    assert.equal(addMonths('2026-11-27', 12), '2027-11-27')
    const day = fc.integer({ min: 0, max: 40_000 }).map(days => addDays('1970-01-01', days))
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 600 }), (from, months) => {
        const to = addMonths(from, months)
        assert.ok(to >= from)
        assert.equal(monthOf(to) - monthOf(from), months)
      }),
    )
  })
})

const monthOf = (day: Day): number => 12 * Number(day.slice(0, 4)) + Number(day.slice(5, 7))

describe('a cryptoperiod', () => {
  it('is refused by the member that is wrong', () => {
    const period = DEFAULT_CRYPTOPERIOD
    assert.equal(cryptoperiodProblem(period), null)
    assert.equal(cryptoperiodProblem({ ...period, protect: 0 }), 'protect')
    assert.equal(cryptoperiodProblem({ ...period, process: 11 }), 'process')
    assert.equal(cryptoperiodProblem({ ...period, rotate: 13 }), 'rotate')
    assert.equal(cryptoperiodProblem({ ...period, warn: 1.5 }), 'warn')
  })

  it('makes a successor due, and names the days that come', () => {
    const dates = periodFrom('2026-01-31', DEFAULT_CRYPTOPERIOD)
    const key = { recorded: 'active', dates, since: '2026-01-31' } as const
    assert.deepEqual(dueOf(key, DEFAULT_CRYPTOPERIOD, '2026-12-01', 90), [
      { what: 'rotate', day: '2026-12-31', days: 30 },
      { what: 'protect-ends', day: '2027-01-31', days: 61 },
    ])
    assert.deepEqual(dueOf(key, null, '2026-12-01', 0), [])
    const late = dueOf(key, DEFAULT_CRYPTOPERIOD, '2027-02-01', 0)
    assert.deepEqual(
      late.map(({ what, days }) => [what, days]),
      [
        ['rotate', -32],
        ['protect-ends', -1],
      ],
    )
  })

  it('has nothing due of a key that people deal with already', () => {
    const dates = periodFrom('2020-01-01', DEFAULT_CRYPTOPERIOD)
    for (const recorded of ['suspended', 'compromised', 'destroyed'] as const) {
      const key = { recorded, dates, since: '2020-01-01' }
      assert.deepEqual(dueOf(key, DEFAULT_CRYPTOPERIOD, TODAY, 90), [], recorded)
    }
  })
})
