/**
 * Makes the golden kits of the second format anew: `node test/golden/make-kit-2.ts`. What is there must keep
 * verifying and opening, so that nobody has a reason to run it but for another format (see the README there).
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { osRandom } from '../../main/core/bytes/random.ts'
import type { KitAuthority } from '../../main/core/kit/authority.ts'
import { kitFingerprint } from '../../main/core/kit/fingerprint.ts'
import { kitToBytes, proofOf } from '../../main/core/kit/kit.ts'
import type { ProvingKit } from '../../main/core/kit/schema.ts'
import { deriveKp } from '../../main/core/passphrase/kdf.ts'
import { kitMacKey } from '../../main/core/quorum/kit-mac.ts'
import { openQuorum } from '../../main/core/quorum/quorum.ts'
import { ShareCollection } from '../../main/core/quorum/shares.ts'
import { interpolate } from '../../main/core/share/gf256.ts'
import { decodeShare } from '../../shared/share.ts'
import { shareToCode, shareToWords } from '../../shared/share-text.ts'
import { ceremonyWith, type Founded, grown } from '../core/kit/proving-ceremony.ts'
import { changed, STRICT } from '../core/kit/proving-kit.ts'
import { PASSPHRASE } from '../core/small-ceremony.ts'
import { asProved, trusted } from '../core/trusted.ts'

const folder = new URL('../vectors/golden-kit-2/', import.meta.url)

async function make(
  name: string,
  authority: KitAuthority | null,
  grow: (founded: Founded) => ProvingKit,
): Promise<void> {
  const ceremony = await ceremonyWith(authority)
  const { kit, shares } = ceremony
  const later = grow(ceremony)
  const collection = new ShareCollection(trusted(kit))
  for (const share of shares.slice(0, 3)) collection.add(share)
  const quorum = await openQuorum(collection.validate(), PASSPHRASE, osRandom)
  const secrets: { [item: string]: string } = {}
  const proofs: { [item: string]: unknown } = {}
  for (const item of [...later.backupKeys, ...later.keys]) {
    const of = item.kind === 'backup-identity' ? `backup-key-${item.generation}` : item.label
    const id = item.kind === 'backup-identity' ? of : `${of}@${item.version}`
    secrets[id] = (await quorum.open(asProved(item))).toString('hex')
    proofs[id] = proofOf(later, item)
  }
  const points = shares.slice(0, 3).map(share => {
    const { index, value } = decodeShare(share)
    return { x: index, y: value }
  })
  const secret = interpolate(points, 0).subarray(0, 32)
  const setId = Buffer.from(kit.quorum.setId, 'hex')
  const fingerprint = kitFingerprint(kit.quorum)
  const expected = {
    passphrase: PASSPHRASE.toString(),
    shares: shares.map(share => share.toString('hex')),
    words: shares.map(share => shareToWords(share).join(' ')),
    codes: shares.map(share => shareToCode(share, fingerprint)),
    identity: (await quorum.identityText()).toString(),
    macKey: kitMacKey(secret, await deriveKp(PASSPHRASE, setId, 1), setId).toString('hex'),
    statusSeed: (await quorum.open(asProved(kit.statusKey))).toString('hex'),
    fingerprint,
    digests: { founding: kit.digest, grown: later.digest },
    ...{ secrets, proofs },
  }
  quorum.close()
  const at = new URL(`${name}/`, folder)
  mkdirSync(at, { recursive: true })
  writeFileSync(new URL('kit.json', at), kitToBytes(kit))
  writeFileSync(new URL('grown.kit.json', at), kitToBytes(later))
  writeFileSync(new URL('expected.json', at), `${JSON.stringify(expected, null, 1)}\n`)
}

await make('strict', STRICT, grown)
await make('foreign', STRICT, grown)
await make('without-people', null, ({ kit, items }) =>
  changed(kit, { kind: 'key', key: items.key }, []),
)
