import { Buffer } from 'node:buffer'
import type { ItemName } from '../../../shared/codes/index.ts'
import type { IdentityType } from '../../../shared/share.ts'
import { PAYLOAD_NONCE } from '../age/index.ts'
import { type RandomSource, runOnce, secretNamed } from '../bytes/index.ts'

/**
 * A small secret sealed to a quorum: one age file, whose plaintext is canonical JSON that says what the
 * secret is. The kit says the same in the open; on opening the two are compared, so that a label or an
 * id that was changed in the kit is found. Source: FORMAT, Keys.
 */

export type ItemKind = 'master-key' | 'imported-secret' | 'backup-identity' | 'status-key'

/** What a kit says of an item in the open, its `sealed` field left out. */
export type ItemDescription = {
  readonly kind: ItemKind
  readonly [field: string]: string | number
}

/** What the worker is told: everything that is public. */
export interface SealWork {
  readonly does: 'seal'
  readonly description: ItemDescription
  readonly setId: string
  readonly recipient: string
  /** For the age file's payload. */
  readonly nonce: Uint8Array
}
export interface OpenWork {
  readonly does: 'open'
  readonly description: ItemDescription
  readonly setId: string
  readonly sealed: Uint8Array
  readonly identity: IdentityType
  readonly item: ItemName
}

const worker = new URL('./sealed-item.worker.ts', import.meta.url)

/**
 * Seals a secret to a quorum; that needs no share and no passphrase.
 *
 * File key and ephemeral keys are drawn by the age library from the operating system: they cannot be
 * passed in.
 *
 * @param description of the item, public
 * @param quorum      set id (10 hex digits) and recipient
 * @param secret      1 byte to 64 KiB; the caller still owns it
 * @param random      for the payload's nonce
 * @returns the age file, in base64
 */
export async function sealItem(
  description: ItemDescription,
  quorum: { readonly setId: string; readonly recipient: string },
  secret: Uint8Array,
  random: RandomSource,
): Promise<string> {
  const { setId, recipient } = quorum
  const nonce = random(PAYLOAD_NONCE)
  const work: SealWork = { does: 'seal', description, setId, recipient, nonce }
  const { output } = await runOnce<Uint8Array>(worker, work, { secret })
  return Buffer.from(output).toString('base64')
}

/**
 * Opens a sealed item and compares what it says of itself with what the kit says.
 *
 * @param description of the item, from the kit
 * @param sealed      the age file, in base64
 * @param quorum      set id (10 hex digits), identity type and seed (32 bytes; the caller still owns it)
 * @param item        what to call the item in an error
 * @returns the secret, for the caller to wipe; `null` when the item is not sealed to this quorum
 * @throws ITEM_DAMAGED; KIT_TAMPERED when kit and item differ, naming the field
 */
export async function openItem(
  description: ItemDescription,
  sealed: string,
  quorum: { readonly setId: string; readonly identity: IdentityType; readonly seed: Uint8Array },
  item: ItemName,
): Promise<Buffer | null> {
  const { setId, identity, seed } = quorum
  const file = new Uint8Array(Buffer.from(sealed, 'base64'))
  const work: OpenWork = { does: 'open', description, setId, sealed: file, identity, item }
  const { output, secrets } = await runOnce<'opened' | 'not mine'>(worker, work, { seed })
  return output === 'opened' ? secretNamed(secrets, 'secret') : null
}
