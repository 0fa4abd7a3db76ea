import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findRepeatedName, nameProblem } from '../../../main/core/text/public-name.ts'
import type { NameProblem } from '../../../shared/codes/index.ts'

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

const BAD: readonly (readonly [string, string, NameProblem])[] = [
  ['nothing', '', 'empty'],
  ['too much', 'x'.repeat(201), { mostCharacters: 200 }],
  ['a line break', 'Ada\nGrace', 'invisible'],
  ['NUL', 'Ada\0', 'invisible'],
  ['a right-to-left override', 'Ada\u202Eecarg', 'invisible'],
  ['a bidirectional isolate', 'Ada\u2066x\u2069', 'invisible'],
  ['a zero width space', 'Ada\u200B', 'invisible'],
  ['a joiner at the end', 'Ada\u200D', 'invisible'],
  ['a byte order mark', '\uFEFFAda', 'invisible'],
  ['a soft hyphen', 'A\u00ADda', 'invisible'],
  ['a tag character', 'Ada\u{E0041}', 'invisible'],
  ['a private character', 'Ada\uE000', 'invisible'],
  ['an unassigned character', 'Ada\u0378', 'invisible'],
  ['a lone surrogate', 'Ada\uD800', 'invisible'],
  ['a line separator', 'Ada\u2028', 'invisible'],
  ['a no-break space', 'Ada\u00A0Lovelace', 'spaces'],
  ['a space at the start', ' Ada', 'spaces'],
  ['a space at the end', 'Ada ', 'spaces'],
  ['two spaces', 'Ada  Lovelace', 'spaces'],
  ['decomposed letters', 'Zoe\u0308', 'not-nfc'],
]
for (const [what, name, problem] of BAD) {
  test(`refuses ${what}`, () => assert.deepEqual(nameProblem(name), problem))
}

test('names that people would take for one another are the same', () => {
  assert.equal(findRepeatedName(['Ada', 'Grace', 'ADA']), 2)
  assert.equal(findRepeatedName(['Straße', 'STRASSE']), 1)
  assert.equal(findRepeatedName(['ﬁle', 'file']), 1)
  assert.equal(findRepeatedName(['A\u200Dda', 'Ada']), 1)
  assert.equal(findRepeatedName(['Ada', 'Grace', 'Katherine']), -1)
  assert.equal(findRepeatedName([]), -1)
})
