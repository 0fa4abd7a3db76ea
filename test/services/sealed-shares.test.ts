/** A share sealed to a custodian who is not there: opened by their own program, acknowledged, and still the share that was issued. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { osRandom } from '../../main/core/bytes/random.ts'
import { readCards } from '../../main/core/share/index.ts'
import { createInput } from '../../main/services/files/input.ts'
import { createShares } from '../../main/services/shares/shares.ts'
import { rsaKey } from '../core/deliveries/sides.ts'
import { refusal } from '../core/refusal.ts'
import { onCard } from '../fixtures/card-fingerprint.ts'
import { newDesk } from '../golden/golden.ts'

const FOLDER = path.join(import.meta.dirname, '../vectors/golden-statement-3/small-team')
const bytesOf = (name: string): Buffer => readFileSync(path.join(FOLDER, name))
const desk = newDesk()
const kit = desk.write('kit.json', bytesOf('kit.json'))
const ada = desk.write('ada.txt', bytesOf('cards/01-ada.txt'))
const fingerprint = onCard(kit)
const shares = createShares({
  input: createInput(Readable.from([]), () => assert.fail()),
  openVault: () => assert.fail('no vault is opened'),
  ...{ software: 'test', now: () => new Date(), random: osRandom, uptime: () => 0 },
})
const watch = { signal: new AbortController().signal, onEvent: () => {} }
const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex')
const identity = await generateX25519Identity()
const recipient = desk.write('ada.pub', `${await identityToRecipient(identity)}\n`)
desk.write('ada.key', `${identity}\n`)
const order = { file: ada, kit, fingerprint, to: 'age', recipient } as const

async function shareIn(text: Buffer): Promise<Buffer> {
  const [card] = await readCards([text])
  return card?.bytes ?? assert.fail('a card')
}

test('its holder opens it with their own program, and says so by what nobody else can say', async () => {
  const out = desk.at('for-ada')
  const { sheet, files, recipientWords } = await shares.seal({ ...order, out })
  assert.deepEqual(files, [path.join(out, '01-ada.txt.age'), path.join(out, 'sealed-share.json')])
  const [sealed = ''] = files
  assert.equal(sheet.file.sha256, sha256(readFileSync(sealed)))
  assert.equal(sheet.recipient, sha256(readFileSync(recipient)))
  assert.equal(recipientWords.length, 32)
  const text = execFileSync('age', ['-d', '-i', desk.at('ada.key'), sealed])
  const opened = desk.write('opened.txt', text)
  assert.ok((await shareIn(text)).equals(await shareIn(readFileSync(ada))))
  const found = await shares.inspect(
    { file: opened, kit, fingerprint, showCorrections: false },
    watch,
  )
  assert.equal(found.custodian, sheet.custodian)
  assert.equal(found.commitment, sheet.commitment)
  const { acknowledgement } = await shares.acknowledge(opened)
  const said = acknowledgement.toUpperCase().replaceAll(/(.{4})/g, '$1 ')
  const acknowledged = await shares.acknowledged({
    ...{ acknowledgement: said, sheet: path.join(out, 'sealed-share.json') },
  })
  assert.deepEqual(acknowledged, sheet)
  // Neither what is kept, nor the public commitment, nor what another holder says.
  const other = await shares.acknowledge(desk.write('bob.txt', bytesOf('cards/02-bob.txt')))
  for (const wrong of [sheet.acknowledgement, sheet.commitment, other.acknowledgement, 'x']) {
    await assert.rejects(
      shares.acknowledged({ acknowledgement: wrong, sheet: files[1] ?? '' }),
      refusal('SHARE_NOT_ACKNOWLEDGED', { index: 1, custodian: sheet.custodian }),
    )
  }
  const written = readFileSync(files[1] ?? '', 'utf8')
  const share = await shareIn(text)
  for (const spelling of ['hex', 'base64'] as const) {
    assert.ok(!written.includes(share.toString(spelling)))
  }
})

test('it is sealed to a certificate or a bare key as well, and openssl opens it', async () => {
  const { privateKey, pem } = rsaKey(2048)
  const key = desk.write('key.pem', privateKey.export({ format: 'pem', type: 'pkcs8' }) as string)
  const out = desk.at('by-cms')
  const { files } = await shares.seal({
    ...{ ...order, to: 'cms', recipient: desk.write('cms.pem', pem), out },
  })
  const text = execFileSync('openssl', [
    ...['cms', '-decrypt', '-binary', '-inform', 'DER', '-inkey', key, '-in', files[0] ?? ''],
  ])
  assert.ok((await shareIn(text)).equals(await shareIn(readFileSync(ada))))
})

test('a share of another kit, a key that is not theirs, and a sheet that was changed are refused', async () => {
  const out = desk.at('never')
  const wrong = { ...order, recipientFingerprint: 'a'.repeat(64), out }
  await assert.rejects(shares.seal(wrong), refusal('DELIVERY_FINGERPRINT'))
  await assert.rejects(
    shares.seal({ ...order, recipient: desk.at('ada.key'), out }),
    refusal('DELIVERY_FILE', {
      ...{ file: 'recipient', problem: 'age-identity', field: null, source: desk.at('ada.key') },
    }),
  )
  const torn = desk.write('torn.txt', bytesOf('cards/01-ada.txt').toString().replace('coyote', '?'))
  await assert.rejects(
    shares.seal({ ...order, file: torn, out }),
    refusal('SHARE_WORDS_WRONG', { words: [1] }),
  )
  assert.ok(!existsSync(out))
  const sheet = desk.write('sheet.json', '{"format":"keyclave sealed share 2"}\n')
  await assert.rejects(
    shares.acknowledged({ acknowledgement: 'a'.repeat(64), sheet }),
    refusal('SEALED_SHARE_FORMAT'),
  )
})
