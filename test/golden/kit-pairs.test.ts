/** The golden kit with key pairs verifies today, a drill proves the halves, and each comes out as it was. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { osRandom } from '../../main/core/bytes/random.ts'
import { kitFingerprint } from '../../main/core/kit/fingerprint.ts'
import { kitToBytes, parseKit, proofOf } from '../../main/core/kit/kit.ts'
import { privateKeyPem, publicKeyPem } from '../../main/core/kit/pem.ts'
import { proveDrill } from '../../main/core/quorum/drill-proof.ts'
import { openQuorum } from '../../main/core/quorum/quorum.ts'
import { ShareCollection } from '../../main/core/quorum/shares.ts'
import { parseWords, wordsToShare } from '../../shared/share-text.ts'
import { asProved, trusted } from '../core/trusted.ts'

const bytesOf = (name: string): Buffer =>
  readFileSync(new URL(`../vectors/golden-kit-pairs/${name}`, import.meta.url))

const FINGERPRINT = '3f29fc56bada8922bb33b7895c42db2a2f7062d3e4529d50434cdd1335350418'
const DIGESTS = {
  'kit.json': 'b435b58eba03b8ea2381d646a7074005251e486c1ede4ee099833a714c9d1fea',
  'grown.kit.json': '7235dbe2a411bcf4b77102ece467602220f3f73bf613a5f80cc263195aff0180',
}

test('fingerprint, digests and bytes are as they were', () => {
  for (const [name, digest] of Object.entries(DIGESTS)) {
    const kit = parseKit(bytesOf(name))
    assert.deepEqual([kitFingerprint(kit.quorum), kit.digest], [FINGERPRINT, digest])
    assert.deepEqual(kitToBytes(kit), bytesOf(name))
  }
})

test('two cards and the passphrase open every pair, whose halves belong together', async () => {
  const expected = JSON.parse(bytesOf('expected.json').toString())
  const kit = parseKit(bytesOf('grown.kit.json'))
  const shares = new ShareCollection(trusted(kit))
  for (const words of expected.words.slice(1)) shares.add(wordsToShare(parseWords(words)))
  const passphrase = Buffer.from(expected.passphrase)
  const quorum = await openQuorum(shares.validate(), passphrase, osRandom)
  assert.equal((await quorum.identityText()).toString(), expected.identity)
  assert.equal((await proveDrill(quorum, trusted(kit), null)).items, 6)
  const names: string[] = []
  for (const key of kit.keys) {
    assert.ok(key.kind === 'key-pair')
    const name = `${key.label}@${key.version}`
    const { privateKey, publicKey } = expected.pairs[name]
    assert.equal(publicKeyPem(key.publicKey), publicKey)
    assert.equal(privateKeyPem(await quorum.open(asProved(key))).toString(), privateKey)
    assert.equal(proofOf(kit, key)?.by, name === 'release@1' ? 'founding' : 'revision')
    names.push(name)
  }
  assert.deepEqual(names, ['release@1', 'login@1', 'devices@1', 'archive@1', 'release@2'])
  quorum.close()
})
