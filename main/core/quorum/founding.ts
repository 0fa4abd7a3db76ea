import { Buffer } from 'node:buffer'
import { isRehearsal, REHEARSAL_SET } from '../../../shared/rehearsal.ts'
import {
  formatSetId,
  type IdentityType,
  type KdfProfile,
  SET_ID_BYTES,
  shareCommitment,
} from '../../../shared/share.ts'
import { quorumSeed, recipientOf } from '../age/index.ts'
import { type RandomSource, wipe } from '../bytes/index.ts'
import type { KitQuorum } from '../kit/index.ts'
import { deriveKp } from '../passphrase/index.ts'
import { checkPolicy, SECRET_BYTES, splitSecret } from '../share/index.ts'
import { kitMac, kitMacKey } from './kit-mac.ts'
import { secretCommitment } from './quorum.ts'

/** Making a quorum: the secret, its shares, and what becomes public of them. */

export interface QuorumPolicy {
  readonly threshold: number
  /** Names, in the order of the shares; checked names (FORMAT: Recovery kit). */
  readonly custodians: readonly string[]
  readonly identity: IdentityType
  readonly kdf: KdfProfile
}

/** What of a new quorum goes into the kit; title, organisation and time come from the ceremony. */
type FoundingRecord = Omit<KitQuorum, 'title' | 'organisation' | 'created' | 'foundingItems'>

/**
 * A new quorum. Holds the shares and the key of the kit's MAC until `close`; the secret, `Kp` and seed are
 * wiped already.
 */
export interface FoundedQuorum {
  readonly record: FoundingRecord
  /** One per custodian, in order; 44 bytes each. */
  readonly shares: readonly Buffer[]
  /** The MAC for the new kit: over its fingerprint, 64 hex digits both. */
  readonly macOf: (head: string) => string
  readonly close: () => void
}

/**
 * The id of a new quorum, 5 bytes: random, and that of a rehearsal only where it is one (FORMAT: Share).
 *
 * @param rehearsal whether it counts for nothing
 */
export function newSetId(rehearsal: boolean, random: RandomSource): Buffer {
  const setId = random(SET_ID_BYTES)
  if (rehearsal) setId.fill(0, 0, REHEARSAL_SET.length / 2)
  return rehearsal === isRehearsal(formatSetId(setId)) ? setId : newSetId(rehearsal, random)
}

/**
 * Makes a quorum: draws the secret, splits the secret, and derives the recipient from secret and
 * passphrase. Nothing of it counts before the ceremony has proved recovery from the printed shares.
 *
 * @param passphrase UTF-8, already judged; the caller still owns it
 * @param named      its set id, 5 bytes, where something has named it before; otherwise it is drawn here
 * @returns the new quorum; the caller closes it
 * @throws QUORUM_THRESHOLD_ONE, QUORUM_POLICY, PASSPHRASE_ENCODING, KDF_MEMORY, SHAMIR_CHECK_FAILED
 */
export async function foundQuorum(
  { threshold, custodians, identity, kdf }: QuorumPolicy,
  passphrase: Uint8Array,
  random: RandomSource,
  named: Uint8Array | null = null,
): Promise<FoundedQuorum> {
  const count = custodians.length
  checkPolicy(threshold, count)
  const setId = named ?? newSetId(false, random)
  const secret = random(SECRET_BYTES)
  let kp: Buffer | null = null
  let seed: Buffer | null = null
  let macKey: Buffer | null = null
  try {
    kp = await deriveKp(passphrase, setId, kdf)
    seed = quorumSeed(secret, kp, setId)
    const recipient = await recipientOf(seed, identity)
    const shares = await splitSecret({
      ...{ secret, setId, identity, profile: kdf, threshold, count, random },
    })
    const key = kitMacKey(secret, kp, setId)
    macKey = key
    const founded: FoundedQuorum = {
      record: {
        setId: formatSetId(setId),
        threshold,
        identity,
        kdf,
        recipient,
        secretCommitment: secretCommitment(secret),
        custodians: custodians.map((name, i) => ({
          index: i + 1,
          name,
          commitment: Buffer.from(shareCommitment(shares[i] ?? Buffer.alloc(0))).toString('hex'),
        })),
      },
      shares,
      macOf: head => kitMac(key, head),
      close: () => wipe(key, ...shares),
    }
    macKey = null // now the founded quorum's
    return founded
  } finally {
    wipe(secret, kp, seed, macKey)
  }
}
