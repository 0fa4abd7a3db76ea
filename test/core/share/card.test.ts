import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { decodeQR } from 'qr/decode.js'
import { checkCard, readCards, showCard, writeCards } from '../../../main/core/share/card.ts'
import { headSentence, headText } from '../../../main/core/text/audit-head.ts'
import { readShareCode, shareToWords } from '../../../shared/share-text.ts'
import { refusal } from '../refusal.ts'

const { valid } = JSON.parse(
  readFileSync(new URL('../../vectors/share/sets.json', import.meta.url), 'utf8'),
) as { valid: { shares: string[] }[] }
const SHARE = Buffer.from(valid[0]?.shares[1] ?? '', 'hex')
const WORDS = shareToWords(SHARE)

const FINGERPRINT = '487a08b6997683b876cc1a4c0d695eb368303586099461564b747883fc7a8b37'
const lines = (words: readonly string[]): Buffer => Buffer.from(words.join('\n'))
const changed = (place: number, word: string): readonly string[] =>
  WORDS.map((old, i) => (i === place - 1 ? word : old))

test('what a custodian sees is the share: its words, and a QR code that a scanner reads', async () => {
  const { words, modules, size } = await showCard(SHARE, FINGERPRINT)
  assert.equal(words.toString('ascii'), WORDS.join(' '))
  assert.equal(modules.length, size * size)
  assert.ok(modules.every(module => module === 0 || module === 1))

  // As on a screen: four modules of quiet zone, four pixels a module.
  const [zone, scale] = [4, 4]
  const width = (size + 2 * zone) * scale
  const data = new Uint8Array(width * width * 4).fill(255)
  for (let y = 0; y < width; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [row, column] = [Math.floor(y / scale) - zone, Math.floor(x / scale) - zone]
      const inside = row >= 0 && row < size && column >= 0 && column < size
      if (inside && modules[row * size + column] === 1) {
        data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3)
      }
    }
  }
  const text = decodeQR({ width, height: width, data })
  const { share, kit } = readShareCode(text)
  assert.deepEqual([Buffer.from(share), kit], [SHARE, '487a08b6'])
})

test('a typed card is checked place by place, and nothing is put right', async () => {
  assert.deepEqual(await checkCard(lines(WORDS)), SHARE)
  assert.deepEqual(await checkCard(lines(WORDS.map(word => ` ${word.slice(0, 4)} `))), SHARE)
  const refusals = [
    [changed(17, 'xylophon'), 'SHARE_WORD_UNKNOWN', { word: 17 }],
    [changed(17, ''), 'SHARE_WORD_UNKNOWN', { word: 17 }],
    [changed(17, '?'), 'SHARE_WORDS_WRONG', { words: [17] }],
    [changed(1, WORDS[1] ?? ''), 'SHARE_WORDS_WRONG', { words: [1] }],
    [WORDS.slice(1), 'SHARE_WORD_COUNT', { have: 39, need: 40 }],
    [WORDS.toReversed(), 'SHARE_DAMAGED', {}],
  ] as const
  for (const [words, code, data] of refusals) {
    await assert.rejects(checkCard(lines(words)), refusal(code, data))
  }
  await assert.rejects(checkCard(Buffer.from([0xff])), refusal('CARD_ENCODING'))
})

test('in a recovery, an empty place is a word that cannot be read, and moves no other', async () => {
  const options = { typed: true, showCorrections: true }
  const [read] = await readCards([lines(changed(3, ''))], options)
  assert.deepEqual(read?.bytes, SHARE)
  assert.deepEqual(read?.corrections, [{ word: 3, to: Buffer.from(WORDS[2] ?? '') }])
  const twoInOne = changed(3, `${WORDS[2]} ${WORDS[3]}`)
  const [second] = await readCards([lines(twoInOne)], options)
  assert.deepEqual(second?.corrected, [3])
  await assert.rejects(
    readCards([lines(changed(3, ''))], { typed: false }),
    refusal('SHARE_WORD_COUNT', { have: 39, need: 40 }),
  )
})

test('a card as text says where the log stood, apart from the words, and reads back the same', async () => {
  const auditHead = headText({ size: 12_345, hash: '0123456789abcdef'.repeat(4) })
  const facts = {
    ...{ title: 'Root', organisation: 'Example Ltd', date: '2026-11-21', setId: '35bd1e8328' },
    ...{ fingerprint: '0000 1111', threshold: 2, custodians: ['Ada', 'Grace', 'Hedy'], auditHead },
    languages: [],
    ...{ contact: 'Reception, 555 0100', software: 'keyclave 0.1.0' },
  }
  for (const plain of [false, true]) {
    const [card = Buffer.alloc(0)] = await writeCards([SHARE], facts, plain)
    const text = card.toString('utf8').replaceAll(/\n# ?/g, ' ')
    assert.ok(text.includes(headSentence(auditHead)), text)
    assert.ok(text.includes('RUNBOOK.md') && text.includes('kit.json'))
    assert.ok(text.includes('keyclave-35bd1e8328'), 'the folder of the bundle')
    for (const name of ['Root', 'Example Ltd', 'Reception, 555 0100'])
      assert.equal(text.includes(name), !plain)
    const [read] = await readCards([card])
    assert.deepEqual(read?.bytes, SHARE)
    assert.deepEqual(read?.corrected, [])
  }
})

const spellings = JSON.parse(
  readFileSync(new URL('../../vectors/share/spellings.json', import.meta.url), 'utf8'),
) as {
  read: { name: string; entered: string; bytes: string }[]
  refused: { name: string; entered: string; code: string; data: Record<string, number> }[]
}

test('a card is read in every spelling of the table', async () => {
  const texts = spellings.read.map(({ entered }) => Buffer.from(entered))
  const names = (await readCards(texts)).map(({ bytes }, i) => [
    spellings.read[i]?.name,
    bytes.toString('hex'),
  ])
  assert.deepEqual(
    names,
    spellings.read.map(({ name, bytes }) => [name, bytes]),
  )
})

for (const { name, entered, code, data } of spellings.refused) {
  test(`a card is refused: ${name}`, async () => {
    await assert.rejects(readCards([Buffer.from(entered)]), refusal(code, data))
  })
}
