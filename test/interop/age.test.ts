import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import {
  Decrypter,
  Encrypter,
  generateHybridIdentity,
  generateX25519Identity,
  identityToRecipient,
} from 'age-encryption'
import { unwrapFileKey, wrapFileKey } from '../../main/core/age/file-key.ts'
import { osRandom } from '../../main/core/bytes/random.ts'
import { decrypt, decryptQuickly, encrypt, sealQuickly } from '../core/age/age-tools.ts'

/** Our age files with the stock `age` command and with the age-encryption library, both ways. */

const CHUNK = 64 * 1024
const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-age-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const identity = await generateX25519Identity()
const recipient = await identityToRecipient(identity)
const keyFile = path.join(folder, 'identity.txt')
writeFileSync(keyFile, `${identity}\n`, { mode: 0o600 })

const stock = (args: readonly string[], input: Buffer): Buffer =>
  execFileSync('age', args, { input, maxBuffer: 8 * 1024 * 1024 })
const stockDecrypt = (file: Buffer): Buffer => stock(['-d', '-i', keyFile], file)
const stockEncrypt = (plain: Buffer): Buffer => stock(['-r', recipient], plain)

const EDGES = [
  0,
  1,
  CHUNK - 1,
  CHUNK,
  CHUNK + 1,
  2 * CHUNK,
  5 * CHUNK - 1,
  16 * CHUNK,
  16 * CHUNK + 1,
]

/** The edges, and random sizes: most below one chunk, some of several. */
const sizes = Array.from({ length: 200 }, (_, i) => {
  const edge = EDGES[i]
  const spread = i % 4 === 0 ? 6 * CHUNK : CHUNK
  return edge ?? osRandom(4).readUInt32LE() % spread
})

// A tenth of the files goes the whole way of a backup, with its threads; the others, to save the time
// of starting these, through the same functions in this thread.
const wholeWay = (index: number): boolean => index % 10 === 0

test('200 files of ours open with stock age', async () => {
  for (const [index, size] of sizes.entries()) {
    const plain = osRandom(size)
    const { header, fileKey } = await wrapFileKey([recipient])
    const file = wholeWay(index)
      ? await encrypt([recipient], plain)
      : sealQuickly(header, fileKey, plain)
    assert.ok(stockDecrypt(file).equals(plain), `${size} bytes`)
  }
})

test('200 files of stock age open with ours', async () => {
  for (const [index, size] of sizes.entries()) {
    const plain = osRandom(size)
    const open = wholeWay(index) ? decrypt : decryptQuickly
    assert.ok((await open(stockEncrypt(plain), identity)).equals(plain), `${size} bytes`)
  }
})

test('hybrid files go both ways between us and the age-encryption library', async () => {
  const hybrid = await generateHybridIdentity()
  const to = await identityToRecipient(hybrid)
  const encrypter = new Encrypter()
  encrypter.addRecipient(to)
  const decrypter = new Decrypter()
  decrypter.addIdentity(hybrid)
  for (const size of [...EDGES, 777, 200_000]) {
    const plain = osRandom(size)
    const theirs = Buffer.from(await encrypter.encrypt(plain))
    assert.ok((await decrypt(theirs, hybrid)).equals(plain), `${size} bytes from the library`)
    const ours = await encrypt(
      [to, await identityToRecipient(await generateHybridIdentity())],
      plain,
    )
    assert.ok(Buffer.from(await decrypter.decrypt(ours)).equals(plain), `${size} bytes to it`)
  }
})

test('the file key that we cut from the library is the one in the header', async () => {
  const { header, fileKey } = await wrapFileKey([recipient])
  assert.ok((await unwrapFileKey(header, Buffer.from(identity))).equals(fileKey))
  assert.equal(readFileSync(keyFile, 'utf8').trim(), identity)
  assert.match(
    header.toString('latin1'),
    /^age-encryption\.org\/v1\n-> X25519 [^\n]+\n[^\n]+\n--- [^\n]{43}\n$/,
  )
})
