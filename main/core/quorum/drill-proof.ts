import { Buffer } from 'node:buffer'
import type { ItemName } from '../../../shared/codes/index.ts'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import { splitAgeFile } from '../age/index.ts'
import { wipe } from '../bytes/index.ts'
import {
  itemName,
  type KeyPair,
  type KitItem,
  type ProvedItem,
  type SealedItem,
  type TrustedKit,
} from '../kit/index.ts'
import type { OpenQuorum } from './quorum.ts'
import { unwraps } from './unwraps.ts'

/**
 * A drill's proof: what a quorum would open, without opening it. Of each sealed item and, if there is one,
 * of a backup, the header alone is unwrapped, in a worker: that takes the quorum's identity, and its
 * checksum (age's header HMAC) shows that the file key is right. No payload is decrypted but those of key
 * pairs: whether a private half is that of the public half in the kit shows in no header. It is opened and compared in
 * a thread that ends, and only the answer comes out of it.
 */

export interface DrillProof {
  /** Sealed items whose headers were unwrapped, and whose halves belong together: all of the kit's. */
  readonly items: number
  /** Whether a backup's header was, too. */
  readonly backup: boolean
}

export interface DrillWatch {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/**
 * @param quorum opened with the shares and the passphrase of `kit`, which proves commitment and recipient;
 *               the caller closes it
 * @param backup the header of a backup; null: none
 * @throws KIT_UNPROVED naming the items that nothing vouches for; DRILL_UNPROVED naming the items that would
 *         not open; DRILL_BACKUP when the backup is not
 *         encrypted to this quorum; AGE_HEADER, AGE_MAC of the backup; CANCELLED
 */
export async function proveDrill(
  quorum: OpenQuorum,
  kit: TrustedKit,
  backup: Uint8Array | null,
  { signal, onProgress }: DrillWatch = {},
): Promise<DrillProof> {
  const items = kit.items()
  const closed: ItemName[] = []
  const identity = await quorum.identityText()
  try {
    for (const [i, item] of items.entries()) {
      if (signal?.aborted) throw refuse('CANCELLED', {})
      const isSound = (await isForQuorum(item, identity)) && (await isWhole(item, quorum))
      if (!isSound) closed.push(itemName(item))
      onProgress?.(i + 1, items.length)
    }
    if (closed.length > 0) throw refuse('DRILL_UNPROVED', { items: closed })
    if (backup !== null && !(await unwraps(backup, identity))) throw refuse('DRILL_BACKUP', {})
    return { items: items.length, backup: backup !== null }
  } finally {
    wipe(identity)
  }
}

/** Whether an item's header unwraps; one that is damaged does not. */
async function isForQuorum({ sealed }: KitItem, identity: Uint8Array): Promise<boolean> {
  try {
    const { header } = splitAgeFile(Buffer.from(sealed, 'base64'))
    return await unwraps(header, identity)
  } catch (error) {
    if (error instanceof KeyclaveError && error.code.startsWith('AGE_')) return false
    throw error
  }
}

/** Whether the halves of a key pair belong together; any other item has none. */
async function isWhole(item: ProvedItem<SealedItem>, quorum: OpenQuorum): Promise<boolean> {
  if (!isPair(item)) return true
  try {
    return await quorum.provesPair(item)
  } catch (error) {
    const isFinding =
      error instanceof KeyclaveError && /^(ITEM_DAMAGED|KIT_TAMPERED)$/.test(error.code)
    if (isFinding) return false
    throw error
  }
}

const isPair = (item: ProvedItem<SealedItem>): item is ProvedItem<KeyPair> =>
  item.kind === 'key-pair'
