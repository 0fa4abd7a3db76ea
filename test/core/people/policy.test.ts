import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { NEWEST_POLICY, policyNumbered } from '../../../main/core/people/policies.ts'
import * as rules from '../../../main/core/people/policy.ts'
import { ACTIONS, type Action, DEEDS } from '../../../shared/deeds.ts'
import { refuse } from '../../../shared/errors.ts'
import { messagesIn, sentenceOf } from '../../../shared/messages/index.ts'
import { PROFILES, type Profile, ROLES, type Role, WAIVERS } from '../../../shared/roles.ts'
import type { Need } from '../../../shared/signers.ts'

const messages = messagesIn('en')

const { APART, apartIn, isAvailable, needsOf, rolesProblem } = rules
type Signatory = rules.Signatory
/** What follows is about the policy of today; the earlier ones are as they were. */
const policy = NEWEST_POLICY
const missingSigners = (
  action: Action,
  profile: Profile,
  signers: readonly Signatory[],
  present?: readonly Signatory[],
) => rules.missingSigners(action, { profile, policy }, signers, present)
const requirementOf = (action: Action, profile: Profile) =>
  rules.requirementOf(action, { profile, policy })
const reliefOf = (action: Action) => rules.reliefOf(action, policy)
const waiversOf = (profile: Profile) => rules.waiversOf({ profile, policy })
const wouldCount = (
  person: Signatory,
  action: Action,
  profile: Profile,
  signers: readonly Signatory[],
  present: readonly Signatory[],
) => rules.wouldCount(person, action, { profile, policy }, signers, present)

/** Needs as a person reads them. */
const inWords = (needs: readonly Need[]): string[] => needs.map(messages.policy.need)

const person = (name: string, ...roles: Role[]): Signatory => ({ id: name, name, roles })

/** Two of each role, and one with every role that a small team may give to one person. */
const OFFICE = [
  ...ROLES.flatMap(role => [person(`${role} 1`, role), person(`${role} 2`, role)]),
  person('everything', 'administrator', 'recovery-officer', 'custodian'),
]

/** Every set of at most `most` of the office. */
function* sets(most: number, from = 0, chosen: Signatory[] = []): Generator<Signatory[]> {
  yield chosen
  if (chosen.length === most) return
  for (let i = from; i < OFFICE.length; i += 1) {
    yield* sets(most, i + 1, [...chosen, OFFICE[i] as Signatory])
  }
}

/** Whether people can take the places one each; tries everything, as no matching would. */
function suffices(places: readonly (readonly Role[])[], people: readonly Signatory[]): boolean {
  const [place, ...rest] = places
  if (place === undefined) return true
  return people.some(
    (one, i) =>
      place.some(role => one.roles.includes(role)) && suffices(rest, people.toSpliced(i, 1)),
  )
}

/** How many of the places people can take at once; tries everything, too. */
function mostTaken(
  [place, ...rest]: readonly (readonly Role[])[],
  people: readonly Signatory[],
): number {
  if (place === undefined) return 0
  const taken = people.flatMap((one, i) =>
    place.some(role => one.roles.includes(role))
      ? [1 + mostTaken(rest, people.toSpliced(i, 1))]
      : [],
  )
  return Math.max(mostTaken(rest, people), ...taken)
}

for (const profile of PROFILES) {
  describe(`the profile ${profile}`, () => {
    for (const action of ACTIONS) {
      test(`${action}: every set of up to four people`, () => {
        const { signers } = requirementOf(action, profile)
        const places = signers.flatMap(({ roles, count }) =>
          Array.from({ length: count }, () => roles),
        )
        let [enough, short] = [0, 0]
        for (const people of sets(4)) {
          const missing = missingSigners(action, profile, people)
          const satisfied = suffices(places, people)
          assert.equal(missing.length === 0, satisfied, people.map(({ name }) => name).join())
          if (satisfied) enough += 1
          else short += 1
          // Signing twice is signing once.
          assert.deepEqual(missingSigners(action, profile, [...people, ...people]), missing)
        }
        assert.ok(enough > 0 && short > 0)
      })
    }
  })
}

test('everyone present signs where the policy says so, and nobody absent counts as present', () => {
  const [ines, walt, ada] = [
    person('Ines', 'administrator'),
    person('Walt', 'witness'),
    person('Ada', 'custodian'),
  ]
  for (const action of ACTIONS) {
    const { allPresent } = requirementOf(action, 'strict')
    const without = missingSigners(action, 'strict', OFFICE, [ines, walt, ada])
    assert.equal(without.length, allPresent ? 3 : 0, action)
    assert.deepEqual(
      missingSigners(action, 'strict', [...OFFICE, ines, walt, ada], [ines, ada]),
      [],
    )
  }
  assert.deepEqual(missingSigners('ceremony.close', 'strict', [ines, walt], [ines, walt, ada]), [
    { kind: 'person', person: 'Ada', name: 'Ada' },
  ])
})

test('whose signature would count: theirs with whom fewer are missing, and nobody else’s', () => {
  for (const action of ACTIONS) {
    const places = requirementOf(action, 'small-team').signers.flatMap(({ roles, count }) =>
      Array.from({ length: count }, () => roles),
    )
    for (const signed of sets(2)) {
      for (const one of OFFICE) {
        assert.equal(
          wouldCount(one, action, 'small-team', signed, []),
          !signed.includes(one) && mostTaken(places, [...signed, one]) > mostTaken(places, signed),
          `${one.name} after ${signed.map(({ name }) => name).join()} for ${action}`,
        )
      }
    }
  }
  // Somebody without the missing role counts when who has it sits on the place that they could take.
  const all = person('Ines', 'administrator', 'recovery-officer')
  const [bob, walt] = [person('Bob', 'administrator'), person('Walt', 'witness')]
  const missing = missingSigners('quorum.reissue', 'strict', [all, walt])
  assert.equal(missing.length, 1)
  assert.ok(wouldCount(bob, 'quorum.reissue', 'strict', [all, walt], []))
  assert.ok(!wouldCount(walt, 'quorum.reissue', 'strict', [all, walt], []), 'once is enough')
  const ada = person('Ada', 'custodian')
  assert.ok(!wouldCount(ada, 'quorum.reissue', 'strict', [all, walt], []))
  assert.ok(wouldCount(ada, 'ceremony.close', 'strict', [all, walt], [all, walt, ada]))
})

/** Every demand of the table, and every number of people who may still be missing from it. */
const WORDINGS: readonly (readonly [roles: string, count: 1 | 2, words: string])[] = [
  ['administrator', 1, 'an administrator'],
  ['administrator', 2, 'two administrators'],
  ['recovery-officer', 2, 'two recovery officers'],
  ['witness', 1, 'a witness'],
  ['recovery-officer', 1, 'a recovery officer'],
  ['administrator,witness', 1, 'an administrator or a witness'],
  [
    'administrator,witness,recovery-officer',
    1,
    'an administrator, a witness or a recovery officer',
  ],
  ['administrator,witness', 2, 'two people who are administrators or witnesses'],
  ['administrator,recovery-officer', 1, 'an administrator or a recovery officer'],
  [
    'administrator,witness,custodian,recovery-officer',
    1,
    'an administrator, a witness, a custodian or a recovery officer',
  ],
]

test('every demand of the table is said in words that can be read aloud', () => {
  const said = new Set<string>()
  for (const action of ACTIONS) {
    for (const profile of PROFILES) {
      for (const { roles, count } of requirementOf(action, profile).signers) {
        for (const missing of [1, 2] as const) {
          if (missing > count) continue
          const words = messages.policy.need({ kind: 'roles', roles, count: missing })
          const line = WORDINGS.find(([of, many]) => of === roles.join() && many === missing)
          assert.equal(words, line?.[2], `${action}, ${profile}`)
          said.add(words)
        }
      }
      const whole = inWords(needsOf(requirementOf(action, profile)))
      for (const words of whole) assert.doesNotMatch(words, /\d|-|\(/, action)
    }
  }
  assert.equal(said.size, WORDINGS.length, 'no wording that the table does not need')
})

test('what is missing is said in words', () => {
  const [ines, walt] = [person('Ines', 'administrator'), person('Walt', 'witness')]
  assert.deepEqual(inWords(missingSigners('key.destroy', 'strict', [])), [
    'two administrators',
    'a witness',
  ])
  assert.deepEqual(inWords(missingSigners('key.destroy', 'strict', [ines])), [
    'an administrator',
    'a witness',
  ])
  assert.deepEqual(inWords(missingSigners('person.suspend', 'strict', [walt])), [
    'an administrator or a witness',
  ])
  assert.deepEqual(inWords(needsOf(requirementOf('ceremony.close', 'strict'))), [
    'an administrator',
    'a witness',
    'everyone who is in the room',
  ])
  assert.deepEqual(inWords(needsOf(requirementOf('quorum.open', 'strict'))), [
    'a quorum of shares and the passphrase',
    'a recovery officer',
    'a witness',
  ])
})

test('refusals call each action by its title', () => {
  for (const action of ACTIONS) {
    const missing = needsOf(requirementOf(action, 'strict'))
    for (const code of ['APPROVAL_NEEDED', 'APPROVAL_SHORT', 'APPROVAL_VOID'] as const) {
      const message = sentenceOf(refuse(code, { action, missing }), 'en')
      assert.ok(message.includes(`"${messages.deeds[action].title}"`), message)
      assert.ok(!message.includes(action), message)
    }
  }
  const missing = missingSigners('key.destroy', 'strict', [])
  const message = sentenceOf(refuse('APPROVAL_SHORT', { action: 'key.destroy', missing }), 'en')
  assert.match(message, /Still missing: two administrators and a witness\./)
})

test('what this version cannot do yet is what nobody can be asked to sign', () => {
  const asked = new Set<Action>(ACTIONS.filter(action => 'given' in DEEDS[action]))
  // The first people of a vault sign as they are named.
  asked.add('people.found')
  const available = ACTIONS.filter(isAvailable)
  assert.deepEqual(
    available,
    ACTIONS.filter(action => asked.has(action)),
  )
})

test('nobody acts alone but where one person is meant to be enough', () => {
  const alone = ACTIONS.filter(action =>
    OFFICE.some(one => missingSigners(action, 'strict', [one]).length === 0),
  )
  // Unlocking takes a quorum, too, which no signature replaces.
  assert.deepEqual(alone, [
    ...['person.unlock', 'delivery.confirm', 'key.suspend', 'key.compromise'],
    // What the holder of a share said proves itself.
    'share.acknowledge',
    ...['backup-key.suspend', 'backup-key.compromise', 'quorum.compromise', 'backup.create'],
  ])
})

test('an auditor signs nothing', () => {
  for (const action of ACTIONS) {
    for (const profile of PROFILES) {
      for (const { roles } of requirementOf(action, profile).signers) {
        assert.ok(!roles.includes('auditor'), action)
      }
    }
  }
})

test('the small team never needs more, and everything less is a waiver with a reason', () => {
  for (const action of ACTIONS) {
    const smallTeam = reliefOf(action)
    if (smallTeam === null) continue
    assert.ok(waiversOf('small-team').includes(smallTeam.waiver))
    const strict = requirementOf(action, 'strict')
    for (const people of sets(4)) {
      if (missingSigners(action, 'strict', people).length > 0) continue
      assert.deepEqual(missingSigners(action, 'small-team', people), [], action)
    }
    assert.equal(strict.quorum, smallTeam.requirement.quorum, 'no waiver opens anything')
  }
  assert.deepEqual(waiversOf('strict'), [])
  assert.deepEqual(waiversOf('small-team').toSorted(), [...WAIVERS].toSorted())
})

/** What is wrong with roles, in words; empty when nothing is. */
function problemOf(...of: Parameters<typeof rolesProblem>): string {
  const problem = rolesProblem(...of)
  return problem === null ? '' : messages.policy.rolesProblem(problem)
}

test('roles that are kept apart: every pair, and each with its reason', () => {
  for (const profile of PROFILES) {
    const apart = new Set(apartIn(profile).map(({ roles }) => roles.toSorted().join()))
    for (const a of ROLES) {
      assert.equal(rolesProblem([a], profile), null)
      for (const b of ROLES.filter(role => role !== a)) {
        const problem = rolesProblem([a, b], profile)
        assert.equal(problem !== null, apart.has([a, b].toSorted().join()), `${a} ${b}`)
      }
    }
  }
  // Issue: a custodian holds a share; administrator and recovery officer hold none.
  assert.match(problemOf(['administrator', 'custodian'], 'strict'), /holds no share/)
  assert.match(problemOf(['recovery-officer', 'custodian'], 'strict'), /holds no share/)
  // Two people can be a small team, and even there nobody is their own witness.
  assert.equal(rolesProblem(['administrator', 'recovery-officer', 'custodian'], 'small-team'), null)
  assert.equal(rolesProblem(['witness', 'custodian'], 'small-team'), null)
  assert.match(problemOf(['administrator', 'witness'], 'small-team'), /own witness/)
  assert.match(problemOf([], 'small-team'), /none/)
  assert.match(problemOf(['witness', 'witness'], 'strict'), /twice/)
  assert.equal(new Set(APART.map(({ roles }) => roles.toSorted().join())).size, APART.length)
})

test('every entry that needs signatures is of one action', () => {
  const entries = ACTIONS.map(action => DEEDS[action].entry)
  assert.equal(new Set(entries).size, entries.length)
  for (const action of ACTIONS)
    assert.equal(rules.actionOfEntry(DEEDS[action].entry, policy), action)
  assert.equal(rules.actionOfEntry('share.issued', policy), null)
})

/** SHA-256 of the JSON of each policy that a version was released with: by these, logs verify for ever. */
const RELEASED: readonly (readonly [number: number, sha256: string])[] = [
  [1, 'b4b85b59f704f5e01a2f2993947d72fd834596b918f75d1ef95b9d250ebd4d63'],
]

describe('policies by their numbers', () => {
  test('those that were released are as they were', () => {
    for (const [number, sha256] of RELEASED) {
      const table = JSON.stringify(policyNumbered(number))
      assert.equal(createHash('sha256').update(table).digest('hex'), sha256, `policy ${number}`)
    }
    assert.equal(policyNumbered(NEWEST_POLICY.number + 1), null)
    assert.equal(policyNumbered(0), null)
  })

  test('the newest has the rows of shared/deeds, and no others', () => {
    const rows = Object.fromEntries(
      ACTIONS.map(action => {
        const row = DEEDS[action]
        const binds = Object.keys(row.terms.shape).toSorted()
        const smallTeam = {
          ...('smallTeam' in row && { smallTeam: row.smallTeam }),
          ...('lasts' in row && { lasts: row.lasts }),
        }
        return [action, { entry: row.entry, binds, strict: row.strict, ...smallTeam }]
      }),
    )
    const table = Object.fromEntries(
      Object.entries(policy.deeds).map(([action, { binds, ...rule }]) => {
        // A place is said where it is noted in the register of shares, and only there.
        // So is what speaks against a key, and people know.
        const besides: { readonly [action: string]: string } = {
          ...{ 'custody.change': 'place', 'key.deliver': 'although' },
          ...{ 'key.open': 'although', 'backup-key.open': 'although' },
        }
        const bound = [...binds, ...(besides[action] === undefined ? [] : [besides[action]])]
        return [action, { ...rule, binds: bound.toSorted() }]
      }),
    )
    assert.deepEqual(table, rows)
  })

  test('a deed that the policy in force does not have yet takes the rule of the newest', () => {
    const { 'person.add': _, ...deeds } = NEWEST_POLICY.deeds
    const older = { ...NEWEST_POLICY, number: 1, deeds }
    assert.deepEqual(
      rules.requirementOf('person.add', { profile: 'strict', policy: older }),
      requirementOf('person.add', 'strict'),
    )
    assert.equal(rules.actionOfEntry('person.added', older), null)
  })
})
