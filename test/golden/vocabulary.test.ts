/**
 * What 0.1.0 wrote, in the words of today: every entry of its logs and every step of its records is one that
 * the vocabularies have, in the shape that they give it. A row that is made stricter or renamed fails here.
 */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { noteIn } from '../../main/core/log/entry.ts'
import { LOG_ACTIONS } from '../../shared/log-actions.ts'
import { messagesIn, sayLogAction, sayStep } from '../../shared/messages/index.ts'
import { RECORD_STEPS } from '../../shared/record-steps.ts'
import { bytesOf, logOf } from './golden.ts'
import { HEADS, RECORDS } from './pins.ts'

const words = messagesIn('en')

/** Actions that no log of 0.1.0 has: what nobody can do yet, what goes wrong, what came later. */
const NEVER_WRITTEN = [
  ...['backup-key.rotated', 'key.added', 'key.compromised', 'key.destroyed'],
  'cryptoperiod.chosen',
  ...['key.activated', 'key.resumed', 'key.retired', 'key.suspended', 'keys.rotated'],
  ...['copies.accounted', 'destruction.certified', 'destruction.checked', 'shares.destroyed'],
  ...['share.acknowledged', 'quorum.compromised'],
  ...['backup-key.compromised', 'backup-key.resumed', 'backup-key.suspended'],
  ...['backup.reencrypted', 'backup.reencryption-begun', 'backup.scanned'],
  ...['ceremony.voided', 'log.damaged', 'sign-in.locked'],
  ...['kit.renewed', 'kit.taken-in', 'person.unlocked', 'state.adopted', 'status.published'],
  ...['key.delivered', 'delivery.confirmed'],
]

describe('logs', () => {
  const seen = new Set<string>()
  for (const file of Object.keys(HEADS)) {
    it(`${file}: each entry is in the vocabulary`, () => {
      for (const entry of logOf(file)) {
        const { action, subject, details } = entry
        const said = Object.fromEntries(
          Object.entries(details).filter(([name]) => name !== 'agreed' && name !== 'unsigned'),
        )
        assert.deepEqual(noteIn(entry as never), { action, subject, details: said }, action)
        assert.notEqual(sayLogAction(words, action), null)
        seen.add(action)
      }
    })
  }

  it('together they have nearly every action', () => {
    const missing = LOG_ACTIONS.filter(action => !seen.has(action))
    assert.deepEqual(
      missing.filter(action => !NEVER_WRITTEN.includes(action)),
      [],
    )
  })

  it('an entry of another version is none of ours, and has no words', () => {
    const [entry] = logOf(Object.keys(HEADS)[0] ?? '')
    assert.ok(entry)
    const other = (change: object) => noteIn({ ...entry, ...change } as never)
    assert.equal(other({ action: 'bell.rung' }), null)
    assert.equal(other({ subject: 'bell:1' }), null)
    assert.equal(other({ details: { ...entry.details, more: 1 } }), null)
    assert.equal(other({ action: 'toString' }), null)
    assert.equal(sayLogAction(words, 'bell.rung'), null)
    assert.equal(sayLogAction(words, 'toString'), null)
  })
})

describe('records', () => {
  for (const folder of Object.keys(RECORDS)) {
    it(`${folder}: each step is in the vocabulary, and has words`, () => {
      const { steps } = JSON.parse(bytesOf(folder, 'record.json').toString()) as {
        steps: { step: keyof typeof RECORD_STEPS; facts: object }[]
      }
      assert.ok(steps.length > 0)
      for (const { step, facts } of steps) {
        assert.deepEqual(RECORD_STEPS[step].parse(facts), facts, step)
        assert.notEqual(sayStep(words, step, { ...facts }, String).what, step)
      }
    })
  }
})
