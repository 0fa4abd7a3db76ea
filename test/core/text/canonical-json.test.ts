import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  canonicalBytes,
  canonicalJson,
  parseCanonical,
} from '../../../main/core/text/canonical-json.ts'

test('spells values as RFC 8785 §3.2 does', () => {
  const value = JSON.parse(
    '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
  )
  assert.equal(
    canonicalJson(value),
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
})

test('sorts member names by UTF-16 code units, as RFC 8785 §3.2.3 does', () => {
  const value = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew Letter Dalet With Dagesh',
    1: 'One',
    '\ud83d\ude00': 'Emoji: Grinning Face',
    '\u0080': 'Control',
    '\u00f6': 'Latin Small Letter O With Diaeresis',
  }
  assert.deepEqual(Object.values(JSON.parse(canonicalJson(value))).length, 7)
  const order = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33']
  const places = order.map(name => canonicalJson(value).indexOf(JSON.stringify(name)))
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
  )
})

test('what is written is read, and writing it again changes nothing', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), value => {
      const bytes = canonicalBytes(value)
      const read = parseCanonical(bytes)
      assert.ok('value' in read)
      assert.deepEqual(canonicalBytes(read.value), bytes)
    }),
  )
})

const REFUSED = [
  ['duplicate keys', '{"a":1,"a":2}', 'spelling'],
  ['equal duplicate keys', '{"a":1,"a":1}', 'spelling'],
  ['white space', '{"a": 1}', 'spelling'],
  ['a line break at the end', '{"a":1}\n', 'spelling'],
  ['unsorted keys', '{"b":1,"a":2}', 'spelling'],
  ['an escape that is not needed', '"\\u0041"', 'spelling'],
  ['an escaped slash', '"\\/"', 'spelling'],
  ['another spelling of a number', '1.0', 'spelling'],
  ['minus zero', '-0', 'spelling'],
  ['a number that JavaScript cannot hold', '12345678901234567890', 'spelling'],
  ['a number beyond all bounds', '1e999', 'spelling'],
  ['a lone surrogate', '"\\ud800"', 'spelling'],
  ['nesting without end', '['.repeat(100_000) + ']'.repeat(100_000), 'spelling'],
  ['a byte order mark', '\uFEFF{}', 'syntax'],
  ['nothing', '', 'syntax'],
  ['half a document', '{"a":', 'syntax'],
  ['two documents', '{}{}', 'syntax'],
] as const

for (const [name, text, not] of REFUSED) {
  test(`refuses ${name}`, () => assert.deepEqual(parseCanonical(Buffer.from(text)), { not }))
}

test('refuses what is not UTF-8', () => {
  assert.deepEqual(parseCanonical(Buffer.from([0x22, 0xff, 0x22])), { not: 'encoding' })
})

test('a member named __proto__ is a member like any other', () => {
  const read = parseCanonical(Buffer.from('{"__proto__":1}'))
  assert.ok('value' in read)
  assert.equal(canonicalJson(read.value), '{"__proto__":1}')
})
