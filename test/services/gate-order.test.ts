import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAvailable } from '../../main/core/people/policy.ts'
import { ACTIONS, type Action } from '../../shared/deeds.ts'
import { PROFILES } from '../../shared/roles.ts'
import { actionsOfVerbs, refuseTooFew } from './gate-order.ts'

test('every action of the policy that can be done stands in the table of verbs', () => {
  // Founding is signed by those whom it founds; how a ceremony closes is in strict-ceremony.test.ts, and that a
  // sealed share was opened, which takes a ceremony with an absent custodian, in absent-custodian.test.ts.
  const elsewhere: readonly Action[] = ['people.found', 'ceremony.close', 'share.acknowledge']
  const possible = ACTIONS.filter(isAvailable)
  assert.deepEqual(
    possible.filter(action => !elsewhere.includes(action)).toSorted(),
    actionsOfVerbs(),
  )
})

// With more sets of signers: gate-order.slow.test.ts.
for (const profile of PROFILES) {
  test(`${profile}: too few signatures get one answer at both desks, and learn nothing`, context =>
    refuseTooFew(context, profile, 'few'))
}
