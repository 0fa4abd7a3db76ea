import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { headSentence, headText, parseHead } from '../../../main/core/text/audit-head.ts'
import { EVEN_WORDS, ODD_WORDS } from '../../../main/core/text/pgp-word-list.ts'
import { hashOfWords, hashWords, wordsOf } from '../../../main/core/text/pgp-words.ts'
import { refusal } from '../refusal.ts'

const hashes = fc.uint8Array({ minLength: 32, maxLength: 32 })
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

test('the lists are the PGP word list, to the letter', () => {
  const lines = EVEN_WORDS.map((even, byte) => `${even} ${ODD_WORDS[byte]}\n`).join('')
  assert.equal(
    createHash('sha256').update(lines).digest('hex'),
    'a24d0bcb9d754b40963109851b38ae943464a66944ca76d5698fb002761c0138',
  )
  assert.equal(new Set([...EVEN_WORDS, ...ODD_WORDS]).size, 512)
})

test('the fingerprint that the list is known by', () => {
  // The example of the PGP documentation, as printed everywhere.
  const bytes = Buffer.from('E58294F2E9A227486E8B061B31CC528FD7FA3F19', 'hex')
  assert.equal(
    wordsOf(bytes).join(' '),
    'topmost istanbul pluto vagabond treadmill pacific brackish dictator goldfish medusa afflict bravado chatter revolver dupont midsummer stopwatch whimsical cowbell bottomless',
  )
})

test('words and hash are one another, in any case', () => {
  fc.assert(
    fc.property(hashes, fc.boolean(), (bytes, loud) => {
      const words = hashWords(hex(bytes)).map(word => (loud ? word.toUpperCase() : word))
      assert.equal(hashOfWords(words), hex(bytes))
    }),
  )
})

test('a word left out, said twice or exchanged with its neighbour is found, wherever it is', () => {
  fc.assert(
    fc.property(hashes, fc.nat(31), (bytes, at) => {
      const words = hashWords(hex(bytes))
      const out = words.toSpliced(at, 1)
      const twice = words.toSpliced(at, 0, words[at] ?? '')
      const swapped = words.toSpliced(at, 2, words[at + 1] ?? '', words[at] ?? '')
      // Left out at the end, only the count tells.
      const short = at === 31 ? refusal('WORDS_COUNT', { have: 31, need: 32 }) : undefined
      assert.throws(() => hashOfWords(out), short ?? refusal('WORDS_ORDER', { word: at + 1 }))
      assert.throws(() => hashOfWords(twice), refusal('WORDS_ORDER', { word: at + 2 }))
      if (at < 31) {
        assert.throws(() => hashOfWords(swapped), refusal('WORDS_ORDER', { word: at + 1 }))
      }
    }),
  )
})

test('a word that is none is named by its place alone', () => {
  const words = hashWords('00'.repeat(32)).with(6, 'aardwolf')
  assert.throws(() => hashOfWords(words), refusal('WORDS_UNKNOWN', { word: 7 }))
  assert.throws(() => hashOfWords([]), refusal('WORDS_COUNT', { have: 0, need: 32 }))
})

test('a head is read as it is printed, as words and as digits', () => {
  fc.assert(
    fc.property(hashes, fc.integer({ min: 1, max: 10 ** 9 }), (bytes, size) => {
      const head = { size, hash: hex(bytes) }
      assert.deepEqual(parseHead(headText(head)), head)
      assert.deepEqual(parseHead(headSentence(headText(head)).replace(/^.*: /, '')), head)
      assert.deepEqual(
        parseHead(`${size}: ${headText(head).split(' ').slice(1).join('\n')} `),
        head,
      )
      assert.deepEqual(parseHead(`${size} ${head.hash.toUpperCase()}`), head)
    }),
  )
  const words = hashWords('07'.repeat(32)).join(' ')
  for (const wrong of ['', 'seventeen', words, '0 00', '-1 00', '1.5 00', `5 ${'0'.repeat(63)}`]) {
    assert.throws(() => parseHead(wrong), refusal('HEAD_FORMAT'), wrong)
  }
  assert.throws(() => parseHead('17'), refusal('WORDS_COUNT'))
  assert.throws(() => parseHead(`17 ${words} zulu`), refusal('WORDS_COUNT'))
})
