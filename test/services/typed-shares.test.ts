import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { TypedShares } from '../../main/services/quorum/typed-shares.ts'
import type { KeyclaveError } from '../../shared/errors.ts'
import { shareToWords } from '../../shared/share-text.ts'

/** Cards typed at a terminal, unseen, with every mistake that people make. */

const { valid } = JSON.parse(
  readFileSync(new URL('../vectors/share/sets.json', import.meta.url), 'utf8'),
) as { valid: { shares: string[] }[] }
const cardsOf = (set: number): string[][] =>
  (valid[set]?.shares ?? []).map(share => shareToWords(Buffer.from(share, 'hex')))
const [CARDS, FOREIGN] = [cardsOf(0), cardsOf(1)]
const rows = (words: readonly string[]): string[] =>
  Array.from({ length: 10 }, (_, row) => words.slice(4 * row, 4 * row + 4).join(' '))
const changed = (words: readonly string[], place: number, word: string): string[] =>
  words.map((old, i) => (i === place - 1 ? word : old))

/** Somebody who types these lines, and what they were asked and told. */
function typist(lines: readonly string[], shown: readonly string[] = []) {
  const [typed, answers] = [[...lines], [...shown]]
  const asked: string[] = []
  const told: KeyclaveError[] = []
  const terminal = {
    askHidden: async (question: string) => {
      asked.push(question)
      return Buffer.from(typed.shift() ?? assert.fail(`asked too often: ${question}`))
    },
    askShown: async (question: string) => {
      asked.push(question)
      return answers.shift() ?? assert.fail(`asked too often: ${question}`)
    },
    tell: (refused: KeyclaveError) => void told.push(refused),
  }
  const noted: string[] = []
  const shares = new TypedShares(null, terminal, async refused => void noted.push(refused.code))
  return { shares, asked, told: () => told.map(({ code, data }) => [code, data]), noted, typed }
}

const indexes = async (shares: TypedShares): Promise<number[]> => {
  const { entered } = await shares.gather()
  shares.close()
  return entered.map(({ index }) => index)
}

test('cards are typed row by row, word by word, or at once, with or without numbers', async () => {
  const [one = [], two = [], , four = []] = CARDS
  const numbered = two.map((word, i) => `${i + 1} ${word.slice(0, 4).toUpperCase()}`).join('  ')
  const { shares, asked, told, typed } = typist([...rows(one), numbered, ...four])
  assert.deepEqual(await indexes(shares), [1, 2, 4])
  assert.deepEqual([told(), typed], [[], []])
  assert.deepEqual(asked.slice(0, 2), ['Card 1, from word 1 on: ', 'Card 1, from word 5 on: '])
})

test('a word that is in no list costs its line alone, and a line can be taken back', async () => {
  const [one = [], two = [], three = []] = CARDS
  const [first = '', ...rest] = rows(one)
  const { shares, told } = typist([
    ...[first.replace(/ \S+$/, ' xylophon'), first, 'zoo zoo', '<', ...rest],
    ...[...rows(two), ...rows(three), ...rows(three)],
  ])
  assert.deepEqual(await indexes(shares), [1, 2, 3])
  assert.deepEqual(told(), [['SHARE_WORD_UNKNOWN', { word: 4 }]])
})

test('the words that are probably wrong are named and typed again, and then the person decides', async () => {
  const [one = [], two = [], three = []] = CARDS
  const misread = changed(changed(one, 7, 'zoo'), 30, '?')
  const { shares, asked, told } = typist(
    [
      ...rows(misread),
      one[6] ?? '',
      one[29] ?? '',
      ...rows(changed(two, 1, 'zoo')),
      'zoo',
      ...rows(three),
    ],
    ['yes'],
  )
  assert.deepEqual(await indexes(shares), [1, 2, 3])
  assert.deepEqual(told(), [
    ['SHARE_WORDS_WRONG', { words: [7, 30] }],
    ['SHARE_WORDS_WRONG', { words: [1] }],
  ])
  assert.ok(asked.includes('Card 1, word 7 again: '))
})

test('a card that is refused costs none of the others, and is noted', async () => {
  const [one = [], two = [], three = []] = CARDS
  const { shares, told, noted } = typist([
    ...[one, FOREIGN[0] ?? [], one, two.toReversed(), two, three].flatMap(rows),
  ])
  assert.deepEqual(await indexes(shares), [1, 2, 3])
  assert.deepEqual(
    told().map(([code]) => code),
    ['SHARE_FOREIGN', 'SHARE_DUPLICATE', 'SHARE_DAMAGED'],
  )
  assert.deepEqual(noted, ['SHARE_FOREIGN', 'SHARE_DUPLICATE'])
})

test('what the check words say is not taken when the card says otherwise', async () => {
  const [one = [], two = [], three = []] = CARDS
  const { shares, told } = typist(
    [...rows(changed(one, 1, 'zoo')), 'zoo', ...rows(one), ...rows(two), ...rows(three)],
    ['no'],
  )
  assert.deepEqual(await indexes(shares), [1, 2, 3])
  assert.deepEqual(
    told().map(([code]) => code),
    ['SHARE_WORDS_WRONG', 'SHARE_WORDS_WRONG'],
  )
})
