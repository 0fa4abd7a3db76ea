import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it, test } from 'node:test'
import { type Statement, statementHash } from '../../../main/core/log/statement.ts'
import { signerOf } from '../../../main/core/people/signature.ts'
import { entryOf, entryOn, type KeyStanding } from '../../../main/core/status/entry.ts'
import { insteadOf, judgeList, type WantedKey } from '../../../main/core/status/judge.ts'
import {
  parseStatusList,
  type StatusContent,
  type StatusList,
  statusHash,
  statusToBytes,
} from '../../../main/core/status/list.ts'
import { type StatusAnchor, signatureProblem } from '../../../main/core/status/signed.ts'
import { LOG, type Member, PEOPLE, STRICT } from '../kit/proving-kit.ts'
import { refusal } from '../refusal.ts'

const { ines, max, walt, olga } = PEOPLE
const SET = '0123456789'
const STATUS_KEY = signerOf(createHash('sha256').update('status key').digest())
const ANCHOR: StatusAnchor = {
  ...{ setId: SET, fingerprint: 'ab'.repeat(32), statusKey: STATUS_KEY.publicKey },
  authority: { ...STRICT, policy: 2 },
}
const ISSUED = '2026-11-21T10:00:00.000Z'
const idOf = (n: number): string => n.toString(16).padStart(16, '0')

const standing = (rest: Partial<KeyStanding> = {}): KeyStanding => ({
  ...{ kind: 'master-key', id: idOf(1), version: 1, fingerprint: 'cd'.repeat(32) },
  dates: { activates: null, protectUntil: null, processUntil: null },
  ...{ made: '2026-01-01', last: null, replacedBy: null, ...rest },
})

const content = (rest: Partial<StatusContent> = {}): StatusContent => ({
  ...{ format: 'keyclave status list 1', organisation: 'Example Ltd' },
  ...{ number: 1, previous: null, issued: ISSUED, nextIssue: '2027-02-19T10:00:00.000Z' },
  scope: [{ setId: SET, fingerprint: ANCHOR.fingerprint }],
  ...{ audit: null, entries: [entryOf(standing(), '2026-11-21')], ...rest },
})

/** A list as these people sign it. */
function signed(
  list: StatusContent,
  signers: readonly Member[] = [ines, walt],
  {
    action = 'status.publish',
    log = LOG,
    asked = list.issued,
    terms = { list: statusHash(list) },
  } = {},
): StatusList {
  const statement: Statement = {
    ...{ format: 'keyclave statement 2', request: '00'.repeat(8) },
    ...{ action, log, asked, terms },
  }
  const hash = statementHash(statement)
  const by = signers.map(({ signer }) => ({ key: signer.publicKey, signature: signer.sign(hash) }))
  return { ...list, agreement: { statement, by } }
}

const byQuorum = (list: StatusContent): StatusList => ({
  ...list,
  agreement: { setId: SET, signature: STATUS_KEY.sign(statusHash(list)) },
})

const answerOf = (
  list: StatusList,
  {
    wanted = null as WantedKey | null,
    now = '2026-11-27T00:00:00.000Z',
    seen = null as StatusList | null,
    anchor = ANCHOR,
  } = {},
) => judgeList(list, { anchor, seen, wanted, now: new Date(now) })

describe('who signs a list', () => {
  it('is an administrator and a witness whom the kit names, or the quorum itself', () => {
    assert.equal(signatureProblem(signed(content()), ANCHOR), null)
    assert.equal(signatureProblem(byQuorum(content()), ANCHOR), null)
    assert.equal(signatureProblem(byQuorum(content()), { ...ANCHOR, authority: null }), null)
  })

  const list = content()
  const stranger: Member = {
    ...ines,
    signer: signerOf(createHash('sha256').update('a stranger').digest()),
  }
  const wrong = signed(list)
  assert.ok('by' in wrong.agreement)
  const [one, two] = wrong.agreement.by
  const swapped = [
    { key: one?.key ?? '', signature: two?.signature ?? '' },
    { key: two?.key ?? '', signature: one?.signature ?? '' },
  ]
  for (const [name, bad, problem, anchor = ANCHOR] of [
    ['one person', signed(list, [ines]), 'too-few'],
    ['two of one role', signed(list, [ines, max]), 'too-few'],
    ['people of other roles', signed(list, [walt, olga]), 'too-few'],
    ['one person twice', signed(list, [walt, walt]), 'too-few'],
    ['a foreign key', signed(list, [stranger, walt]), 'not-named'],
    [
      'signatures exchanged',
      { ...wrong, agreement: { ...wrong.agreement, by: swapped } },
      'signature-wrong',
    ],
    ['something else', signed(list, [ines, walt], { action: 'key.add' }), 'signed-otherwise'],
    ['another log', signed(list, [ines, walt], { log: 'ef'.repeat(16) }), 'signed-otherwise'],
    [
      'another list',
      signed(list, [ines, walt], { terms: { list: 'ef'.repeat(32) } }),
      'signed-otherwise',
    ],
    [
      'another day',
      signed(list, [ines, walt], { asked: '2026-11-22T10:00:00.000Z' }),
      'signed-another-time',
    ],
    [
      'another fingerprint',
      signed(list),
      'other-quorum',
      { ...ANCHOR, fingerprint: 'ef'.repeat(32) },
    ],
    ['another quorum', signed(list), 'other-quorum', { ...ANCHOR, setId: '9876543210' }],
    ['nobody named', signed(list), 'nobody-named', { ...ANCHOR, authority: null }],
    [
      'a later policy',
      signed(list),
      'policy-unknown',
      { ...ANCHOR, authority: { ...STRICT, policy: 99 } },
    ],
    ['no status key', byQuorum(list), 'other-quorum-signed', { ...ANCHOR, statusKey: null }],
    [
      'another status key',
      byQuorum(list),
      'signature-wrong',
      { ...ANCHOR, statusKey: ines.signer.publicKey },
    ],
  ] as const) {
    it(`and not ${name}`, () => {
      assert.equal(signatureProblem(bad as StatusList, anchor), problem)
      assert.equal(answerOf(bad as StatusList, { anchor }).answer, 'not-signed')
    })
  }

  it('and any member that is changed afterwards shows', () => {
    const whole = signed(content({ number: 2, previous: 'ef'.repeat(32) }))
    for (const change of [
      ...[{ organisation: 'Other Ltd' }, { number: 3 }, { previous: 'fe'.repeat(32) }],
      ...[{ issued: '2026-11-21T10:00:00.001Z' }, { nextIssue: '2036-02-19T10:00:00.000Z' }],
      ...[
        { entries: [] },
        { scope: [...whole.scope, { setId: '9876543210', fingerprint: 'ab'.repeat(32) }] },
      ],
      { audit: { log: LOG, size: 1, hash: 'ab'.repeat(32) } },
    ]) {
      assert.equal(signatureProblem({ ...whole, ...change }, ANCHOR), 'signed-otherwise')
    }
  })
})

describe('what a list answers', () => {
  const first = signed(content())
  const second = signed(content({ number: 2, previous: statusHash(first) }))

  it('is good until the next list, or the last day of the key', () => {
    assert.deepEqual(answerOf(first), { answer: 'good', until: '2027-02-19', entry: null })
    const entries = [
      entryOf(
        standing({ dates: { activates: null, protectUntil: '2026-12-01', processUntil: null } }),
        '2026-11-21',
      ),
    ]
    const wanted = { id: idOf(1), version: null }
    const good = answerOf(signed(content({ entries })), { wanted })
    assert.ok(good.answer === 'good')
    assert.equal(good.until, '2026-12-01')
    const over = answerOf(signed(content({ entries })), { wanted, now: '2026-12-02T00:00:00.000Z' })
    assert.ok(over.answer === 'revoked')
    assert.equal(over.since, '2026-12-02')
  })

  it('is stale after its time, whatever it says that is good', () => {
    const now = '2027-02-19T10:00:00.001Z'
    assert.equal(answerOf(first, { now: '2027-02-19T10:00:00.000Z' }).answer, 'good')
    assert.equal(answerOf(first, { now }).answer, 'stale')
    assert.equal(answerOf(first, { now, wanted: { id: idOf(9), version: null } }).answer, 'stale')
  })

  it('is older, or forked, beside one that was seen before', () => {
    assert.equal(answerOf(second, { seen: first }).answer, 'good')
    assert.equal(answerOf(second, { seen: second }).answer, 'good')
    assert.equal(answerOf(first, { seen: second }).answer, 'older')
    const otherFirst = signed(content({ organisation: 'Example GmbH' }))
    assert.equal(answerOf(otherFirst, { seen: first }).answer, 'forked')
    assert.equal(answerOf(second, { seen: otherFirst }).answer, 'forked')
    const third = signed(content({ number: 3, previous: statusHash(second) }))
    assert.equal(answerOf(third, { seen: first }).answer, 'good', 'the one between was not seen')
    // The same list with signatures of others is the same list.
    assert.equal(answerOf(signed(content(), [max, walt]), { seen: first }).answer, 'good')
  })

  it('is forked where it takes back what was said before, whoever signed that', () => {
    const compromised = standing({
      last: { to: 'compromised', on: '2026-11-01', reason: 'key-compromise', occurred: null },
    })
    const bad = signed(content({ entries: [entryOf(compromised, '2026-11-21')] }))
    const wanted = { id: idOf(1), version: null }
    const forget = signed(content({ number: 2, previous: statusHash(bad) }))
    assert.equal(answerOf(forget, { wanted }).answer, 'good', 'by itself nothing shows')
    assert.equal(answerOf(forget, { wanted, seen: bad }).answer, 'forked')
    const leaves = signed(content({ number: 7, previous: 'ab'.repeat(32), entries: [] }))
    assert.equal(answerOf(leaves, { wanted, seen: bad }).answer, 'forked')
  })

  it('follows the state of the key, and its days', () => {
    const last = (to: 'suspended' | 'compromised' | 'destroyed') => ({
      ...{ to, on: '2026-10-01', reason: 'key-compromise' as const },
      occurred: to === 'compromised' ? '2026-09-01' : null,
    })
    const dates = { activates: '2026-12-01', protectUntil: '2026-12-31', processUntil: null }
    const entries = [
      entryOf(
        standing({ id: idOf(1), version: 1, replacedBy: 2, last: last('compromised') }),
        '2026-11-21',
      ),
      entryOf(standing({ id: idOf(1), version: 2, fingerprint: 'ce'.repeat(32) }), '2026-11-21'),
      entryOf(standing({ id: idOf(2), last: last('suspended') }), '2026-11-21'),
      entryOf(standing({ id: idOf(3), dates }), '2026-11-21'),
      entryOf(standing({ id: idOf(4), last: last('destroyed') }), '2026-11-21'),
    ]
    const list = signed(content({ entries }))
    const of = (wanted: WantedKey, now?: string) =>
      answerOf(list, { wanted, ...(now !== undefined && { now }) })
    const revoked = of({ id: idOf(1), version: 1 })
    assert.ok(revoked.answer === 'revoked')
    assert.deepEqual(
      [revoked.since, revoked.entry.occurred, revoked.entry.replacedBy, revoked.entry.instruction],
      ['2026-10-01', '2026-09-01', 2, 'stop'],
    )
    assert.equal(of({ id: idOf(1), version: null }).answer, 'good')
    assert.equal(of({ fingerprint: 'ce'.repeat(32) }).answer, 'good')
    assert.equal(of({ fingerprint: 'cd'.repeat(16) }).answer, 'revoked', 'of several the worst')
    assert.equal(of({ id: idOf(2), version: null }).answer, 'suspended')
    assert.equal(of({ id: idOf(3), version: null }).answer, 'suspended', 'not in use yet')
    assert.equal(of({ id: idOf(3), version: null }, '2026-12-01T00:00:00.000Z').answer, 'good')
    assert.equal(of({ id: idOf(3), version: null }, '2027-01-01T00:00:00.000Z').answer, 'revoked')
    assert.equal(of({ id: idOf(4), version: null }).answer, 'revoked')
    assert.equal(of({ id: idOf(5), version: null }).answer, 'unknown')
    assert.equal(of({ id: idOf(1), version: 3 }).answer, 'unknown')
    // Nothing brings a compromised key back: a list that is stale still says so.
    assert.equal(of({ id: idOf(1), version: 1 }, '2027-11-21T00:00:00.000Z').answer, 'revoked')
    assert.equal(of({ id: idOf(2), version: null }, '2027-11-21T00:00:00.000Z').answer, 'stale')
  })
})

test('an entry says since when, and what to do', () => {
  const dates = { activates: '2026-06-01', protectUntil: '2026-08-01', processUntil: '2028-08-01' }
  const on = (today: string) => entryOf(standing({ dates }), today)
  assert.deepEqual(
    ['2026-05-31', '2026-06-01', '2026-08-02'].map(today => {
      const { state, since, instruction } = on(today)
      return [state, since, instruction]
    }),
    [
      ['pre-activation', '2026-01-01', 'wait'],
      ['active', '2026-06-01', 'use'],
      ['deactivated', '2026-08-02', 'read-only'],
    ],
  )
  for (const today of ['2026-05-31', '2026-06-01', '2026-08-02']) {
    assert.deepEqual(entryOn(on('2026-05-31'), today), on(today), 'a reader sees the same day')
  }
})

test('a file is read in any spelling, and refused when it is none', () => {
  const list = signed(content())
  assert.deepEqual(parseStatusList(statusToBytes(list)), list)
  assert.deepEqual(parseStatusList(Buffer.from(`\uFEFF${JSON.stringify(list, null, 2)}\n`)), list)
  const bytes = statusToBytes(list)
  const refused = (value: unknown) =>
    assert.throws(() => parseStatusList(Buffer.from(JSON.stringify(value))), /STATUS_FORMAT/)
  assert.throws(
    () => parseStatusList(bytes.subarray(0, -1)),
    refusal('STATUS_FORMAT', { where: { part: 'file' }, problem: 'not-json' }),
  )
  assert.throws(
    () =>
      parseStatusList(Buffer.from(JSON.stringify({ ...list, format: 'keyclave status list 2' }))),
    /STATUS_VERSION/,
  )
  const [entry] = list.entries
  for (const change of [
    ...[
      { format: 'x' },
      { number: 0 },
      { number: 2 },
      { previous: 'ab'.repeat(32) },
      { scope: [] },
    ],
    ...[{ nextIssue: list.issued }, { entries: [entry, entry] }, { extra: 1 }, { agreement: null }],
    { entries: [{ ...entry, version: 2 }, entry] },
  ]) {
    refused({ ...list, ...change })
  }
})

test('5,000 keys are one list, read and answered at once', () => {
  const entries = Array.from({ length: 5000 }, (_, i) =>
    entryOf(
      standing({ id: idOf(i), fingerprint: createHash('sha256').update(`${i}`).digest('hex') }),
      '2026-11-21',
    ),
  )
  const bytes = statusToBytes(signed(content({ entries })))
  assert.ok(bytes.length < 2 * 1024 * 1024)
  const list = parseStatusList(bytes)
  const last = list.entries.at(-1)?.fingerprint ?? ''
  assert.equal(answerOf(list, { wanted: { fingerprint: last } }).answer, 'good')
  assert.equal(answerOf(list, { wanted: { id: idOf(5000), version: null } }).answer, 'unknown')
})

test('what is used instead of a version is one that the list calls good, and of a stale list nothing', () => {
  const ended = (version: number, to: 'compromised' | 'deactivated'): KeyStanding =>
    standing({ version, last: { to, on: '2026-11-01', reason: 'superseded', occurred: null } })
  const listOf = (...keys: readonly KeyStanding[]): StatusList =>
    signed(content({ entries: keys.map(key => entryOf(key, '2026-11-21')) }))
  const at = (list: StatusList, moment = '2026-11-27T00:00:00.000Z'): number | null => {
    const [first] = list.entries
    return first === undefined ? null : insteadOf(list, first, new Date(moment))
  }
  const next = listOf(ended(1, 'deactivated'), standing({ version: 2 }))
  assert.equal(at(next), 2)
  assert.equal(at(next, '2027-02-20T00:00:00.000Z'), null)
  assert.equal(at(listOf(ended(1, 'deactivated'), ended(2, 'compromised'))), null)
  const dates = { activates: null, protectUntil: '2026-11-25', processUntil: null }
  assert.equal(at(listOf(ended(1, 'deactivated'), standing({ version: 2, dates }))), null)
  assert.equal(at(listOf(standing(), standing({ version: 2 }))), null, 'it is in use itself')
})
