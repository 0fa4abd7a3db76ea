import type { Buffer } from 'node:buffer'
import { createHmac } from 'node:crypto'
import { refuse } from '../../../shared/errors.ts'
import { equalSecrets, type RandomSource, wipe } from '../bytes/index.ts'
import {
  type BackupKey,
  itemName,
  type Kit,
  type KitItem,
  type KitKey,
  type KitQuorum,
  kitFingerprint,
  type ProvedItem,
  sealItem,
  type TrustedKit,
} from '../kit/index.ts'
import { nameKey } from '../text/index.ts'
import type { OpenQuorum } from './quorum.ts'

/**
 * What a new quorum takes over from the one that it replaces: every master key, imported secret and
 * backup key, each opened by the old quorum and sealed again to the new one. Ids, versions, labels and
 * dates stay. Source: FORMAT, Recovery kit, "replaces".
 *
 * Opening and sealing each happen in the worker of sealed-item.ts; in between, the secret is bytes here
 * for a moment, wiped in `finally`.
 */

/** Sealed again, in the order of the old kit. */
export interface InheritedItems {
  readonly backupKeys: readonly BackupKey[]
  readonly keys: readonly KitKey[]
}

/** How far the work is, and how to end it. */
export interface InheritanceWatch {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

const MARK_KEY_BYTES = 32

/** Whether a list of what is left out means this key: `video-root@2`, or `video-root` for every version. */
export const isLeftOut = (
  { label, version }: { readonly label: string; readonly version: number },
  leaveOut: readonly string[],
): boolean => leaveOut.includes(label) || leaveOut.includes(`${label}@${version}`)

/** The old kit with its opened quorum, until everything has been sealed again and proved. */
export class Inheritance {
  readonly #kit: TrustedKit
  /** All of them are proved: what a new ceremony takes over becomes a founding item. */
  readonly #items: readonly ProvedItem[]
  readonly #quorum: OpenQuorum
  readonly #random: RandomSource
  /** Secret, of this ceremony alone: a plain hash of an imported password could be searched. */
  readonly #markKey: Buffer
  /** An HMAC of each item's secret, by the item's name: what the new quorum opens must be the same. */
  readonly #marks = new Map<string, Buffer>()
  #closed = false

  /**
   * @param quorum   opened with the shares and the passphrase of `kit`; this object closes it
   * @param leaveOut keys that stay behind, as the plan names them
   * @throws KIT_UNPROVED
   */
  constructor(
    kit: TrustedKit,
    quorum: OpenQuorum,
    random: RandomSource,
    leaveOut: readonly string[] = [],
  ) {
    this.#kit = kit
    this.#items = kit
      .items()
      .filter(item => item.kind === 'backup-identity' || !isLeftOut(item, leaveOut))
    this.#quorum = quorum
    this.#random = random
    this.#markKey = random(MARK_KEY_BYTES)
  }

  /** What the new kit will say of the quorum that it replaces. */
  get replaces(): NonNullable<KitQuorum['replaces']> {
    const { quorum } = this.#kit
    return { setId: quorum.setId, fingerprint: kitFingerprint(quorum) }
  }

  get kit(): Kit {
    return this.#kit.kit
  }

  /** How many items there are. */
  get count(): number {
    return this.#items.length
  }

  /** New keys must not take the label of one that is taken over. @throws KEY_EXISTS */
  requireFree(labels: readonly string[]): void {
    const taken = new Set(this.kit.keys.map(key => nameKey(key.label)))
    const label = labels.find(candidate => taken.has(nameKey(candidate)))
    if (label !== undefined) throw refuse('KEY_EXISTS', { label })
  }

  /**
   * Opens every item and seals it to the new quorum. May be called again until `closeOld`.
   *
   * @param quorum set id (10 hex digits) and recipient of the new one
   * @throws ITEM_DAMAGED, KIT_TAMPERED; CANCELLED
   */
  async sealTo(
    quorum: { readonly setId: string; readonly recipient: string },
    watch: InheritanceWatch = {},
  ): Promise<InheritedItems> {
    const keys: KitKey[] = []
    const backupKeys: BackupKey[] = []
    for (const [i, item] of this.#items.entries()) {
      this.#requireGoingOn(watch)
      const sealed = await this.#sealAgain(item, quorum)
      if (item.kind === 'backup-identity') backupKeys.push({ ...item, sealed })
      else keys.push({ ...item, sealed })
      watch.onProgress?.(i + 1, this.count)
    }
    return { backupKeys, keys }
  }

  /** Wipes the old quorum's seed, once what was sealed again is in the new kit. */
  closeOld(): void {
    this.#quorum.close()
  }

  /**
   * Proves that the new quorum opens everything that was taken over, and that it is the same to the byte.
   *
   * @param quorum opened from the shares that were read back and the passphrase entered again
   * @param kit    the new one
   * @throws REISSUE_UNPROVED naming the item; ITEM_DAMAGED, KIT_TAMPERED; CANCELLED
   */
  async prove(quorum: OpenQuorum, kit: TrustedKit, watch: InheritanceWatch = {}): Promise<void> {
    const found = new Map(kit.items().map(item => [keyOf(item), item]))
    for (const [i, old] of this.#items.entries()) {
      this.#requireGoingOn(watch)
      const item = found.get(keyOf(old))
      const secret = item && sameDescription(item, old) ? await quorum.open(item) : null
      try {
        if (secret === null || !this.#isMarked(old, secret)) {
          throw refuse('REISSUE_UNPROVED', { item: itemName(old) })
        }
      } finally {
        wipe(secret)
      }
      watch.onProgress?.(i + 1, this.count)
    }
  }

  /** Closes the old quorum and wipes. May be called again. */
  close(): void {
    this.#closed = true
    this.#quorum.close()
    wipe(this.#markKey, ...this.#marks.values())
    this.#marks.clear()
  }

  /** @throws CANCELLED when somebody gave up, or closed this meanwhile */
  #requireGoingOn({ signal }: InheritanceWatch): void {
    if (signal?.aborted || this.#closed) throw refuse('CANCELLED', {})
  }

  async #sealAgain(
    item: ProvedItem,
    quorum: { readonly setId: string; readonly recipient: string },
  ): Promise<string> {
    const { sealed: _, ...description } = item
    const secret = await this.#quorum.open(item)
    try {
      this.#requireGoingOn({}) // a mark with a wiped key would be a hash that can be searched
      this.#marks.set(keyOf(item), this.#markOf(secret))
      return await sealItem(description, quorum, secret, this.#random)
    } finally {
      wipe(secret)
    }
  }

  #isMarked(item: KitItem, secret: Buffer): boolean {
    const mark = this.#marks.get(keyOf(item))
    return mark !== undefined && equalSecrets(mark, this.#markOf(secret))
  }

  #markOf(secret: Buffer): Buffer {
    return createHmac('sha256', this.#markKey).update(secret).digest()
  }
}

/** What tells it from the other items, in the old kit and in the new one. */
const keyOf = (item: KitItem): string => JSON.stringify(itemName(item))

/** Whether two items say the same in the open, whatever they are sealed to. */
function sameDescription(a: KitItem, b: KitItem): boolean {
  const fields = (item: KitItem) =>
    Object.entries(item)
      .filter(([field]) => field !== 'sealed')
      .sort(([x], [y]) => (x < y ? -1 : 1))
  return JSON.stringify(fields(a)) === JSON.stringify(fields(b))
}
