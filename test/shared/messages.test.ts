/** The catalogue: every code has its sentence in every language, and no sentence is without a code. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CODES, type ErrorCode } from '../../shared/codes/index.ts'
import { type ErrorData, refuse } from '../../shared/errors.ts'
import { en } from '../../shared/messages/en/index.ts'
import {
  DESKS,
  type ErrorMessages,
  LANGUAGES,
  type Messages,
  sentenceOf,
} from '../../shared/messages/index.ts'
import { samplesOf } from './samples.ts'

/** Refusals of a command line as such, which no window meets: of its options, and of how the program was started. */
const OF_THE_START: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...([
    'USAGE',
    'SIGN_FORMAT',
    'SIGN_VAULT',
    'SWITCH_UNKNOWN',
    'SANDBOX_OFF',
    'CEREMONY_STRICT',
  ] as const),
])

for (const language of LANGUAGES) {
  for (const code of Object.keys(CODES) as ErrorCode[]) {
    test(`${language} says ${code}, whatever its data is`, () => {
      for (const data of samplesOf(CODES[code].data)) {
        for (const desk of DESKS) {
          const sentence = sentenceOf({ code, data: data as ErrorData }, language, desk)
          assert.ok(sentence.length > 10, sentence)
          // Two full stops, but for the name ".." that a sentence may have to say.
          assert.doesNotMatch(sentence, /undefined|\bnull\b|NaN|\[object|=>|(?<!")\.\./, sentence)
          if (desk === 'terminal' || OF_THE_START.has(code)) continue
          assert.doesNotMatch(sentence, /(^|[\s("])--[a-z]|command line/, sentence)
        }
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
