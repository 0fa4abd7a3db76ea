import type { Buffer } from 'node:buffer'
import { type KeyclaveError, refuse } from '../../../shared/errors.ts'
import { formatSetId, type IdentityType } from '../../../shared/share.ts'
import { identityText, quorumSeed, recipientOf, recipientOfIdentity } from '../age/index.ts'
import { type RandomSource, taggedHash, wipe } from '../bytes/index.ts'
import {
  headAt,
  isKeyOf,
  isPairOf,
  isStatusKeyOf,
  itemName,
  type KeyPair,
  type Kit,
  openItem,
  openItems,
  type ProvedItem,
  provesSealedPair,
  type SealedItem,
  type TrustedKit,
} from '../kit/index.ts'
import { deriveKp } from '../passphrase/index.ts'
import { combineShares } from '../share/index.ts'
import { kitMac, kitMacKey } from './kit-mac.ts'
import type { QuorumShares } from './shares.ts'
import { unwraps } from './unwraps.ts'

/** Opening a quorum: `m` validated shares and the passphrase give the quorum identity. */

/** The public commitment to `S`: 64 hex digits. Source: FORMAT, Commitments. */
export const secretCommitment = (secret: Uint8Array): string =>
  taggedHash('keyclave/v1 secret commitment', secret).toString('hex')

/**
 * Combines the shares and derives the quorum identity.
 *
 * With a kit, what comes out is compared with the kit's recipient, so a wrong passphrase is known at
 * once. Without one, nothing can be compared yet: `proved` is false until a backup's header or a kit that
 * came later has confirmed it (`confirmBy`, `adopt`).
 *
 * @param passphrase UTF-8; the caller still owns it
 * @param random for the blind with which the shares are combined
 * @returns the opened quorum; the caller closes it
 * @throws SHARES_INCONSISTENT, KIT_TAMPERED, PASSPHRASE_ENCODING, PASSPHRASE_WRONG, KDF_MEMORY,
 *         SHAMIR_CHECK_FAILED
 */
export async function openQuorum(
  { proved, kit }: QuorumShares,
  passphrase: Uint8Array,
  random: RandomSource,
): Promise<OpenQuorum> {
  const { setId, profile, identity } = proved.first
  const record = kit?.quorum ?? null
  let secret: Buffer | null = null
  let kp: Buffer | null = null
  let seed: Buffer | null = null
  let macKey: Buffer | null = null
  try {
    secret = await combineShares(proved, random)
    if (record && record.secretCommitment !== secretCommitment(secret)) {
      throw refuse('KIT_TAMPERED', { where: 'secret-commitment' })
    }
    kp = await deriveKp(passphrase, setId, profile)
    seed = quorumSeed(secret, kp, setId)
    const recipient = await recipientOf(seed, identity)
    if (record && record.recipient !== recipient) {
      throw refuse('PASSPHRASE_WRONG', { against: 'kit' })
    }
    macKey = kitMacKey(secret, kp, setId)
    const opened = {
      ...{ setId: formatSetId(setId), identity, recipient, proved: record !== null, seed, macKey },
    }
    seed = macKey = null // now the open quorum's
    return new OpenQuorum(opened)
  } finally {
    wipe(secret, kp, seed, macKey)
  }
}

/** A quorum that shares and passphrase have opened. Holds the seed and the key of the kit's MAC until `close`. */
class OpenQuorum {
  /** 10 hex digits. */
  readonly setId: string
  readonly identity: IdentityType
  readonly recipient: string
  #proved: boolean
  readonly #seed: Buffer
  readonly #macKey: Buffer
  #closed = false

  constructor(opened: {
    readonly setId: string
    readonly identity: IdentityType
    readonly recipient: string
    readonly proved: boolean
    /** 32 bytes; this object's from now on. */
    readonly seed: Buffer
    /** 32 bytes; this object's too. */
    readonly macKey: Buffer
  }) {
    this.setId = opened.setId
    this.identity = opened.identity
    this.recipient = opened.recipient
    this.#proved = opened.proved
    this.#seed = opened.seed
    this.#macKey = opened.macKey
  }

  /** Whether a kit or a backup has confirmed the passphrase. */
  get proved(): boolean {
    return this.#proved
  }

  /**
   * Confirms the passphrase by a backup, whose header this quorum unwraps.
   *
   * @param header of the backup
   * @throws PASSPHRASE_WRONG or, where a kit has confirmed it, AGE_NO_MATCH; AGE_HEADER, AGE_MAC
   */
  async confirmBy(header: Uint8Array): Promise<void> {
    const identity = await this.identityText()
    try {
      if (!(await unwraps(header, identity))) throw this.explainNoMatch(refuse('AGE_NO_MATCH', {}))
      this.#proved = true
    } finally {
      wipe(identity)
    }
  }

  /**
   * Takes a kit that came after the opening, if it is this quorum's own.
   *
   * @throws KIT_OTHER_QUORUM, KIT_TAMPERED; PASSPHRASE_WRONG while nothing has confirmed it
   */
  adopt({ kit, quorum: record }: TrustedKit): void {
    const { setId } = record
    if (setId !== this.setId) throw refuse('KIT_OTHER_QUORUM', { setId, expected: this.setId })
    if (record.recipient !== this.recipient) {
      throw this.#proved
        ? refuse('KIT_TAMPERED', { where: 'mac' })
        : refuse('PASSPHRASE_WRONG', { against: 'kit' })
    }
    this.requireOwn(kit)
    this.#proved = true
  }

  /**
   * Opens a sealed item of the kit, and checks that it is what the kit says of it.
   *
   * @returns the key, the imported secret, the private half of a pair (PKCS#8 DER), or the text of the backup identity (ASCII); the caller wipes
   *          it
   * @throws ITEM_DAMAGED; KIT_TAMPERED when the item is not the one that the kit describes, or not
   *         sealed to this quorum
   */
  async open(item: ProvedItem<SealedItem>): Promise<Buffer> {
    const { sealed, ...description } = item
    const quorum = { setId: this.setId, identity: this.identity, seed: this.#openSeed() }
    const name = itemName(item)
    const secret = await openItem(description, sealed, quorum, name)
    if (secret === null) throw refuse('KIT_TAMPERED', { where: { item: name, part: 'sealed' } })
    if (await isAsDescribed(item, secret)) return secret
    wipe(secret)
    throw refuse('KIT_TAMPERED', { where: { item: name, part: 'public' } })
  }

  /**
   * Opens several, in one thread. As `open`.
   *
   * @returns their secrets in the order of the items; the caller wipes them
   */
  async openAll(items: readonly ProvedItem<SealedItem>[]): Promise<readonly Buffer[]> {
    const quorum = { setId: this.setId, identity: this.identity, seed: this.#openSeed() }
    const named = items.map(item => {
      const { sealed, ...description } = item
      return { sealed, description, item: itemName(item) }
    })
    const opened = await openItems(named, quorum)
    try {
      const secrets: Buffer[] = []
      for (const [i, item] of items.entries()) {
        const secret = opened[i] ?? null
        const name = itemName(item)
        if (secret === null) throw refuse('KIT_TAMPERED', { where: { item: name, part: 'sealed' } })
        if (!(await isAsDescribed(item, secret))) {
          throw refuse('KIT_TAMPERED', { where: { item: name, part: 'public' } })
        }
        secrets.push(secret)
      }
      return secrets
    } catch (error) {
      wipe(...opened)
      throw error
    }
  }

  /**
   * Whether the sealed half of a key pair is that of the public half which the kit shows. Nothing is given out.
   *
   * @throws ITEM_DAMAGED; KIT_TAMPERED when the item is not the one that the kit describes
   */
  provesPair(item: ProvedItem<KeyPair>): Promise<boolean> {
    const { sealed, ...description } = item
    const quorum = { setId: this.setId, identity: this.identity, seed: this.#openSeed() }
    return provesSealedPair(description, sealed, quorum, itemName(item))
  }

  /**
   * Checks the kit's MAC: its revisions, up to the number that the MAC names, are those which were there when
   * it was made. A kit of the first format has none.
   *
   * @throws KIT_TAMPERED
   */
  requireOwn(kit: Kit): void {
    if (kit.format === 'keyclave kit 1') return
    if (this.macOf(headAt(kit, kit.mac.revision)) === kit.mac.value) return
    throw refuse('KIT_TAMPERED', { where: 'mac' })
  }

  /** The MAC over the digest of a revision, or the fingerprint of a kit: 64 hex digits both. */
  macOf(head: string): string {
    this.#openSeed()
    return kitMac(this.#macKey, head)
  }

  /** The quorum identity as an age identity file would hold it, in ASCII; the caller wipes it. */
  identityText(): Promise<Buffer> {
    return identityText(this.#openSeed(), this.identity)
  }

  /**
   * What it means that a file has no recipient that is this quorum: with a kit, the file is not for this
   * quorum, which is what `noMatch` says; without one, the passphrase may as well be wrong.
   */
  explainNoMatch(noMatch: KeyclaveError): KeyclaveError {
    return this.proved ? noMatch : refuse('PASSPHRASE_WRONG', { against: 'file' })
  }

  /** Wipes seed and MAC key. May be called again. */
  close(): void {
    this.#closed = true
    wipe(this.#seed, this.#macKey)
  }

  #openSeed(): Buffer {
    if (this.#closed) throw new Error('the quorum is closed')
    return this.#seed
  }
}

export type { OpenQuorum }

/** Whether the opened secret has the check values that the kit shows. */
async function isAsDescribed(item: SealedItem, secret: Buffer): Promise<boolean> {
  switch (item.kind) {
    case 'master-key':
      return isKeyOf(secret, item)
    case 'imported-secret':
      return secret.length === item.bytes
    case 'key-pair':
      return await isPairOf(secret, item)
    case 'backup-identity':
      return (await recipientOfIdentity(secret)) === item.recipient
    case 'status-key':
      return isStatusKeyOf(secret, item)
  }
}
