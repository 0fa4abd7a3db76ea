/**
 * Writes the vectors of FORMAT, Keys and Recovery kit: keys.json, which anyone can compute again, and the
 * kits, whose sealed items hold fresh randomness of age and which stay as they once were made.
 *
 *   node test/vectors/keys/generate.ts          keys.json alone
 *   node test/vectors/keys/generate.ts --kits   new kits as well
 */
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { kitFingerprint } from '../../../main/core/kit/fingerprint.ts'
import { kitToBytes } from '../../../main/core/kit/kit.ts'
import { keyCheckValue, keyFingerprint } from '../../../main/core/kit/master-key.ts'
import { deriveKp, passphraseSalt } from '../../../main/core/passphrase/kdf.ts'
import { openQuorum, secretCommitment } from '../../../main/core/quorum/quorum.ts'
import { ageIdentity, quorumSeed } from '../../../main/core/age/identity.ts'
import { ShareCollection } from '../../../main/core/quorum/shares.ts'
import { osRandom } from '../../../main/core/bytes/random.ts'
import { PASSPHRASE, smallCeremony } from '../../core/small-ceremony.ts'
import { trusted } from '../../core/trusted.ts'

const IDENTITIES = ['classic', 'hybrid'] as const

/** Bytes of a case: SHA-256 of its name, so that the file can be made again. */
const seeded = (name: string, length: number): Buffer =>
  createHash('sha256').update(`keyclave test vector ${name}`).digest().subarray(0, length)

async function derivation(name: string, passphrase: string, identity: 'classic' | 'hybrid') {
  const [setId, secret] = [seeded(`${name} set id`, 5), seeded(`${name} secret`, 32)]
  const kp = await deriveKp(Buffer.from(passphrase), setId, 1)
  const seed = quorumSeed(secret, kp, setId)
  const { recipient, text } = await ageIdentity(seed, identity)
  return {
    name,
    setId: setId.toString('hex'),
    secret: secret.toString('hex'),
    secretCommitment: secretCommitment(secret),
    passphrase: Buffer.from(passphrase).toString('hex'),
    passphraseText: passphrase,
    kdf: 1,
    salt: passphraseSalt(setId),
    kp: kp.toString('hex'),
    seed: seed.toString('hex'),
    identityType: identity,
    identity: text.toString(),
    recipient,
  }
}

const keys = [128, 192, 256].map(bits => {
  const key = seeded(`key ${bits}`, bits / 8)
  return { key: key.toString('hex'), fingerprint: keyFingerprint(key), kcv: keyCheckValue(key) }
})

const file = {
  derivations: [
    await derivation('ascii, classic', 'unmixed tarantula yo-yo gumdrop', 'classic'),
    await derivation('ascii, hybrid', 'unmixed tarantula yo-yo gumdrop', 'hybrid'),
    await derivation('decomposed letters, classic', 'Zoe\u0308 tra\u0308gt neun rote Hu\u0308te', 'classic'),
    await derivation('wide letters and a ligature, classic', '\uff21\uff22\uff23 \ufb01ne day, 12\u00bd oranges', 'classic'),
  ],
  refusedPassphrases: [
    { why: 'empty', passphrase: '' },
    { why: 'not UTF-8', passphrase: '61ff62' },
    { why: 'a line break at the end', passphrase: '61620a' },
    { why: 'a byte order mark', passphrase: 'efbbbf6162' },
    { why: '1025 bytes', passphrase: '61'.repeat(1025) },
  ],
  keys,
}
const folder = new URL('./', import.meta.url)
writeFileSync(new URL('keys.json', folder), `${JSON.stringify(file, null, 1)}\n`)

async function generateKit(identity: 'classic' | 'hybrid'): Promise<void> {
  const { kit, shares } = await smallCeremony(identity)
  const collection = new ShareCollection(trusted(kit))
  for (const share of shares.slice(0, 3)) collection.add(share)
  const opened = await openQuorum(collection.validate(), PASSPHRASE, osRandom)
  const secrets: { [item: string]: string } = {}
  for (const item of [...kit.backupKeys, ...kit.keys]) {
    const name = item.kind === 'backup-identity' ? `backup key ${item.generation}` : item.label
    secrets[name] = (await opened.open(trusted(kit).item(item))).toString('hex')
  }
  const expected = {
    passphrase: PASSPHRASE.toString(),
    shares: shares.map(share => share.toString('hex')),
    identity: (await opened.identityText()).toString(),
    fingerprint: kitFingerprint(kit.quorum),
    digest: kit.digest,
    secrets,
  }
  const kits = new URL('../kit/', folder)
  writeFileSync(new URL(`${identity}.kit.json`, kits), kitToBytes(kit))
  writeFileSync(new URL(`${identity}.expected.json`, kits), `${JSON.stringify(expected, null, 1)}\n`)
}

if (process.argv.includes('--kits')) for (const identity of IDENTITIES) await generateKit(identity)
