/** The golden kits of format 2 verify and open today, in any spelling, with their cards' codes. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { osRandom } from '../../main/core/bytes/random.ts'
import { kitFingerprint } from '../../main/core/kit/fingerprint.ts'
import { isReformatted, kitToBytes, parseKit, proofOf } from '../../main/core/kit/kit.ts'
import { isStatusKeyOf } from '../../main/core/kit/status-key.ts'
import { openQuorum } from '../../main/core/quorum/quorum.ts'
import { ShareCollection } from '../../main/core/quorum/shares.ts'
import { readShareCode, shareToCode } from '../../shared/share-text.ts'
import { refusal } from '../core/refusal.ts'
import { asProved, trusted } from '../core/trusted.ts'
import { canonical, sha256, tagged, without } from './golden.ts'

const bytesOf = (name: string): Buffer =>
  readFileSync(new URL(`../vectors/golden-kit-2/${name}`, import.meta.url))
const jsonOf = (name: string) => JSON.parse(bytesOf(name).toString())

/** Each kit: fingerprint, digests as founded and as grown. */
const PINS: { readonly [folder: string]: readonly [string, string, string] } = {
  strict: [
    '414637fed044d4a1434c47f83576988793d3fb9ba50cb2aa3c30fcb6fc900f23',
    '332617bcc1975ac6d2a6575d131d2a0476aad758838f3c9d470e188cdf9eb4ac',
    '17b9029bc2f558b791f2ac68c1f1877a2ddc8561c97fcc813dc195401d363200',
  ],
  foreign: [
    '2655117199895b68e131f2d18b3d1840e6b1d296c9ea1dc5af49a670d7093da3',
    'e3362f44c4fb36900dd1c57766683868f838352b462da683ba9cdc5f30efa0c6',
    '3757b4df70f20cb7928823ac34713d746c4246b7add42a1b9f04079fde192c27',
  ],
  'without-people': [
    '5e9e95f446c65b01d463b751c7e8a01d58a2473b5d5273705009335c55a70df2',
    'be762152d42049962d5a461623cc4f6865297f0d9180c57528747dbc390e06a4',
    'abd825d93ea8f7b8aa4ac04a8e3d2ae46a688858c31b3e61e12ff186420bb55e',
  ],
}

for (const [folder, [fingerprint, ...digests]] of Object.entries(PINS)) {
  describe(folder, () => {
    const expected = jsonOf(`${folder}/expected.json`)
    const grown = parseKit(bytesOf(`${folder}/grown.kit.json`))

    it('fingerprint, digests and bytes', () => {
      assert.deepEqual(
        [expected.fingerprint, expected.digests.founding, expected.digests.grown],
        [fingerprint, ...digests],
      )
      for (const [i, name] of ['kit.json', 'grown.kit.json'].entries()) {
        const bytes = bytesOf(`${folder}/${name}`)
        const raw = JSON.parse(bytes.toString())
        assert.equal(tagged('kit fingerprint', raw.quorum), fingerprint)
        assert.equal(tagged('kit digest', without(raw, 'digest')), digests[i])
        const kit = parseKit(bytes)
        assert.deepEqual(
          [kitFingerprint(kit.quorum), kit.digest, isReformatted(kit, bytes)],
          [fingerprint, digests[i], false],
        )
        assert.deepEqual(kitToBytes(kit), bytes)
        const pretty = Buffer.from(JSON.stringify(raw, null, 2))
        assert.deepEqual(parseKit(pretty), kit)
      }
    })

    it('the digests of its items, read a second time', () => {
      const raw = jsonOf(`${folder}/kit.json`)
      const digests = [raw.statusKey, ...raw.backupKeys, ...raw.keys].map(item => {
        const sealedSha256 = sha256(Buffer.from(item.sealed, 'base64'))
        return sha256(
          'keyclave/v1 kit item 2',
          canonical({ ...without(item, 'sealed'), sealedSha256 }),
        )
      })
      assert.deepEqual(digests, raw.quorum.foundingItems)
    })

    it('every item is proved as it was, and opens', async () => {
      const collection = new ShareCollection(trusted(grown))
      for (const code of expected.codes.slice(2)) {
        const { share, kit } = readShareCode(code)
        collection.add(share, kit)
        assert.equal(shareToCode(share, fingerprint), code)
      }
      const quorum = await openQuorum(
        ...([collection.validate(), Buffer.from(expected.passphrase), osRandom] as const),
      )
      quorum.requireOwn(grown)
      assert.equal((await quorum.identityText()).toString(), expected.identity)
      for (const item of [...grown.backupKeys, ...grown.keys]) {
        const name =
          item.kind === 'backup-identity'
            ? `backup-key-${item.generation}`
            : `${item.label}@${item.version}`
        const proof = proofOf(grown, item)
        const signers = proof?.by === 'revision' ? { signers: proof.signers } : {}
        assert.deepEqual(proof, { ...expected.proofs[name], ...signers })
        assert.equal(proof?.by === 'revision' && proof.signed, (signers.signers ?? []).length > 0)
        assert.equal((await quorum.open(asProved(item))).toString('hex'), expected.secrets[name])
      }
      assert.equal(grown.format, 'keyclave kit 2')
      const seed = await quorum.open(asProved(grown.statusKey))
      assert.equal(seed.toString('hex'), expected.statusSeed)
      assert.ok(isStatusKeyOf(seed, grown.statusKey))
      quorum.close()
    })

    it('a code that names another kit of the same set: the kit is foreign, not the share', () => {
      const collection = new ShareCollection(trusted(grown))
      const share = Buffer.from(expected.shares[1], 'hex')
      assert.throws(
        () => collection.add(share, '01020304'),
        refusal('KIT_NOT_OF_CARD', { index: 2, card: '0102 0304' }),
      )
      collection.add(share)
    })
  })
}
