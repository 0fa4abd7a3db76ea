/** The catalogue: every code has its sentence in every language, and no sentence is without a code. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CODES, type ErrorCode } from '../../shared/codes/index.ts'
import { type ErrorData, refuse } from '../../shared/errors.ts'
import { en } from '../../shared/messages/en/index.ts'
import {
  type ErrorMessages,
  LANGUAGES,
  type Messages,
  sentenceOf,
} from '../../shared/messages/index.ts'
import { samplesOf } from './samples.ts'

for (const language of LANGUAGES) {
  for (const code of Object.keys(CODES) as ErrorCode[]) {
    test(`${language} says ${code}, whatever its data is`, () => {
      const said = samplesOf(CODES[code].data).map(data =>
        sentenceOf({ code, data: data as ErrorData }, language),
      )
      for (const sentence of said) {
        assert.ok(sentence.length > 10, sentence)
        // Two full stops, but for the name ".." that a sentence may have to say.
        assert.doesNotMatch(sentence, /undefined|\bnull\b|NaN|\[object|=>|(?<!")\.\./, sentence)
      }
    })
  }
}

test('the sentence of a refusal begins with what it is about', () => {
  const error = refuse('QUORUM_SHORT', { have: 1, need: 3 })
  assert.equal(
    sentenceOf(error.about('office.json'), 'en'),
    `office.json: ${sentenceOf(error, 'en')}`,
  )
  assert.match(sentenceOf(error.about({ stream: 'standard-input' }), 'en'), /^standard input: This/)
})

test('without a catalogue an error says its code and its data', () => {
  const { message } = refuse('QUORUM_SHORT', { have: 1, need: 3 })
  assert.equal(message, 'QUORUM_SHORT {"have":1,"need":3}')
})

test('a missing or a superfluous message does not compile', () => {
  const { LOCKED, ...withoutLocked } = en.errors
  // @ts-expect-error a code without a message
  const missing: Messages['errors'] = withoutLocked
  type Two = ErrorMessages<Pick<typeof CODES, 'LOCKED' | 'PIN_SHORT'>>
  const { PIN_SHORT } = en.errors
  // @ts-expect-error a message without a code
  const superfluous: Two = { LOCKED, PIN_SHORT, NO_SUCH_CODE: 'Never.' }
  // @ts-expect-error a message that looks for data which its code does not have
  const other: Two = { LOCKED, PIN_SHORT: d => `At least ${d.have} digits.` }
  assert.ok([missing, superfluous, other, LOCKED].every(it => it !== undefined))
})
