/** Each entry is judged by the policy of the number that was in force when it was signed, for ever. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chainSteps, verifyChain } from '../../../main/core/log/chain.ts'
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
    const steps = chainSteps(entries, undefined, undefined, withLater)
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
