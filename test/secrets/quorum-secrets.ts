import { readFileSync } from 'node:fs'
import { bech32 } from '@scure/base'
import { identityText, quorumSeed } from '../../main/core/age/identity.ts'
import { osRandom } from '../../main/core/bytes/random.ts'
import { parseKit } from '../../main/core/kit/kit.ts'
import { deriveKp } from '../../main/core/passphrase/kdf.ts'
import { openQuorum } from '../../main/core/quorum/quorum.ts'
import { ShareCollection } from '../../main/core/quorum/shares.ts'
import { readCards } from '../../main/core/share/card.ts'
import { MatchingShares } from '../../main/core/share/matching-shares.ts'
import { combineShares } from '../../main/core/share/shamir.ts'
import { trusted } from '../core/trusted.ts'
import { byteNeedles, type Needle, shareNeedles, textNeedles } from './needles.ts'

/**
 * Everything secret that a ceremony made or used, worked out from its share files and its passphrase in
 * this process, which is not the one that is searched.
 */
export async function needlesOfQuorum(ceremony: {
  readonly kit: string
  /** All share files. */
  readonly shares: readonly string[]
  readonly passphrase: string
}): Promise<readonly Needle[]> {
  const kit = parseKit(readFileSync(ceremony.kit))
  const passphrase = Buffer.from(ceremony.passphrase)
  const cards = await readCards(ceremony.shares.map(file => readFileSync(file)))
  const { threshold, identity, kdf } = kit.quorum
  const setId = Buffer.from(kit.quorum.setId, 'hex')
  const set = new MatchingShares()
  for (const card of cards.slice(0, threshold)) set.add(card.bytes)
  const secret = await combineShares(set.all(), osRandom)
  const kp = await deriveKp(passphrase, setId, kdf)
  const seed = quorumSeed(secret, kp, setId)

  const own = trusted(kit)
  const collection = new ShareCollection(own)
  for (const card of cards) collection.add(card.bytes)
  const quorum = await openQuorum(collection.validate(), passphrase, osRandom)
  const keys = await Promise.all(kit.keys.map(key => quorum.open(own.item(key))))
  const backups = await Promise.all(kit.backupKeys.map(key => quorum.open(own.item(key))))

  return [
    ...byteNeedles('S', secret),
    ...byteNeedles('Kp', kp),
    ...byteNeedles('seed', seed),
    ...textNeedles('passphrase', ceremony.passphrase),
    ...identityNeedles('quorum identity', (await identityText(seed, identity)).toString()),
    ...backups.flatMap((text, i) => identityNeedles(`backup identity ${i + 1}`, text.toString())),
    ...keys.flatMap((key, i) => byteNeedles(`key ${i + 1}`, key)),
    ...cards.flatMap((card, i) => shareNeedles(`share ${i + 1}`, card.bytes)),
  ]
}

/** An age identity: its data part in both cases, and the bytes in it. */
function identityNeedles(name: string, text: string): readonly Needle[] {
  const data = text.slice(text.lastIndexOf('1') + 1)
  return [
    ...textNeedles(name, data),
    ...textNeedles(`${name}, lower case`, data.toLowerCase()),
    ...byteNeedles(`${name}, seed`, bech32.decodeToBytes(text).bytes),
  ]
}
