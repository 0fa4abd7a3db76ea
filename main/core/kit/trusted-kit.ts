import type { ItemName } from '../../../shared/codes/index.ts'
import { refuse } from '../../../shared/errors.ts'
import { digitsTyped, LEAST_DIGITS } from '../../../shared/kit-fingerprint.ts'
import { formatFingerprint, kitFingerprint } from './fingerprint.ts'
import { itemName } from './item-name.ts'
import { proofOf } from './kit.ts'
import type { BackupKey, Kit, KitItem, KitQuorum, SealedItem, StatusKey } from './schema.ts'

/**
 * A kit that something outside it vouches for. Whoever can write a file can write a kit: what is in it
 * counts only if the fingerprint on a card, the log of a vault, or the ceremony that has just made it says
 * so. Source: FORMAT, What proves a kit.
 */

/** What the signed log of a vault says of a quorum that was founded in it, or taken in. */
export interface LoggedQuorum {
  /** 64 hex digits each. */
  readonly fingerprint: string
  /** Of every kit of the quorum that the log names. */
  readonly kits: ReadonlySet<string>
}

/** Who says that a kit is the right one. */
export type Voucher =
  /** Made in this process, by the ceremony that founds its quorum. */
  | { readonly by: 'ceremony' }
  /** What somebody read on a card: as many hex digits of the fingerprint as they typed. */
  | { readonly by: 'card'; readonly digits: string }
  | ({ readonly by: 'log' } & LoggedQuorum)

declare const proved: unique symbol
/** A sealed item that the kit's voucher covers: only these are opened. */
export type ProvedItem<Item extends SealedItem = KitItem> = Item & { readonly [proved]: true }

let trustedKit: (kit: Kit, voucher: Voucher) => TrustedKit

/** Only `confirmKit` makes one. What encrypts to a kit, checks shares against it or opens it takes no other. */
export class TrustedKit {
  readonly kit: Kit
  readonly voucher: Voucher

  private constructor(kit: Kit, voucher: Voucher) {
    this.kit = kit
    this.voucher = voucher
  }

  static {
    trustedKit = (kit, voucher) => new TrustedKit(kit, voucher)
  }

  get quorum(): KitQuorum {
    return this.kit.quorum
  }

  /**
   * An item of the kit, if it is proved: made at the founding, which the fingerprint covers, added in a
   * revision that people of the founding part signed, or in a kit that the vault's log names.
   *
   * @throws ITEM_UNPROVED
   */
  item<Item extends KitItem>(item: Item): ProvedItem<Item> {
    if (!this.#isProved(item)) throw refuse('ITEM_UNPROVED', { item: itemName(item) })
    return item as ProvedItem<Item>
  }

  /** The key by which the quorum itself signs, which the fingerprint covers; null: kits of 0.1.0 have none. */
  get statusKey(): ProvedItem<StatusKey> | null {
    return this.kit.format === 'keyclave kit 2'
      ? (this.kit.statusKey as ProvedItem<StatusKey>)
      : null
  }

  /** The backup keys that are proved, in the order of the kit. */
  get backupKeys(): readonly ProvedItem<BackupKey>[] {
    const isProved = (key: BackupKey): key is ProvedItem<BackupKey> => this.#isProved(key)
    return this.kit.backupKeys.filter(isProved)
  }

  /** Every item, backup keys first. @throws KIT_UNPROVED naming those that nothing proves */
  items(): readonly ProvedItem[] {
    this.requireWhole()
    return this.#all as readonly ProvedItem[]
  }

  /** @throws KIT_UNPROVED naming the items that nothing proves */
  requireWhole(): void {
    const items = this.unproved
    if (items.length > 0) throw refuse('KIT_UNPROVED', { items })
  }

  /** The items that nothing proves. */
  get unproved(): readonly ItemName[] {
    return this.#all.filter(item => !this.#isProved(item)).map(itemName)
  }

  get #all(): readonly KitItem[] {
    return [...this.kit.backupKeys, ...this.kit.keys]
  }

  #isProved(item: KitItem): boolean {
    const { voucher, kit } = this
    if (voucher.by === 'log' && voucher.kits.has(kit.digest)) return this.#all.includes(item)
    return isProvedByKit(kit, item)
  }
}

/**
 * Confirms a kit by what vouches for it.
 *
 * @throws KIT_FINGERPRINT when it is not the kit of these cards; KIT_FOREIGN when the log knows its quorum
 *         otherwise
 */
export function confirmKit(kit: Kit, voucher: Voucher): TrustedKit {
  const { setId } = kit.quorum
  const fingerprint = kitFingerprint(kit.quorum)
  if (voucher.by === 'card') requireFingerprint(kit.quorum, voucher.digits)
  if (voucher.by === 'log' && voucher.fingerprint !== fingerprint) {
    throw refuse('KIT_FOREIGN', { setId, expected: formatFingerprint(voucher.fingerprint) })
  }
  return trustedKit(kit, voucher)
}

/**
 * Whether a quorum is that of a card: of a kit, or of the record of its ceremony.
 *
 * @param digits the first of its fingerprint, as somebody typed them @throws KIT_FINGERPRINT
 */
export function requireFingerprint(quorum: KitQuorum, digits: string): void {
  const fingerprint = kitFingerprint(quorum)
  if (fingerprint.startsWith(digits)) return
  throw refuse('KIT_FINGERPRINT', { setId: quorum.setId, ...unlike(digits, fingerprint) })
}

/** Digits in a group, as a card has them. */
const GROUP = 4

/** How many groups were typed, and which of them, from 1, are not as the kit has them. */
function unlike(
  typed: string,
  fingerprint: string,
): { readonly typed: number; readonly groups: readonly number[] } {
  const count = Math.ceil(typed.length / GROUP)
  const groups = Array.from({ length: count }, (_, i) => i + 1).filter(number => {
    const end = Math.min(number * GROUP, typed.length)
    const start = (number - 1) * GROUP
    return typed.slice(start, end) !== fingerprint.slice(start, end)
  })
  return { typed: count, groups }
}

/**
 * The digits that somebody read on a card, as they typed them: groups or not, in either case.
 *
 * @throws KIT_FINGERPRINT_FORMAT when it is not hex, or less than 8 digits of it
 */
export function fingerprintDigits(typed: string): string {
  const digits = digitsTyped(typed)
  if (digits.length >= LEAST_DIGITS && /^[0-9a-f]{1,64}$/.test(digits)) return digits
  throw refuse('KIT_FINGERPRINT_FORMAT', { least: LEAST_DIGITS })
}

/** Whether a kit whose fingerprint is right proves an item by itself, without any vault. */
export function isProvedByKit(kit: Kit, item: KitItem): boolean {
  const proof = proofOf(kit, item)
  return proof.by === 'founding' || (proof.by === 'revision' && proof.signed)
}
