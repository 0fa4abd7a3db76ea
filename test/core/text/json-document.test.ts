import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonicalBytes } from '../../../main/core/text/canonical-json.ts'
import { jsonValues, readJson } from '../../../main/core/text/json-document.ts'

const read = (text: string) => readJson(Buffer.from(text))

test('a document says the same in every spelling', () => {
  // A member of this name is refused, whatever it holds (below).
  const value = fc
    .jsonValue({ noUnicodeString: false, maxDepth: 4 })
    .filter(said => !JSON.stringify(said).includes('"__proto__"'))
  const space = fc.constantFrom('', ' ', '\n', '\r\n', '\t')
  fc.assert(
    fc.property(value, space, fc.nat(4), fc.boolean(), (said, around, indent, marked) => {
      const canonical = canonicalBytes(said)
      assert.deepEqual(readJson(canonical), {
        ...{ value: JSON.parse(canonical.toString()), canonical: true },
      })
      const spelled = JSON.stringify(JSON.parse(canonical.toString()), null, indent)
      const text = `${marked ? '\uFEFF' : ''}${around}${spelled}${around}`
      const found = read(text)
      assert.ok('value' in found, text)
      assert.equal(found.canonical, Buffer.from(text).equals(canonical))
      assert.deepEqual(canonicalBytes(found.value), canonical)
    }),
  )
})

const REFUSED = [
  ['a member twice', '{"a":1,"a":2}', 'field-twice'],
  ['a member twice, the same', '{"a":1,"a":1}', 'field-twice'],
  ['a member twice, far inside', '[{"x":[{"b":1,"c":{},"b":1}]}]', 'field-twice'],
  ['a member twice, one of them escaped', '{"a":1,"\\u0061":2}', 'field-twice'],
  ['__proto__', '{"__proto__":1}', 'forbidden-field'],
  ['__proto__, escaped', '{ "\\u005f_proto__":1}', 'forbidden-field'],
  ['another spelling of a number', '[1.0]', 'odd-number'],
  ['minus zero', '[-0]', 'odd-number'],
  ['a number that JavaScript cannot hold', '12345678901234567890', 'odd-number'],
  ['a number beyond all bounds', '1e999', 'odd-number'],
  ['half a character', '"\\ud800"', 'half-character'],
  ['nesting without end', '['.repeat(100_000) + ']'.repeat(100_000), 'too-deep'],
  ['nothing', '', 'not-json'],
  ['half a document', '{"a":', 'not-json'],
  ['two documents', '{}{}', 'not-json'],
  ['two byte order marks', '\uFEFF\uFEFF{}', 'not-json'],
  ['a form feed', '\f{}', 'not-json'],
  ['UTF-16', '\0{\0}', 'not-json'],
] as const

for (const [name, text, not] of REFUSED) {
  test(`refuses ${name}`, () => assert.deepEqual(read(text), { not }))
}

test('refuses what is not UTF-8', () => {
  assert.deepEqual(readJson(Buffer.from([0x22, 0xff, 0x22])), { not: 'not-utf8' })
})

test('the same name in two objects, a value that is the name, quotes within: no member twice', () => {
  for (const text of ['[{"a":1}, {"a":1}]', '{"a": "a", "b": {"a": "\\"a\\":"}}', '["a", "a"]']) {
    assert.ok('value' in read(text), text)
  }
})

test('values one after another, however the lines are broken', () => {
  const values = [{ a: '}{"\\' }, [1, [2]], { b: {} }]
  const texts = (separator: string, indent: number): string[] => {
    const file = values.map(value => JSON.stringify(value, null, indent)).join(separator)
    return [...jsonValues(Buffer.from(file))].map(({ bytes }) => Buffer.from(bytes).toString())
  }
  for (const separator of ['\n', '\r\n', ' ', '\n\n']) {
    for (const indent of [0, 2]) {
      assert.deepEqual(
        texts(separator, indent).map(text => JSON.parse(text)),
        values,
      )
    }
  }
  assert.deepEqual(
    [...jsonValues(Buffer.from('{"a":1}\n{"b":'))].map(({ whole }) => whole),
    [true, false],
  )
})
