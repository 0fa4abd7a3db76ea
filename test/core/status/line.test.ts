/** What lists of one line say beside one another: nothing brings a key back. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { knownByBoth, takenBack } from '../../../main/core/status/line.ts'
import type { StatusEntry, StatusList } from '../../../main/core/status/list.ts'
import { KEY_STATES, type KeyState } from '../../../shared/key-life.ts'

const entry = (state: KeyState, rest: Partial<StatusEntry> = {}): StatusEntry => ({
  ...{ kind: 'backup-key', id: '0123456789', version: 1, state },
  ...{ since: '2026-11-01', instruction: 'use', ...rest },
})
const recorded = (state: KeyState) => entry(state, { reason: 'unspecified' })
const listOf = (...entries: StatusEntry[]) => ({ entries }) as unknown as StatusList

describe('a later list', () => {
  const back = (before: StatusEntry, ...after: StatusEntry[]) =>
    takenBack(listOf(before), listOf(...after)) !== null

  it('leaves nothing out', () => {
    assert.ok(back(entry('active')))
    assert.ok(back(entry('active'), entry('active', { version: 2 })))
    assert.ok(!back(entry('active'), entry('active'), entry('active', { version: 2 })))
  })

  it('says no less of what was recorded, from every state to every state', () => {
    const stays: { readonly [state in KeyState]?: readonly KeyState[] } = {
      deactivated: ['deactivated', 'compromised', 'destroyed', 'destroyed-compromised'],
      compromised: ['compromised', 'destroyed-compromised'],
      destroyed: ['destroyed', 'destroyed-compromised'],
      'destroyed-compromised': ['destroyed-compromised'],
    }
    for (const from of KEY_STATES) {
      for (const to of KEY_STATES) {
        const expected = stays[from] !== undefined && !stays[from].includes(to)
        assert.equal(back(recorded(from), recorded(to)), expected, `${from} to ${to}`)
      }
    }
  })

  it('may take back a day that a wrong clock let pass', () => {
    assert.ok(!back(entry('deactivated'), entry('active')))
  })
})

describe('what a kit and the last list know together', () => {
  const known = (byKit: StatusEntry, byList: StatusEntry) => knownByBoth(byKit, byList)

  it('is what allows less, whichever says it', () => {
    const gone = entry('destroyed', { reason: 'unspecified', instruction: 'nothing' })
    const followed = entry('deactivated', { reason: 'superseded', instruction: 'read-only' })
    for (const before of ['pre-activation', 'active', 'suspended', 'deactivated'] as const) {
      assert.equal(known(gone, entry(before)).state, 'destroyed', before)
      assert.equal(known(gone, entry(before)).instruction, 'nothing')
    }
    for (const before of ['pre-activation', 'active', 'suspended'] as const) {
      assert.equal(known(followed, entry(before)).state, 'deactivated', before)
      assert.equal(known(followed, entry(before)).reason, 'superseded')
    }
    for (const state of ['compromised', 'destroyed', 'destroyed-compromised'] as const) {
      assert.equal(known(entry('active'), recorded(state)).state, state)
      assert.equal(known(followed, recorded(state)).state, state)
    }
    const suspect = entry('compromised', { occurred: '2026-10-01', reason: 'key-compromise' })
    const both = known(gone, suspect)
    assert.deepEqual(
      [both.state, both.occurred, both.reason, both.instruction],
      ['destroyed-compromised', '2026-10-01', 'key-compromise', 'stop'],
    )
  })

  it('names the newest version that the kit has', () => {
    assert.equal(known(entry('active', { replacedBy: 3 }), entry('active')).replacedBy, 3)
    assert.equal(known(entry('active'), entry('active', { replacedBy: 2 })).replacedBy, 2)
  })
})
