/**
 * Makes the golden kit with key pairs anew: `node test/golden/make-kit-pairs.ts`. What is there must keep verifying
 * and opening, so that nobody has a reason to run it but for another format (see the README there).
 */
import { createPrivateKey } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { osRandom } from '../../main/core/bytes/random.ts'
import { newBackupKey } from '../../main/core/kit/backup-key.ts'
import { kitFingerprint } from '../../main/core/kit/fingerprint.ts'
import { newKeyPair } from '../../main/core/kit/key-pair.ts'
import { buildKit, kitToBytes } from '../../main/core/kit/kit.ts'
import { publicKeyPem } from '../../main/core/kit/pem.ts'
import { newStatusKey } from '../../main/core/kit/status-key.ts'
import { foundQuorum } from '../../main/core/quorum/founding.ts'
import { openQuorum } from '../../main/core/quorum/quorum.ts'
import { ShareCollection } from '../../main/core/quorum/shares.ts'
import { shareToWords } from '../../shared/share-text.ts'
import { changed, PEOPLE, STRICT } from '../core/kit/proving-kit.ts'
import { CREATED, PASSPHRASE } from '../core/small-ceremony.ts'
import { asProved, trusted } from '../core/trusted.ts'

const folder = new URL('../vectors/golden-kit-pairs/', import.meta.url)
const policy = {
  threshold: 2,
  custodians: ['Ada', 'Grace', 'Hedy'],
  identity: 'classic',
  kdf: 1,
} as const

const { record, shares, macOf } = await foundQuorum(policy, PASSPHRASE, osRandom)
const sealing = { quorum: record, created: CREATED, random: osRandom }
const statusKey = await newStatusKey(sealing)
const backupKey = await newBackupKey({ ...sealing, generation: 1 })
const labels = { label: 'release', purpose: 'releases' }
const release = await newKeyPair('ed25519', labels, sealing)
const quorumOfKit = {
  ...{ ...record, title: 'Signing keys 2026', organisation: 'Example Ltd' },
  created: CREATED.toISOString(),
}
const items = { backupKeys: [backupKey], keys: [release] }
const kit = buildKit({ quorum: quorumOfKit, authority: STRICT, statusKey, macOf, ...items })

const { ines, walt } = PEOPLE
const ways = [
  ['rsa-2048', { label: 'login', purpose: 'tokens' }, {}],
  ['ec-p256', { label: 'devices', purpose: 'firmware' }, {}],
  ['ec-p384', { label: 'archive', purpose: 'archives' }, {}],
  ['ed25519', labels, { replaces: release }],
] as const
let grown = kit
for (const [algorithm, named, more] of ways) {
  const key = await newKeyPair(algorithm, named, { ...sealing, ...more })
  grown = changed(grown, { kind: 'key', key }, [ines, walt])
}

const collection = new ShareCollection(trusted(kit))
for (const share of shares.slice(0, 2)) collection.add(share)
const quorum = await openQuorum(collection.validate(), PASSPHRASE, osRandom)
const pairs: { [name: string]: { readonly privateKey: string; readonly publicKey: string } } = {}
for (const key of grown.keys) {
  if (key.kind !== 'key-pair') continue
  const der = await quorum.open(asProved(key))
  const parsed = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  pairs[`${key.label}@${key.version}`] = {
    privateKey: parsed.export({ format: 'pem', type: 'pkcs8' }).toString(),
    publicKey: publicKeyPem(key.publicKey),
  }
}
const expected = {
  passphrase: PASSPHRASE.toString(),
  words: shares.map(share => shareToWords(share).join(' ')),
  identity: (await quorum.identityText()).toString(),
  fingerprint: kitFingerprint(kit.quorum),
  digests: { founding: kit.digest, grown: grown.digest },
  pairs,
}
quorum.close()
mkdirSync(folder, { recursive: true })
writeFileSync(new URL('kit.json', folder), kitToBytes(kit))
writeFileSync(new URL('grown.kit.json', folder), kitToBytes(grown))
writeFileSync(new URL('expected.json', folder), `${JSON.stringify(expected, null, 1)}\n`)
