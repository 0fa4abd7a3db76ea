import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  forFinders,
  PLAN_LIMIT,
  parsePlan,
  planHash,
  planOfForm,
  sealedToOf,
} from '../../../main/core/ceremony/plan.ts'
import { policySentence1 } from '../../../main/core/ceremony/record-1-policy.ts'
import { type DataOf, KeyclaveError } from '../../../shared/errors.ts'
import { placeIn } from '../../../shared/messages/en/phrases/document.ts'
import { sentenceOf } from '../../../shared/messages/index.ts'
import { refusal } from '../refusal.ts'

const now = new Date('2026-11-21T10:00:00.000Z')
const parse = (text: string) => parsePlan(Buffer.from(text), now)

const PLAN = `
title: Root key ceremony 2026
organisation: Example Ltd
quorum: { threshold: 3, custodians: [Ada, Grace, Katherine, Hedy, Annie], identity: hybrid, kdf: 3 }
keys:
  - { label: video-root, bits: 256, purpose: content encryption, expires: 2028-11-21 }
`

test('reads the plan of the design', () => {
  assert.deepEqual(parse(PLAN), {
    title: 'Root key ceremony 2026',
    organisation: 'Example Ltd',
    quorum: {
      threshold: 3,
      custodians: ['Ada', 'Grace', 'Katherine', 'Hedy', 'Annie'],
      identity: 'hybrid',
      kdf: 3,
    },
    keys: [
      { label: 'video-root', bits: 256, purpose: 'content encryption', expires: '2028-11-21' },
    ],
    imports: [],
  })
})

test('the safe choices are the defaults', () => {
  const plan = parse('title: T\norganisation: O\nquorum: { threshold: 2, custodians: [A, B] }')
  assert.deepEqual([plan.quorum.identity, plan.quorum.kdf], ['hybrid', 3])
  assert.deepEqual([plan.keys, plan.imports], [[], []])
})

test('an import names its file, for the caller to resolve', () => {
  const plan = parse(`${PLAN}imports: [{ label: old, purpose: moved, file: ../old.key }]`)
  assert.deepEqual(plan.imports, [{ label: 'old', purpose: 'moved', file: '../old.key' }])
})

test('who opens a quorum, in the sentence that records of format 1 have signed for ever', () => {
  const sentence = (threshold: number) =>
    policySentence1(parse(PLAN.replace('threshold: 3', `threshold: ${threshold}`)).quorum)
  assert.equal(sentence(3), 'any 3 of these 5 people, together with the passphrase')
  assert.equal(sentence(5), 'all 5 of these people, together with the passphrase')
})

test('the hash is of what the plan says, not of how it is written', () => {
  const hash = planHash(parse(PLAN))
  assert.match(hash, /^[0-9a-f]{64}$/)
  assert.equal(planHash(parse(`# a comment\n${PLAN.replace(', kdf: 3', '')}`)), hash)
  assert.notEqual(planHash(parse(PLAN.replace('2028-11-21', '2028-11-22'))), hash)
})

test('a key is an AES key, or a pair', () => {
  const [key] = parse(change('bits: 256', 'pair: rsa-3072')).keys
  assert.deepEqual([key?.bits, key?.pair], [undefined, 'rsa-3072'])
})

const change = (from: string, to: string): string => {
  assert.ok(PLAN.includes(from))
  return PLAN.replace(from, to)
}

const REFUSED: readonly (readonly [string, string, string])[] = [
  ['an empty file', 'the document', ''],
  ['a list', 'the document', '[1, 2]'],
  ['a word', 'the document', 'plan'],
  ['an unknown field', 'titel', change('title:', 'titel: x\ntitle:')],
  ['an unknown field inside', 'quorum.treshold', change('{ threshold', '{ treshold: 3, threshold')],
  ['a missing title', 'title', change('title: Root key ceremony 2026', '')],
  ['an empty title', 'title', change('Root key ceremony 2026', '""')],
  ['a title that is a number', 'title', change('Root key ceremony 2026', '2026')],
  ['a threshold that is text', 'quorum.threshold', change('threshold: 3', 'threshold: three')],
  ['a threshold of 2.5', 'quorum.threshold', change('threshold: 3', 'threshold: 2.5')],
  ['an infinite threshold', 'quorum.threshold', change('threshold: 3', 'threshold: .inf')],
  ['an unknown identity', 'quorum.identity', change('hybrid', 'rsa')],
  ['KDF profile 0', 'quorum.kdf', change('kdf: 3', 'kdf: 0')],
  ['a custodian who is a number', 'quorum.custodians[1]', change('Grace', '7')],
  ['a custodian twice', 'quorum.custodians[1]', change('Grace', 'ADA')],
  ['a Trojan name', 'quorum.custodians[1]', change('Grace', '"Gra\\u202Ece"')],
  ['300 bits', 'keys[0].bits', change('bits: 256', 'bits: 300')],
  ['an unknown pair', 'keys[0].pair', change('bits: 256', 'pair: rsa-1024')],
  ['a key that is two', 'keys[0].pair', change('bits: 256', 'bits: 256, pair: ed25519')],
  ['a key that is nothing', 'keys[0].bits', change('bits: 256, ', '')],
  ['a day that does not exist', 'keys[0].expires', change('2028-11-21', '2027-02-29')],
  ['a date in another order', 'keys[0].expires', change('2028-11-21', '21.11.2028')],
  ['a key that expires today', 'keys[0].expires', change('2028-11-21', '2026-11-21')],
  ['a label twice', 'keys[1].label', `${PLAN}  - { label: VIDEO-root, bits: 128, purpose: p }\n`],
  [
    'a label twice, once imported',
    'imports[0].label',
    `${PLAN}imports: [{ label: video-root, purpose: p, file: f }]`,
  ],
  ['a field twice', 'line 3', change('organisation:', 'title: again\norganisation:')],
  ['a second document', 'line 7', `${PLAN}---\ntitle: x\n`],
  ['an unfinished quote', 'line 7', change('Root key', '"Root key')],
  ['a tag', 'line 2', change('Root key ceremony 2026', '!!js/function x')],
  ['an alias', 'the file', change('title: Root', 'x: &a [1]\ny: [*a, *a]\ntitle: Root')],
  ['a key that is a list', 'line 2', change('title: Root', '[a, b]: 1\ntitle: Root')],
  ['a merge key', '?', change('title: Root', '"<<": {}\ntitle: Root')],
  ['__proto__', '__proto__', change('title: Root', '__proto__: {}\ntitle: Root')],
  ['too much', 'the file', `#${'x'.repeat(PLAN_LIMIT)}`],
]

for (const [what, where, text] of REFUSED) {
  test(`refuses ${what}`, () => {
    assert.throws(
      () => parse(text),
      (error: unknown) => {
        refusal('PLAN_FORMAT')(error)
        const { faults } = (error as KeyclaveError).data as DataOf<'PLAN_FORMAT'>
        assert.equal(faults.length, 1, (error as Error).message)
        assert.equal(placeIn(faults[0]?.where ?? ''), where, (error as Error).message)
        return true
      },
    )
  })
}

test('refuses what is not UTF-8', () => {
  assert.throws(() => parsePlan(Buffer.from([0xff, 0xfe]), now), refusal('PLAN_FORMAT'))
})

test('a policy that cannot be is refused by its own code', () => {
  assert.throws(
    () => parse(change('threshold: 3', 'threshold: 1')),
    refusal('QUORUM_THRESHOLD_ONE'),
  )
  assert.throws(
    () => parse(change('threshold: 3', 'threshold: 6')),
    refusal('QUORUM_POLICY', { threshold: 6, count: 5 }),
  )
})

test('a billion laughs are refused before they are told', () => {
  const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]']
  for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh', 'hi'].map(s => [...s])) {
    bomb.push(`${to}: &${to} [${Array(9).fill(`*${from}`).join()}]`)
  }
  assert.throws(() => parse(bomb.join('\n')), refusal('PLAN_FORMAT'))
})

test('a file given by mistake is not quoted', () => {
  const mistakes = [
    'correct horse battery',
    'correct horse: battery',
    '"correct horse',
    'title: correct horse\nkeys: 7',
    'key: {correct horse',
  ]
  for (const text of mistakes) {
    assert.throws(
      () => parse(text),
      (error: unknown) => error instanceof KeyclaveError && !error.message.includes('horse'),
    )
  }
})

test('all faults are told at once, each with its line', () => {
  const text = `titel: T
organisation: ""
quorum:
  threshold: 4
  custodians: [Ada, ADA, 7]
keys:
  - { label: a, bits: 300, purpose: p }
  - { label: A, bits: 128, purpose: p, expires: 2020-01-01 }
people: { administrators: [Ada], witnesses: [], recoveryOfficers: [Eve] }
`
  assert.throws(
    () => parse(text),
    refusal('PLAN_FORMAT', {
      faults: [
        { where: 'title', line: null, problem: 'absent' },
        { where: 'titel', line: 1, problem: 'unknown' },
        { where: 'organisation', line: 2, problem: 'empty' },
        { where: 'quorum.threshold', line: 4, problem: { most: 3 } },
        { where: 'quorum.custodians[2]', line: 5, problem: { type: 'string' } },
        { where: 'quorum.custodians[1]', line: 5, problem: 'name-of-earlier' },
        { where: 'keys[0].bits', line: 7, problem: { oneOf: ['128', '192', '256'] } },
        { where: 'keys[1].label', line: 8, problem: 'label-of-earlier' },
        { where: 'keys[1].expires', line: 8, problem: 'not-to-come' },
        { where: 'people.witnesses', line: 9, problem: { leastEntries: 1 } },
        {
          where: 'people.administrators[0]',
          line: 9,
          problem: {
            roles: {
              kind: 'apart',
              roles: ['administrator', 'custodian'],
              why: 'runs-without-share',
            },
          },
        },
      ],
      more: 0,
    }),
  )
})

test('no plan makes work that grows with the square of its size', () => {
  // A real plan at its largest is read; what has more parts is refused before it is understood.
  const keys = Array.from(
    { length: 500 },
    (_, i) => `  - { label: k${i}, bits: 256, purpose: p }\n`,
  )
  const people = Array.from({ length: 255 }, (_, i) => `Person ${i}`)
  const quorum = `quorum: { threshold: 3, custodians: [${people}] }`
  assert.equal(
    parse(`title: T\norganisation: O\n${quorum}\nkeys:\n${keys.join('')}`).keys.length,
    500,
  )
  const most = refusal('PLAN_FORMAT', {
    faults: [{ where: 'keys', line: 4, problem: { mostEntries: 500 } }],
    more: 0,
  })
  const one = '  - { label: more, bits: 256, purpose: p }\n'
  assert.throws(
    () => parse(`title: T\norganisation: O\n${quorum}\nkeys:\n${keys.join('')}${one}`),
    most,
  )

  const tooMany = refusal('PLAN_FORMAT', {
    faults: [{ where: { part: 'file' }, line: null, problem: 'too-many-parts' }],
    more: 0,
  })
  const filled = (part: (i: number) => string) =>
    Array.from({ length: 26_000 }, (_, i) => part(i))
      .join('')
      .slice(0, PLAN_LIMIT - 10)
  for (const text of [
    filled(i => `k${i}: 1\n`),
    `{${filled(i => `k${i}: 1,`)}}`,
    filled(() => ']]]]'),
    `[${filled(() => ',,,,')}`,
    filled(() => '[[[['),
    filled(i => `- &a${i} !t x\n`),
  ]) {
    assert.throws(() => parse(text), tooMany)
  }
})

test('a form is judged as a file is, and its faults have no lines', () => {
  assert.throws(
    () =>
      planOfForm(
        { title: '', organisation: 'O', quorum: { threshold: 2, custodians: ['A', 'B'] } },
        now,
      ),
    refusal('PLAN_FORMAT', { faults: [{ where: 'title', line: null, problem: 'empty' }], more: 0 }),
  )
})

test('a custodian who is absent is one of the custodians, by one key, and enough are left in the room', () => {
  const key = 'ab'.repeat(32)
  const absent = (custodian: string, to = 'age', fingerprint = key) =>
    `{ custodian: ${custodian}, to: ${to}, file: k.txt, fingerprint: "${fingerprint}" }`
  const sealed = (...rows: string[]) => `${PLAN}sealedTo: [${rows.join(', ')}]\n`
  const plan = parse(sealed(absent('hedy'), absent('Annie', 'openpgp', 'cd'.repeat(20))))
  assert.equal(sealedToOf(plan, 4)?.fingerprint, key, 'by the name, however it is spelled')
  assert.equal(sealedToOf(plan, 5)?.to, 'openpgp')
  assert.equal(sealedToOf(plan, 1), null)
  const faults = (text: string) => {
    try {
      parse(text)
    } catch (error) {
      assert.ok(error instanceof KeyclaveError && error.code === 'PLAN_FORMAT')
      return (error.data as DataOf<'PLAN_FORMAT'>).faults.map(({ where, problem }) => [
        where,
        problem,
      ])
    }
    return assert.fail('it is refused')
  }
  assert.deepEqual(faults(sealed(absent('Mallory'))), [['sealedTo[0].custodian', 'no-custodian']])
  assert.deepEqual(faults(sealed(absent('Hedy'), absent('Hedy'))), [
    ['sealedTo[1].custodian', 'name-of-earlier'],
  ])
  const three = ['Hedy', 'Annie', 'Ada'].map(name => absent(name))
  assert.deepEqual(faults(sealed(...three)), [['sealedTo', 'too-few-in-room']])
  assert.deepEqual(faults(sealed(absent('Hedy', 'openpgp'))), [
    ['sealedTo[0].fingerprint', { hexDigits: 40 }],
  ])
})

test('a plan names one or two languages besides English, of those that there are', () => {
  assert.deepEqual(forFinders(parse(PLAN)), { contact: null, languages: [] })
  const plan = parse(`${PLAN}contact: Reception\nlanguages: [de, ja]\n`)
  assert.deepEqual(forFinders(plan), { contact: 'Reception', languages: ['de', 'ja'] })
  for (const languages of ['[]', '[de, fr, ja]', '[en]', '[tlh]', 'de']) {
    const sentence = said(() => parse(`${PLAN}languages: ${languages}\n`))
    assert.match(sentence, /languages/, languages)
    assert.doesNotMatch(sentence, /undefined|\[object/)
  }
})

/** The sentence of a refusal. */
function said(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof KeyclaveError) return sentenceOf(error, 'en')
  }
  assert.fail('it was not refused')
}
