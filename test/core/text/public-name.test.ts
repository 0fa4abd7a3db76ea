import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findRepeatedName, nameProblem } from '../../../main/core/text/public-name.ts'

const GOOD = [
  'Ada',
  'Zoë',
  "Anne-Marie O'Neill",
  '张伟',
  'می\u200cخواهم', // the joiner that Persian needs
  'क\u094d\u200dष',
  'video-root (2026)',
  '😀',
  'x'.repeat(200),
  '😀'.repeat(200),
]
for (const name of GOOD) {
  test(`accepts ${JSON.stringify(name.slice(0, 20))}`, () => assert.equal(nameProblem(name), null))
}

const BAD: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['too much', 'x'.repeat(201)],
  ['a line break', 'Ada\nGrace'],
  ['NUL', 'Ada\0'],
  ['a right-to-left override', 'Ada\u202Eecarg'],
  ['a bidirectional isolate', 'Ada\u2066x\u2069'],
  ['a zero width space', 'Ada\u200B'],
  ['a joiner at the end', 'Ada\u200D'],
  ['a byte order mark', '\uFEFFAda'],
  ['a soft hyphen', 'A\u00ADda'],
  ['a tag character', 'Ada\u{E0041}'],
  ['a private character', 'Ada\uE000'],
  ['an unassigned character', 'Ada\u0378'],
  ['a lone surrogate', 'Ada\uD800'],
  ['a line separator', 'Ada\u2028'],
  ['a no-break space', 'Ada\u00A0Lovelace'],
  ['a space at the start', ' Ada'],
  ['a space at the end', 'Ada '],
  ['two spaces', 'Ada  Lovelace'],
  ['decomposed letters', 'Zoe\u0308'],
]
for (const [what, name] of BAD) {
  test(`refuses ${what}`, () => {
    const problem = nameProblem(name)
    assert.match(problem ?? '', /^must /)
  })
}

test('names that people would take for one another are the same', () => {
  assert.equal(findRepeatedName(['Ada', 'Grace', 'ADA']), 2)
  assert.equal(findRepeatedName(['Straße', 'STRASSE']), 1)
  assert.equal(findRepeatedName(['ﬁle', 'file']), 1)
  assert.equal(findRepeatedName(['A\u200Dda', 'Ada']), 1)
  assert.equal(findRepeatedName(['Ada', 'Grace', 'Katherine']), -1)
  assert.equal(findRepeatedName([]), -1)
})
