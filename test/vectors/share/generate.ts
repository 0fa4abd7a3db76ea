/**
 * Makes the share vectors of this folder, always the same ones:
 *
 *   npx node test/vectors/share/generate.ts
 *
 * Randomness is SHA-256 of a label and a counter. Shares are evaluated here by Horner's rule, not by
 * the code under test.
 */
import { createHash, createHmac } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { multiply } from '../../../main/core/share/gf256.ts'
import { encodeBase45 } from '../../../shared/base45.ts'
import { encodeBlock } from '../../../shared/reed-solomon.ts'
import {
  encodeShare,
  formatSetId,
  type IdentityType,
  type KdfProfile,
  shareCommitment,
} from '../../../shared/share.ts'
import { shareToCode, shareToQr, shareToWords } from '../../../shared/share-text.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** Deterministic bytes: SHA-256(label ‖ ":" ‖ counter), end to end. */
function bytesFor(label: string, length: number): Buffer {
  const blocks: Buffer[] = []
  for (let i = 0; i * 32 < length; i += 1) {
    blocks.push(createHash('sha256').update(`${label}:${i}`).digest())
  }
  return Buffer.concat(blocks).subarray(0, length)
}

interface SetPolicy {
  readonly name: string
  readonly identity: IdentityType
  readonly profile: KdfProfile
  readonly threshold: number
  readonly count: number
}

/** A split with known coefficients. */
function makeSet({ name, identity, profile, threshold, count }: SetPolicy) {
  const secret = bytesFor(`${name} secret`, 32)
  const setId = bytesFor(`${name} set id`, 5)
  const digest = createHmac('sha256', secret).update('keyclave/v1 share digest').update(setId).digest()
  const coefficients: Buffer[] = [Buffer.concat([secret, digest.subarray(0, 4)])]
  for (let i = 1; i < threshold; i += 1) coefficients.push(bytesFor(`${name} coefficient ${i}`, 36))
  const shares = Array.from({ length: count }, (_, i) => {
    const index = i + 1
    const value = Uint8Array.from({ length: 36 }, (_, k) =>
      coefficients.reduceRight((y, c) => multiply(y, index) ^ (c[k] ?? 0), 0),
    )
    return encodeShare({ identity, profile, setId, threshold, index, value })
  })
  return { name, identity, profile, threshold, secret, setId, shares }
}

const POLICIES: readonly SetPolicy[] = [
  { name: 'hybrid 3 of 5', identity: 'hybrid', profile: 3, threshold: 3, count: 5 },
  { name: 'classic 2 of 3', identity: 'classic', profile: 1, threshold: 2, count: 3 },
  { name: 'hybrid 5 of 5', identity: 'hybrid', profile: 2, threshold: 5, count: 5 },
  { name: 'classic 3 of 5', identity: 'classic', profile: 1, threshold: 3, count: 5 },
]

const [first, second, , fourth] = POLICIES.map(makeSet) as [Set3, Set3, Set3, Set3]
type Set3 = ReturnType<typeof makeSet>
const share = (set: Set3, index: number): Uint8Array => set.shares[index - 1] as Uint8Array

const changed = (bytes: Uint8Array, offset: number, value: number): Uint8Array =>
  Uint8Array.from(bytes, (byte, i) => (i === offset ? value : byte))

function shareVectors() {
  const base = share(first, 1)
  const bad = (name: string, bytes: Uint8Array, code: string, data: object) => ({
    name,
    bytes: hex(bytes),
    code,
    data,
  })
  const header = (field: string, have: number) => ({ field, have })
  return {
    valid: POLICIES.map(makeSet).flatMap(set =>
      set.shares.map((bytes, i) => ({
        name: `${set.name}, share ${i + 1}`,
        identity: set.identity,
        profile: set.profile,
        setId: formatSetId(set.setId),
        threshold: set.threshold,
        index: i + 1,
        value: hex(bytes.subarray(8)),
        bytes: hex(bytes),
        words: shareToWords(bytes).join(' '),
        qr: shareToQr(bytes),
        commitment: hex(shareCommitment(bytes)),
      })),
    ),
    invalid: [
      bad('empty', new Uint8Array(0), 'SHARE_LENGTH', { have: 0, need: 44 }),
      bad('one byte short', base.subarray(0, 43), 'SHARE_LENGTH', { have: 43, need: 44 }),
      bad('one byte long', Uint8Array.of(...base, 0), 'SHARE_LENGTH', { have: 45, need: 44 }),
      ...[0, 2, 3, 4, 5, 6, 7].map(version =>
        bad(`version ${version}`, changed(base, 0, (version << 5) | 3), 'SHARE_VERSION', {
          have: version,
          known: 1,
        }),
      ),
      ...[0, 4, 15].map(profile =>
        bad(
          `KDF profile ${profile}`,
          changed(base, 0, 0x20 | profile),
          'SHARE_HEADER',
          header('kdf-profile', profile),
        ),
      ),
      ...[0, 1].map(threshold =>
        bad(
          `threshold ${threshold}`,
          changed(base, 6, threshold),
          'SHARE_HEADER',
          header('threshold', threshold),
        ),
      ),
      bad('index 0', changed(base, 7, 0), 'SHARE_HEADER', header('index', 0)),
      bad('all zeros', new Uint8Array(44), 'SHARE_VERSION', { have: 0, known: 1 }),
      bad('all ones', new Uint8Array(44).fill(255), 'SHARE_VERSION', { have: 7, known: 1 }),
    ],
  }
}

/** One table of how people spell the words of a card (FORMAT: Share card as text). */
function spellingVectors() {
  const bytes = share(first, 2)
  const words = shareToWords(bytes)
  const lines = (line: (word: string, place: number) => string): string =>
    words.map((word, i) => line(word, i + 1)).join('\n')
  const rows = (size: number): string[][] =>
    Array.from({ length: words.length / size }, (_, r) => words.slice(size * r, size * r + size))
  /** Numbered words in 10 rows of 4, read downwards. */
  const columns = [0, 1, 2, 3].flatMap(c => rows(4).map((row, r) => `${4 * r + c + 1} ${row[c]}`))
  const inBoth = (size: number, number: (row: number) => number): string => {
    const numbered = rows(size).map((row, r) => `${number(r)} ${row.join(' ')}`)
    const half = numbered.length / 2
    return numbered.slice(0, half).map((row, r) => `${row}   ${numbered[r + half]}`).join('\n')
  }
  const read = (name: string, entered: string) => ({ name, entered, bytes: hex(bytes) })
  const refused = (name: string, entered: string, code: string, data: object) => ({
    ...{ name, entered, code, data },
  })
  const count = (name: string, entered: string, have: number) =>
    refused(name, entered, 'SHARE_WORD_COUNT', { have, need: 40 })
  const spaced = words.join(' ')
  const inWord = (letter: string): string =>
    words.map(word => `${word.slice(0, 2)}${letter}${word.slice(2)}`).join(' ')
  return {
    read: [
      read('spaces and tabs', words.join(' \t ')),
      read('bullets', lines(word => `• ${word}`)),
      read('other bullets', lines((word, i) => `${['‣', '◦', '-', '*', '+', '·', '▪'][i % 7]} ${word}`)),
      read('numbers with a dash', lines((word, i) => `${i} — ${word}`)),
      read('numbers with an en dash, no space', lines((word, i) => `${i}–${word}`)),
      read('numbers with =', lines((word, i) => `${i}=${word}`)),
      read('numbers with >', lines((word, i) => `${i}>${word}`)),
      read('numbers with a full stop', lines((word, i) => `${i}.${word}`)),
      read('numbers in brackets', lines((word, i) => `(${i}) ${word}`)),
      read('numbers with #, not at the beginning of a line', words.map((word, i) => `/#${i + 1} ${word}`).join(' ')),
      read('numbers joined to the words', words.map((word, i) => `${i + 1}${word}`).join(' ')),
      read('numbers in circles', words.slice(0, 20).map((word, i) => `${String.fromCodePoint(0x2460 + i)} ${word}`).concat(words.slice(20)).join(' ')),
      read('quoted, with commas', words.map(word => `"${word}"`).join(',')),
      read('single quotes', words.map(word => `'${word}'`).join(' ')),
      read('typographic quotes', words.map(word => `“${word}”`).join(' ')),
      read('guillemets', words.map(word => `«${word}»`).join(' ')),
      read('a JSON list', JSON.stringify(words, null, 2)),
      read('a JSON object by numbers', JSON.stringify(Object.fromEntries(words.map((word, i) => [i + 1, word])))),
      read('CSV with numbers', lines((word, i) => `${i};"${word}"`)),
      read('a table of strokes', rows(4).map(row => `| ${row.join(' | ')} |`).join('\n|---|---|---|---|\n')),
      read('a ruled table', rows(4).map(row => row.join(' │ ')).join('\n____ ____ ____ ____\n')),
      read('a lone underscore', `${spaced} _`),
      read('underscores around words', words.map(word => `_${word}_`).join(' ')),
      read('stars around words', words.map(word => `**${word}**`).join(' ')),
      read('zero-width spaces between words', words.join('\u200b')),
      read('zero-width spaces beside words', words.map(word => `\u200b${word}\u200b`).join(' ')),
      read('soft hyphens within words', inWord('\u00ad')),
      read('joiners within words', inWord('\u2060')),
      read('byte order marks', words.map(word => `\ufeff${word}`).join(' ')),
      read('marks of direction', `\u202a${words.join('\u200e ')}\u202c`),
      read('no-break spaces', words.join('\u00a0')),
      read('ideographic spaces', words.join('\u3000')),
      read('full width', spaced.replaceAll(/[a-z]/g, it => String.fromCodePoint((it.codePointAt(0) ?? 0) + 0xfee0))),
      read('ligatures of a PDF', spaced.replaceAll('fl', 'ﬂ').replaceAll('fi', 'ﬁ')),
      read('line separators', words.join('\u2028')),
      read('carriage returns alone', words.join('\r')),
      read('lines for people', `# a card\n  # its words\n\u200b# these:\n${spaced}\n#end`),
      read('numbered, column by column', columns.join('\n')),
      read('numbered, column by column, joined', columns.map(it => it.replace(' ', '.')).join(' ')),
      read('numbered rows in two columns', inBoth(4, row => row + 1)),
      read('rows numbered by their first word, in two columns', inBoth(4, row => 4 * row + 1)),
      read('large print, numbered rows in two columns', inBoth(2, row => row + 1)),
      read('numbers that are not those of the words', words.map(word => `1 ${word}`).join(' ')),
      read('one number among the words', [...words.slice(0, 7), '3', ...words.slice(7)].join(' ')),
      read('four letters, upper case, with bullets', lines(word => `• ${word.slice(0, 4).toUpperCase()}`)),
      read('one word not readable', spaced.replace(words[4] as string, '?')),
      read('one letter not readable', spaced.replace(words[4] as string, `${words[4]?.[0]}_${words[4]?.slice(2)}`)),
      read('question marks within a word', spaced.replace(words[4] as string, `${words[4]?.[0]}??${words[4]?.slice(3)}`)),
    ],
    refused: [
      count('nothing', '', 0),
      count('numbers alone', lines((_, i) => `${i}.`), 0),
      count('underscores alone', words.map(() => '____').join(' '), 0),
      count('a hyphen within a word', spaced.replace(words[4] as string, `${words[4]?.slice(0, 2)}-${words[4]?.slice(2)}`), 41),
      count('a zero-width space within a word', spaced.replace(words[4] as string, `${words[4]?.slice(0, 2)}\u200b${words[4]?.slice(2)}`), 41),
      count('a JSON object with a name', JSON.stringify({ words }), 41),
      count('two question marks for one word', spaced.replace(words[4] as string, '? ?'), 41),
      count('numbered, and one word missing', lines((word, i) => (i === 9 ? '9' : `${i} ${word}`)), 39),
      count('all on lines for people', lines(word => `# ${word}`), 0),
      refused('column by column without numbers', columns.map(it => it.split(' ')[1]).join(' '), 'SHARE_DAMAGED', {}),
      refused('numbers of which one stands twice, column by column', columns.map(it => it.replace(/^40 /, '39 ')).join(' '), 'SHARE_DAMAGED', {}),
      refused('letters of another script', spaced.replaceAll('a', 'а').replaceAll('e', 'е').replaceAll('o', 'о'), 'SHARE_DAMAGED', {}),
      refused('an underscore in every word', inWord('_'), 'SHARE_DAMAGED', {}),
    ],
  }
}

/** 40 words that fit together, for 44 bytes that need not be a share. */
function wordsOfAny(bytes: Uint8Array): string {
  const bits = [...bytes].map(byte => byte.toString(2).padStart(8, '0')).join('')
  const data = Array.from({ length: 32 }, (_, i) => Number.parseInt(bits.slice(11 * i, 11 * i + 11), 2))
  return encodeBlock(data).map(index => wordlist[index]).join(' ')
}

function wordVectors() {
  const bytes = share(first, 2)
  const words = shareToWords(bytes)
  const other = shareToWords(share(second, 1))
  /** The card with some places (from 1) replaced. */
  const entered = (replacements: { readonly [place: number]: string }): string =>
    words.map((word, i) => replacements[i + 1] ?? word).join(' ')
  const wrong = (...list: number[]): { [place: number]: string } =>
    Object.fromEntries(list.map(place => [place, other[place - 1] === words[place - 1] ? 'zoo' : (other[place - 1] as string)]))
  const marks = (...list: number[]): { [place: number]: string } =>
    Object.fromEntries(list.map(place => [place, '?']))
  const put = (replacements: { readonly [place: number]: string }) => ({
    entered: entered(replacements),
    bytes: hex(bytes),
    corrections: Object.keys(replacements).map(place => ({
      word: Number(place),
      to: words[Number(place) - 1] as string,
    })),
  })
  return {
    accepted: [
      { name: 'as printed', entered: words.join(' '), bytes: hex(bytes) },
      { name: 'upper case', entered: words.join(' ').toUpperCase(), bytes: hex(bytes) },
      { name: 'first four letters', entered: words.map(w => w.slice(0, 4)).join(' '), bytes: hex(bytes) },
      {
        name: 'ten numbered rows',
        entered: Array.from({ length: 10 }, (_, r) => `${r + 1}.  ${words.slice(4 * r, 4 * r + 4).join('  ')}`).join('\r\n'),
        bytes: hex(bytes),
      },
      {
        name: 'forty numbered lines',
        entered: words.map((w, i) => `${String(i + 1).padStart(2, '0')} ${w}`).join('\n'),
        bytes: hex(bytes),
      },
    ],
    corrected: [
      { name: 'one wrong', ...put(wrong(17)) },
      { name: 'four wrong', ...put(wrong(1, 12, 33, 40)) },
      { name: 'eight unreadable', ...put(marks(1, 2, 3, 4, 37, 38, 39, 40)) },
      { name: 'three wrong, two unreadable', ...put({ ...wrong(5, 6, 7), ...marks(8, 9) }) },
      { name: 'not a word of the list', ...put({ 20: 'keyclave' }) },
    ],
    refused: [
      { name: 'no words', entered: '', code: 'SHARE_WORD_COUNT', data: { have: 0, need: 40 } },
      {
        name: '39 words',
        entered: words.slice(1).join(' '),
        code: 'SHARE_WORD_COUNT',
        data: { have: 39, need: 40 },
      },
      {
        name: '41 words',
        entered: `${words.join(' ')} zoo`,
        code: 'SHARE_WORD_COUNT',
        data: { have: 41, need: 40 },
      },
      {
        name: 'not a word of the list',
        entered: entered({ 20: 'keyclave' }),
        code: 'SHARE_WORD_UNKNOWN',
        data: { word: 20 },
      },
      {
        name: 'three letters are no prefix',
        entered: entered({ 3: 'aba' }),
        code: 'SHARE_WORD_UNKNOWN',
        data: { word: 3 },
      },
      {
        name: 'one wrong',
        entered: entered(wrong(17)),
        code: 'SHARE_WORDS_WRONG',
        data: { words: [17] },
      },
      {
        name: 'one unreadable',
        entered: entered(marks(40)),
        code: 'SHARE_WORDS_WRONG',
        data: { words: [40] },
      },
      {
        name: 'two wrong, three unreadable',
        entered: entered({ ...wrong(2, 30), ...marks(4, 5, 6) }),
        code: 'SHARE_WORDS_WRONG',
        data: { words: [2, 4, 5, 6, 30] },
      },
      {
        name: 'two rows swapped',
        entered: [...words.slice(4, 8), ...words.slice(0, 4), ...words.slice(8)].join(' '),
        code: 'SHARE_DAMAGED',
        data: {},
      },
      { name: 'nine unreadable', entered: entered(marks(1, 2, 3, 4, 5, 6, 7, 8, 9)), code: 'SHARE_DAMAGED', data: {} },
      { name: 'five wrong', entered: entered(wrong(1, 9, 17, 25, 33)), code: 'SHARE_DAMAGED', data: {} },
      {
        name: 'a card without error for a share with index 0',
        entered: wordsOfAny(changed(bytes, 7, 0)),
        code: 'SHARE_HEADER',
        data: { field: 'index', have: 0 },
      },
      {
        name: 'a card without error of version 2',
        entered: wordsOfAny(changed(bytes, 0, 0x43)),
        code: 'SHARE_VERSION',
        data: { have: 2, known: 1 },
      },
    ],
  }
}

/** The first digits of a kit's fingerprint. */
const KIT = '487a08b6'

/** A code of the second version that says one kit under the checksum of another. */
function withKit(bytes: Uint8Array, said: string, summed: string): string {
  const payload = Buffer.concat([bytes, Buffer.from(said, 'hex')])
  const checksum = createHash('sha256').update(bytes).update(Buffer.from(summed, 'hex')).digest()
  return `KEYCLAVE:S2:${encodeBase45(Buffer.concat([payload, checksum.subarray(0, 2)]))}`
}

function qrVectors() {
  const bytes = share(first, 3)
  const qr = shareToQr(bytes)
  const coded = shareToCode(bytes, KIT)
  const swap = (at: number, to: string): string => qr.slice(0, at) + to + qr.slice(at + 1)
  const format = (name: string, text: string, problem: string) => ({
    name,
    text,
    code: 'SHARE_QR_FORMAT',
    data: { problem },
  })
  const noPrefix = 'prefix'
  return {
    accepted: [
      { name: 'as printed', text: qr, bytes: hex(bytes) },
      { name: 'with a line break', text: `${qr}\r\n`, bytes: hex(bytes) },
      { name: 'with spaces around', text: `  ${qr} `, bytes: hex(bytes) },
      { name: 'version 2, with its kit', text: coded, bytes: hex(bytes), kit: KIT },
    ],
    refused: [
      format('empty', '', noPrefix),
      format('no prefix', qr.slice(12), noPrefix),
      format('lower case', qr.toLowerCase(), noPrefix),
      { name: 'version 3', text: swap(10, '3'), code: 'SHARE_VERSION', data: { have: 3, known: 2 } },
      format('prefix alone', 'KEYCLAVE:S1:', 'length'),
      format('one character short', qr.slice(0, -1), 'not-base45'),
      format('one character long', `${qr}0`, 'not-base45'),
      format('three characters short', qr.slice(0, -3), 'length'),
      format('a character outside base45', swap(40, '_'), 'not-base45'),
      format('a group above 65535', `${qr.slice(0, -3)}:::`, 'not-base45'),
      { name: 'one character changed', text: swap(12, qr[12] === '0' ? '1' : '0'), code: 'SHARE_QR_CHECKSUM', data: {} },
      format('version 2 with the payload of version 1', swap(10, '2'), 'length'),
      {
        name: 'version 2, another kit under the same checksum',
        text: withKit(bytes, '487a09b6', KIT),
        code: 'SHARE_QR_CHECKSUM',
        data: {},
      },
      {
        name: 'version 2, one character changed',
        text: coded.slice(0, 12) + (coded[12] === '0' ? '1' : '0') + coded.slice(13),
        code: 'SHARE_QR_CHECKSUM',
        data: {},
      },
      format('version 2, three characters short', coded.slice(0, -3), 'length'),
    ],
  }
}

function setVectors() {
  const take = (set: Set3, ...indexes: number[]): string[] => indexes.map(i => hex(share(set, i)))
  const withByte = (bytes: Uint8Array, offset: number, mask: number): string =>
    hex(changed(bytes, offset, (bytes[offset] as number) ^ mask))
  const [a, b, c] = [share(first, 1), share(first, 2), share(first, 3)]
  const foreign = { set: formatSetId(second.setId), expected: formatSetId(first.setId) }
  return {
    valid: POLICIES.map(makeSet).map(set => ({
      name: set.name,
      secret: hex(set.secret),
      setId: formatSetId(set.setId),
      threshold: set.threshold,
      shares: set.shares.map(hex),
    })),
    invalid: [
      { name: 'no share', shares: [], code: 'QUORUM_SHORT', data: { have: 0, need: 2 } },
      { name: 'one too few', shares: take(first, 1, 5), code: 'QUORUM_SHORT', data: { have: 2, need: 3 } },
      { name: 'one too many', shares: take(first, 1, 2, 3, 4), code: 'QUORUM_EXCESS', data: { have: 4, need: 3 } },
      { name: 'one twice', shares: take(first, 1, 2, 1), code: 'SHARE_DUPLICATE', data: { index: 1 } },
      { name: 'one of another set', shares: [...take(first, 1, 2), ...take(second, 3)], code: 'SHARE_FOREIGN', data: foreign },
      {
        name: 'another threshold',
        shares: [hex(a), hex(b), hex(changed(c, 6, 2))],
        code: 'SHARE_MISMATCH',
        data: { index: 3, field: 'threshold' },
      },
      {
        name: 'another KDF profile',
        shares: [hex(a), hex(b), hex(changed(c, 0, 0x21))],
        code: 'SHARE_MISMATCH',
        data: { index: 3, field: 'kdf-profile' },
      },
      {
        name: 'another identity type',
        shares: [hex(a), hex(b), hex(changed(c, 0, 0x33))],
        code: 'SHARE_MISMATCH',
        data: { index: 3, field: 'identity-type' },
      },
      {
        name: 'another index',
        shares: [hex(a), hex(b), hex(changed(c, 7, 4))],
        code: 'SHARES_INCONSISTENT',
        data: {},
      },
      { name: 'first bit of a value', shares: [hex(a), hex(b), withByte(c, 8, 0x80)], code: 'SHARES_INCONSISTENT', data: {} },
      { name: 'last bit of a value', shares: [withByte(a, 43, 1), hex(b), hex(c)], code: 'SHARES_INCONSISTENT', data: {} },
      {
        name: 'the value of another set under this header',
        shares: [hex(a), hex(b), hex(Buffer.concat([c.subarray(0, 8), share(fourth, 3).subarray(8)]))],
        code: 'SHARES_INCONSISTENT',
        data: {},
      },
    ],
  }
}

/** File name → content. */
export const vectors = {
  'shares.json': shareVectors(),
  'words.json': wordVectors(),
  'spellings.json': spellingVectors(),
  'qr.json': qrVectors(),
  'sets.json': setVectors(),
} as const

if (process.argv[1] === import.meta.filename) {
  for (const [name, content] of Object.entries(vectors)) {
    writeFileSync(path.join(import.meta.dirname, name), `${JSON.stringify(content, null, 2)}\n`)
  }
}
