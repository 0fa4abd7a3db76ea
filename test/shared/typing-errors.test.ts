import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { KeyclaveError } from '../../shared/errors.ts'
import { shareCommitment } from '../../shared/share.ts'
import {
  cardEntries,
  confirmCorrections,
  parseWord,
  propose,
  shareToWords,
  wordsToShare,
} from '../../shared/share-text.ts'
import { randomShare } from '../degraded/degraded-set.ts'
import { type Seeded, seeded } from '../degraded/seeded.ts'

/** What people do when they type 40 words from a card, box by box. */
const SLIPS: { readonly [kind: string]: (card: string[], random: Seeded) => string[] } = {
  'a letter wrong, missing, doubled or swapped': (card, random) => {
    const place = random.below(40)
    return card.with(place, mistype(card[place] ?? '', random))
  },
  'neighbours swapped': (card, random) => {
    const place = random.below(39)
    return exchanged(card, place, place + 1)
  },
  'a word left out, the rest moved up': (card, random) => [
    ...card.toSpliced(random.below(40), 1),
    '',
  ],
  'a word typed twice, the rest moved down': (card, random) => {
    const place = random.below(40)
    return card.toSpliced(place, 0, card[place] ?? '').slice(0, 40)
  },
  'two rows exchanged': (card, random) => {
    const rows = Array.from({ length: 10 }, (_, row) => card.slice(4 * row, 4 * row + 4))
    const [first, second] = [random.below(10), random.below(10)]
    return exchanged(rows, first, second).flat()
  },
  'read down the columns': card =>
    card.map((_, i) => card[(i % 10) * 4 + Math.floor(i / 10)] ?? ''),
  'a similar word': (card, random) => {
    const place = random.below(40)
    const similar = wordlist.filter(word => isSimilar(word, card[place] ?? ''))
    return card.with(place, similar[random.below(similar.length)] ?? '?')
  },
  'a word that cannot be read': (card, random) => card.with(random.below(40), '?'),
}

function exchanged<Item>(items: readonly Item[], first: number, second: number): Item[] {
  const [one, other] = [items[first], items[second]]
  return one === undefined || other === undefined
    ? [...items]
    : items.with(first, other).with(second, one)
}

function mistype(word: string, random: Seeded): string {
  const at = random.below(word.length)
  const letter = String.fromCharCode(97 + random.below(26))
  const way = random.below(4)
  if (way === 0) return word.slice(0, at) + letter + word.slice(at + 1)
  if (way === 1) return word.slice(0, at) + word.slice(at + 1)
  if (way === 2) return word.slice(0, at) + word.slice(at, at + 1) + word.slice(at)
  return exchanged([...word], at, at + 1).join('')
}

/** One letter apart, or with the same beginning. */
function isSimilar(word: string, other: string): boolean {
  if (word === other) return false
  if (word.slice(0, 3) === other.slice(0, 3)) return true
  return word.length === other.length && [...word].filter((c, i) => c !== other[i]).length === 1
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const commitmentOf = (bytes: Uint8Array): string => hex(shareCommitment(bytes))

/** Places, from 1, of what does not stand for the card's word. */
const wrongPlaces = (typed: readonly string[], card: readonly string[]): number[] =>
  card.flatMap((word, i) => (parseWord(typed[i] ?? '') === wordlist.indexOf(word) ? [] : [i + 1]))

test('1,000 sets of typing errors: each is located or refused, none is accepted wrongly', () => {
  const kinds = Object.values(SLIPS)
  const outcomes = { accepted: 0, located: 0, refused: 0, proposed: 0, miscorrected: 0 }
  for (let run = 0; run < 1000; run += 1) {
    const random = seeded(run + 1)
    const share = randomShare(random)
    const card = shareToWords(share)
    let typed = [...card]
    // The first kinds in turn, so that each comes often; then up to three more. A slip may leave the card
    // as it is, or undo another: then it is made again.
    while (wrongPlaces(typed, card).length === 0) {
      for (let slip = 0; slip <= random.below(4); slip += 1) {
        const kind = kinds[slip === 0 ? run % kinds.length : random.below(kinds.length)]
        typed = kind?.(typed, random) ?? typed
      }
    }
    const wrong = wrongPlaces(typed, card)
    const unreadable = wrong.filter(place => typeof parseWord(typed[place - 1] ?? '') !== 'number')
    const withinBound = 2 * (wrong.length - unreadable.length) + unreadable.length <= 8
    const entries = cardEntries(typed.map(parseWord))

    // A ceremony: nothing is put right, whatever is wrong is named.
    try {
      wordsToShare(entries)
      outcomes.accepted += 1
    } catch (error) {
      assert.ok(error instanceof KeyclaveError, String(error))
      assert.ok(wrong.length > 0)
      if (error.code === 'SHARE_WORDS_WRONG') {
        outcomes.located += 1
        if (withinBound) assert.deepEqual(error.data.words, wrong)
      } else if (error.code === 'SHARE_WORD_UNKNOWN') {
        assert.ok(wrong.includes(error.data.word as number))
        outcomes.located += 1
      } else {
        assert.equal(error.code, 'SHARE_DAMAGED')
        outcomes.refused += 1
        assert.equal(withinBound, false)
      }
    }

    // A recovery: what is proposed is the share, or its commitment gives it away.
    try {
      const proposal = propose(entries)
      const proposed = confirmCorrections(proposal)
      if (withinBound) {
        assert.equal(hex(proposed), hex(share))
        assert.deepEqual(
          proposal.corrections.map(({ word }) => word),
          wrong,
        )
        outcomes.proposed += 1
      } else if (hex(proposed) !== hex(share)) {
        assert.notEqual(commitmentOf(proposed), commitmentOf(share))
        assert.ok(proposal.corrections.length > 0, 'a person is asked first')
        outcomes.miscorrected += 1
      }
    } catch (error) {
      assert.ok(error instanceof KeyclaveError, String(error))
      assert.equal(error.code, 'SHARE_DAMAGED')
      assert.equal(withinBound, false)
    }
  }
  assert.equal(outcomes.accepted, 0)
  assert.ok(outcomes.located > 300 && outcomes.refused > 200, JSON.stringify(outcomes))
})
