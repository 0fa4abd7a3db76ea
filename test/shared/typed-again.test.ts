/** What of a passphrase nobody could type again from paper. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { untypeableIn } from '../../shared/typed-again.ts'

const UNTYPEABLE: readonly (readonly [string, string, readonly string[]])[] = [
  ['a space at its end', 'unmixed tarantula gumdrop ', ['space-at-end']],
  ['a space at its beginning', ' unmixed tarantula gumdrop', ['space-at-end']],
  ['a doubled space', 'unmixed  tarantula gumdrop', ['doubled-space']],
  ['a space that becomes one', 'unmixed \u00a0tarantula gumdrop', ['doubled-space']],
  ['an ogham space', 'unmixed\u1680tarantula gumdrop', ['strange-space']],
  ['a zero-width space', 'unmixed tar\u200bantula gumdrop', ['unseen-character']],
  ['a soft hyphen', 'unmixed taran\u00adtula gumdrop', ['unseen-character']],
  ['a direction control', 'unmixed \u202etarantula gumdrop', ['unseen-character']],
  ['a variation selector', 'unmixed tarantula \u2603\ufe0f gumdrop', ['unseen-character']],
  ['a Hangul filler', 'unmixed tarantula \u3164 gumdrop', ['unseen-character', 'mixed-scripts']],
  ['a Cyrillic letter among Latin', 'unmixed t\u0430rantula gumdrop', ['mixed-scripts']],
  ['a Greek word among Latin', 'unmixed \u03b1\u03b2\u03b3 gumdrop river', ['mixed-scripts']],
  ['two of these', 'unmixed  tarantula gumdrop ', ['space-at-end', 'doubled-space']],
]

for (const [name, text, problems] of UNTYPEABLE) {
  test(`a passphrase with ${name} cannot be typed again`, () => {
    assert.deepEqual(untypeableIn(text.normalize('NFKC')), problems)
  })
}

test('letters of one alphabet can be typed again, with accents, digits and signs', () => {
  for (const text of [
    'unmixed tarantula yo-yo gumdrop',
    'Gr\u00fc\u00dfe an 2 B\u00e4ume & den Flu\u00df! \u2603',
    '\u043d\u0435\u0441\u043c\u0435\u0448\u0430\u043d\u043d\u044b\u0439 42',
    '\u5c71\u304c\u597d\u304d\u306a\u30bf\u30e9\u30f3\u30c1\u30e5\u30e9\u306f\u6d77\u3082',
  ]) {
    assert.deepEqual(untypeableIn(text.normalize('NFKC')), [], text)
  }
})
