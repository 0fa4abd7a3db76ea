import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import fc from 'fast-check'
import { KeyclaveError } from '../../shared/errors.ts'
import { encodeShare, shareCommitment } from '../../shared/share.ts'
import {
  type CardEntries,
  cardEntries,
  confirmCorrections,
  type Entry,
  locateErrors,
  parseWord,
  parseWords,
  propose,
  qrToShare,
  readShareCode,
  shareToCode,
  shareToQr,
  shareToWords,
  wordsToShare,
} from '../../shared/share-text.ts'

const vectors = (name: string) =>
  JSON.parse(readFileSync(new URL(`../vectors/share/${name}`, import.meta.url), 'utf8'))
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const words = vectors('words.json')
const qr = vectors('qr.json')
const shares = vectors('shares.json').valid

const refusal = (code: string, data?: object) => (error: unknown) => {
  assert.ok(error instanceof KeyclaveError, String(error))
  assert.equal(error.code, code)
  if (data !== undefined) assert.deepEqual(error.data, data)
  return true
}

/** Seeded numbers below `bound`: SHA-256 of a label and a counter. */
function numbersFor(label: string): (bound: number) => number {
  let counter = 0
  return bound => {
    counter += 1
    return createHash('sha256').update(`${label}:${counter}`).digest().readUInt32BE() % bound
  }
}

test('the word list is the BIP-39 English list', () => {
  const text = `${wordlist.join('\n')}\n`
  assert.equal(
    createHash('sha256').update(text).digest('hex'),
    '2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda',
  )
})

test('shares become the words and QR texts of the vectors, and shares again', () => {
  for (const vector of shares) {
    const bytes = Buffer.from(vector.bytes, 'hex')
    assert.equal(shareToWords(bytes).join(' '), vector.words)
    assert.equal(shareToQr(bytes), vector.qr)
    assert.equal(hex(wordsToShare(parseWords(vector.words))), vector.bytes)
    assert.equal(hex(qrToShare(vector.qr)), vector.bytes)
  }
})

test('what is not a share is put into neither words nor a QR text', () => {
  for (const { bytes, code } of vectors('shares.json').invalid) {
    assert.throws(() => shareToWords(Buffer.from(bytes, 'hex')), refusal(code))
    assert.throws(() => shareToQr(Buffer.from(bytes, 'hex')), refusal(code))
  }
})

for (const { name, entered, bytes } of words.accepted) {
  test(`words accepted: ${name}`, () => {
    assert.equal(hex(wordsToShare(parseWords(entered))), bytes)
    const proposal = propose(parseWords(entered))
    assert.deepEqual(proposal.corrections, [])
    assert.equal(hex(confirmCorrections(proposal)), bytes)
  })
}

for (const { name, entered, code, data } of words.refused) {
  test(`words refused: ${name}`, () => {
    assert.throws(() => wordsToShare(parseWords(entered)), refusal(code, data))
  })
}

for (const { name, entered, bytes, corrections } of words.corrected) {
  test(`words corrected: ${name}`, () => {
    const entries = parseWords(entered)
    const proposal = propose(entries)
    assert.deepEqual(proposal.corrections, corrections)
    assert.equal(hex(confirmCorrections(proposal)), bytes)
    const located = corrections.map((correction: { word: number }) => correction.word)
    assert.deepEqual(locateErrors(entries), { kind: 'wrong', words: located })
    assert.throws(() => wordsToShare(entries), KeyclaveError)
  })
}

test('reading one word: whole, prefix, "?", unknown', () => {
  assert.equal(parseWord(' Zoo '), 2047)
  for (const [index, word] of wordlist.entries()) {
    for (let length = 4; length <= word.length; length += 1) {
      assert.equal(parseWord(word.slice(0, length)), index)
    }
    assert.equal(parseWord(word), index)
    assert.equal(parseWord(`${word}x`), 'unknown')
  }
  for (const unreadable of ['?', '???', 'ab?ndon', 'zoo?'])
    assert.equal(parseWord(unreadable), null)
  for (const unknown of ['', 'aba', 'zo', 'abandonment', 'äbandon', '2047', '__proto__']) {
    assert.equal(parseWord(unknown), 'unknown', unknown)
  }
})

test('entries that no card can hold are not taken', () => {
  const card = (entry: unknown): readonly Entry[] => [
    ...new Array<Entry>(39).fill(0),
    entry as Entry,
  ]
  for (const entry of [-1, 2048, 1.5, Number.NaN, undefined, 'zoo']) {
    assert.throws(() => cardEntries(card(entry)), RangeError)
  }
  assert.throws(() => cardEntries([1, 2]), refusal('SHARE_WORD_COUNT', { have: 2, need: 40 }))
})

test('no error quotes a word that was typed', () => {
  for (const { entered } of words.refused) {
    try {
      wordsToShare(parseWords(entered))
    } catch (error) {
      const text = JSON.stringify([(error as KeyclaveError).data, (error as Error).message])
      assert.equal(text.includes('keyclave'), false)
      assert.equal(text.includes('abandon'), false)
    }
  }
})

test('law: words and QR text carry every share', () => {
  const share = fc.record({
    identity: fc.constantFrom('hybrid', 'classic'),
    profile: fc.constantFrom(1, 2, 3),
    setId: fc.uint8Array({ minLength: 5, maxLength: 5 }),
    threshold: fc.integer({ min: 2, max: 255 }),
    index: fc.integer({ min: 1, max: 255 }),
    value: fc.uint8Array({ minLength: 36, maxLength: 36 }),
  } as const)
  fc.assert(
    fc.property(share, fields => {
      const bytes = encodeShare(fields)
      assert.equal(hex(wordsToShare(parseWords(shareToWords(bytes).join(' ')))), hex(bytes))
      assert.equal(hex(qrToShare(shareToQr(bytes))), hex(bytes))
      assert.match(shareToQr(bytes), /^[0-9A-Z $%*+\-./:]{84}$/)
    }),
  )
})

const card: CardEntries = parseWords(shares[0].words)
const cardBytes: string = shares[0].bytes

test('every substitution of a single word is located at exactly its place (40 × 2047)', () => {
  for (let place = 0; place < 40; place += 1) {
    for (let word = 0; word < 2048; word += 1) {
      if (word === card[place]) continue
      const check = locateErrors(cardEntries(card.with(place, word)))
      assert.equal(check.kind, 'wrong')
      assert.deepEqual(check.kind === 'wrong' && check.words, [place + 1])
    }
  }
})

/** The card with `wrong` other words, and `gaps` entries "?" or unknown, at random places. */
function damage(random: (bound: number) => number, wrong: number, gaps: number) {
  const order = Array.from({ length: 40 }, (_, i) => ({ i, key: random(2 ** 31) }))
    .sort((a, b) => a.key - b.key)
    .map(({ i }) => i)
  const touched = order.slice(0, wrong + gaps).sort((a, b) => a - b)
  const erased = new Set(order.slice(wrong, wrong + gaps))
  const entries = card.map((entry, i): Entry => {
    if (erased.has(i)) return random(2) === 0 ? null : 'unknown'
    return touched.includes(i) ? ((entry as number) + 1 + random(2047)) % 2048 : entry
  })
  return { entries: cardEntries(entries), touched: touched.map(place => place + 1) }
}

test('1,000 random mixes within the bound are corrected', () => {
  const random = numbersFor('within')
  for (let round = 0; round < 1000; round += 1) {
    const gaps = random(9)
    const wrong = random(Math.floor((8 - gaps) / 2) + 1)
    const { entries, touched } = damage(random, wrong, gaps)
    const proposal = propose(entries)
    assert.equal(hex(confirmCorrections(proposal)), cardBytes)
    assert.deepEqual(
      proposal.corrections,
      touched.map(word => ({ word, to: wordlist[card[word - 1] as number] })),
    )
  }
})

test('beyond the bound nothing is corrected to a share whose commitment matches', () => {
  const random = numbersFor('beyond')
  const commitment = hex(shareCommitment(Buffer.from(cardBytes, 'hex')))
  let refused = 0
  for (let round = 0; round < 1000; round += 1) {
    const gaps = random(13)
    const wrong = Math.max(0, Math.floor((8 - gaps) / 2) + 1) + random(4)
    const { entries } = damage(random, wrong, gaps)
    try {
      const wrongShare = confirmCorrections(propose(entries))
      assert.notEqual(hex(shareCommitment(wrongShare)), commitment)
    } catch (error) {
      refusal('SHARE_DAMAGED', {})(error)
      refused += 1
    }
  }
  // What slips through has its gaps at or near the bound, where no parity is left to notice.
  assert.ok(refused > 800, `${refused} refused`)
})

for (const { name, text, bytes, kit = null } of qr.accepted) {
  test(`QR text accepted: ${name}`, () => {
    const read = readShareCode(text)
    assert.deepEqual([hex(read.share), read.kit], [bytes, kit])
    assert.equal(hex(qrToShare(text)), bytes)
  })
}

test('the code of a card names its kit, in 87 characters that a code of version 5 holds', () => {
  const bytes = Buffer.from(shares[0].bytes, 'hex')
  const text = shareToCode(bytes, '487a 08b6 9976 83b8')
  assert.match(text, /^KEYCLAVE:S2:[0-9A-Z $%*+\-./:]{75}$/)
  assert.deepEqual(readShareCode(text).kit, '487a08b6')
})

for (const { name, text, code, data } of qr.refused) {
  test(`QR text refused: ${name}`, () => {
    assert.throws(() => qrToShare(text), refusal(code, data))
  })
}

test('every substitution of a single character of a QR text is refused', () => {
  const text: string = shares[0].qr
  const codes = new Set<string>()
  for (let at = 0; at < text.length; at += 1) {
    for (let ascii = 0; ascii < 128; ascii += 1) {
      const character = String.fromCharCode(ascii)
      if (character === text[at]) continue
      try {
        qrToShare(text.slice(0, at) + character + text.slice(at + 1))
        assert.fail(`accepted ${ascii} at ${at}`)
      } catch (error) {
        assert.ok(error instanceof KeyclaveError, String(error))
        codes.add(error.code)
      }
    }
  }
  assert.deepEqual([...codes].sort(), ['SHARE_QR_CHECKSUM', 'SHARE_QR_FORMAT', 'SHARE_VERSION'])
})

test('every truncation of a QR text is refused', () => {
  const text: string = shares[0].qr
  for (let length = 0; length < text.length; length += 1) {
    assert.throws(() => qrToShare(text.slice(0, length)), refusal('SHARE_QR_FORMAT'))
  }
})
