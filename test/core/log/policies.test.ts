/** Each entry is judged by the policy of the number that was in force when it was signed, for ever. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chainSteps, LogSoFar, verifyChain } from '../../../main/core/log/chain.ts'
import {
  NEWEST_POLICY,
  type PolicyTable,
  policyNumbered,
} from '../../../main/core/people/policies.ts'
import { KeyclaveError } from '../../../shared/errors.ts'
import { refusal } from '../refusal.ts'
import { person, SignedLog } from './signed-log.ts'

const ines = person('Ines', 'administrator')
const inga = person('Inga', 'administrator')
const walt = person('Walt', 'witness')
const ada = person('Ada', 'custodian')
const PROFILE = { profile: 'strict', waivers: [] }

/** A later policy, by which two administrators and a witness add somebody. */
const later: PolicyTable = {
  ...NEWEST_POLICY,
  number: 9,
  deeds: {
    ...NEWEST_POLICY.deeds,
    'person.add': {
      ...(NEWEST_POLICY.deeds['person.add'] ?? assert.fail()),
      strict: {
        signers: [
          { roles: ['administrator'], count: 2 },
          { roles: ['witness'], count: 1 },
        ],
      },
    },
  },
}
const withLater = (number: number): PolicyTable | null =>
  number === 9 ? later : policyNumbered(number)

/** What is wrong with a log, for a version that has the later policy too; null when nothing is. */
function problemIn({ entries }: SignedLog): unknown {
  try {
    const steps = chainSteps(entries, undefined, undefined, new LogSoFar(withLater))
    while (!steps.next().done);
    return null
  } catch (error) {
    assert.ok(error instanceof KeyclaveError, String(error))
    return [error.code, error.data.problem, error.data.sequence]
  }
}

test('a later policy with another rule leaves a log true that was founded before it', () => {
  const log = new SignedLog()
  log.found(ines, inga, walt)
  log.add(ada, ines, walt)
  assert.equal(problemIn(log), null)
  assert.equal(verifyChain(log.entries).head.size, 3)
})

test('a log that was founded by it is judged by it', () => {
  const [short, enough] = [new SignedLog(), new SignedLog()]
  for (const log of [short, enough]) log.foundBy({ policy: 9 }, ines, inga, walt)
  short.add(ada, ines, walt)
  assert.deepEqual(problemIn(short), ['AUDIT_BROKEN', 'agreement-short', 3])
  enough.add(ada, ines, inga, walt)
  assert.equal(problemIn(enough), null)
  assert.throws(
    () => verifyChain(enough.entries),
    refusal('AUDIT_BROKEN', { sequence: 2, problem: 'policy-unknown' }),
  )
})

test('a change of the policy is signed by the rules before it, and holds from then on', () => {
  const log = new SignedLog()
  log.found(ines, inga, walt)
  log.add(ada, ines, walt)
  log.version = 2
  log.changePolicy({ ...PROFILE, policy: 9 }, {}, ines, inga, walt)
  assert.equal(problemIn(log), null)
  const bob = person('Bob', 'custodian')
  log.add(bob, ines, walt)
  assert.deepEqual(problemIn(log), ['AUDIT_BROKEN', 'agreement-short', 5])
})

test('nobody goes back to an earlier policy, or to one that was not agreed to', () => {
  for (const [terms, recorded, problem] of [
    [{ ...PROFILE, policy: 1 }, {}, 'policy-older'],
    [PROFILE, {}, 'agreed-otherwise'],
    [PROFILE, { policy: 9 }, 'agreed-otherwise'],
    [{ ...PROFILE, policy: 9 }, { policy: 1 }, 'agreed-otherwise'],
    [{ ...PROFILE, policy: 77 }, {}, 'policy-unknown'],
    [{ ...PROFILE, policy: 'nine' }, {}, 'profile-unclear'],
  ] as const) {
    const log = new SignedLog()
    log.foundBy({ policy: 9 }, ines, inga, walt)
    log.changePolicy(terms, recorded, ines, inga, walt)
    assert.deepEqual(problemIn(log), ['AUDIT_BROKEN', problem, 3], JSON.stringify(terms))
  }
})

/** A log that was founded by policy 2, with two administrators and a witness. */
function founded(): SignedLog {
  const log = new SignedLog()
  log.foundBy({ policy: 2 }, ines, inga, walt)
  return log
}
const QUARTER = 15 * 60

test('what people sign expires: it is done within a quarter of an hour, and not before', () => {
  for (const [late, problem] of [
    [0, null],
    [1 - QUARTER, null],
    [QUARTER - 1, null],
    [-QUARTER - 2, 'agreement-expired'],
    [QUARTER + 2, 'agreement-expired'],
    [-365 * 24 * 3600, 'agreement-expired'],
    [365 * 24 * 3600, 'agreement-expired'],
  ] as const) {
    const log = founded()
    log.late = late
    log.add(ada, ines, walt)
    const expected = problem && ['AUDIT_BROKEN', problem, 3]
    assert.deepEqual(problemIn(log), expected, `${late} s`)
  }
})

test('what is recorded at the end of long work has a week for it, and is not of the future', () => {
  const DAY = 24 * 3600
  for (const [late, problem] of [
    [-6 * DAY, null],
    [-8 * DAY, 'agreement-expired'],
    [QUARTER + 60, 'agreement-expired'],
  ] as const) {
    const log = founded()
    log.late = late
    const agreed = log.agree('backup.create', { set: '0123456789' }, walt)
    log.note(walt, 'backup.created', 'backup:1', { set: '0123456789' }, agreed)
    assert.deepEqual(problemIn(log), problem && ['AUDIT_BROKEN', problem, 3], `${late} s`)
  }
})

test('statements of 0.1.0, which have no end, are for logs that have no others', () => {
  const old = new SignedLog()
  old.found(ines, inga, walt)
  old.late = -365 * 24 * 3600
  old.add(ada, ines, walt)
  assert.equal(problemIn(old), null)
  old.late = 0
  old.version = 2
  old.change('suspend', ada, ines, walt)
  assert.equal(problemIn(old), null)
  old.version = 1
  old.change('reinstate', ada, ines, walt)
  assert.deepEqual(problemIn(old), ['AUDIT_BROKEN', 'agreement-old-format', 5])

  const recent = founded()
  recent.version = 1
  recent.add(ada, ines, walt)
  assert.deepEqual(problemIn(recent), ['AUDIT_BROKEN', 'agreement-old-format', 3])
})
