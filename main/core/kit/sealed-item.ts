import { Buffer } from 'node:buffer'
import type { ItemName } from '../../../shared/codes/index.ts'
import type { IdentityType } from '../../../shared/share.ts'
import { PAYLOAD_NONCE } from '../age/index.ts'
import { inHalves, type RandomSource, runOnce, secretNamed, wipe } from '../bytes/index.ts'

/**
 * A small secret sealed to a quorum: one age file, whose plaintext is canonical JSON that says what the
 * secret is. The kit says the same in the open; on opening the two are compared, so that a label or an
 * id that was changed in the kit is found. Source: FORMAT, Keys.
 */

export type ItemKind =
  | 'master-key'
  | 'imported-secret'
  | 'key-pair'
  | 'backup-identity'
  | 'status-key'

/** What a kit says of an item in the open, its `sealed` field left out. */
export type ItemDescription = {
  readonly kind: ItemKind
  readonly [field: string]: string | number
}

/** What the worker is told: everything that is public. */
export interface SealWork {
  readonly does: 'seal'
  /** In the order of the secrets `0`, `1` …; each with the nonce of its age file's payload. */
  readonly items: readonly { readonly description: ItemDescription; readonly nonce: Uint8Array }[]
  readonly setId: string
  readonly recipient: string
}
/** Several of them, in their order. */
export interface OpenAllWork {
  readonly does: 'open-all'
  readonly items: readonly Pick<OpenWork, 'description' | 'sealed' | 'item'>[]
  readonly setId: string
  readonly identity: IdentityType
}
export interface OpenWork {
  /** `prove`: of a key pair; nothing of it is given out. */
  readonly does: 'open' | 'prove'
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
  const [sealed = ''] = await sealItems([{ description, secret }], quorum, random)
  return sealed
}

/** Several of them in one thread, or many in two: starting it is most of what one takes. As `sealItem`, in their order. */
export async function sealItems(
  items: readonly { readonly description: ItemDescription; readonly secret: Uint8Array }[],
  quorum: { readonly setId: string; readonly recipient: string },
  random: RandomSource,
): Promise<readonly string[]> {
  const { setId, recipient } = quorum
  const all = items.map(item => ({ ...item, nonce: random(PAYLOAD_NONCE) }))
  const sealRun = async (run: readonly (typeof all)[number][]): Promise<readonly string[]> => {
    const work: SealWork = {
      does: 'seal',
      items: run.map(({ description, nonce }) => ({ description, nonce })),
      ...{ setId, recipient },
    }
    const secrets = Object.fromEntries(run.map(({ secret }, i) => [`${i}`, secret]))
    const { output } = await runOnce<readonly Uint8Array[]>(worker, work, secrets)
    return output.map(file => Buffer.from(file).toString('base64'))
  }
  return await inHalves(all, sealRun, () => {})
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

/** What is sealed, and what the kit says of it. */
interface ItemToOpen {
  readonly description: ItemDescription
  readonly sealed: string
  readonly item: ItemName
}

/**
 * Opens several of them in one thread, or many in two: starting it is most of what one takes. As `openItem`, in
 * their order.
 *
 * @returns their secrets, for the caller to wipe; where one is not sealed to this quorum, `null` at its place
 */
export async function openItems(
  items: readonly ItemToOpen[],
  quorum: { readonly setId: string; readonly identity: IdentityType; readonly seed: Uint8Array },
): Promise<readonly (Buffer | null)[]> {
  const { setId, identity, seed } = quorum
  const openRun = async (run: readonly ItemToOpen[]): Promise<readonly (Buffer | null)[]> => {
    const work: OpenAllWork = {
      ...{ does: 'open-all', setId, identity },
      items: run.map(({ sealed, ...one }) => ({
        ...one,
        sealed: new Uint8Array(Buffer.from(sealed, 'base64')),
      })),
    }
    const { secrets } = await runOnce<'opened'>(worker, work, { seed })
    return run.map((_, i) => secrets[`${i}`] ?? null)
  }
  return await inHalves(items, openRun, opened => wipe(...opened))
}

/**
 * Proves that what is sealed of a key pair is the private half of the public half in its description: in the
 * thread that opens it, which ends, and from which nothing but the answer comes.
 *
 * @param description of a key pair; as for `openItem`, like the rest
 * @returns false when it is the half of another pair, or not sealed to this quorum
 * @throws ITEM_DAMAGED; KIT_TAMPERED
 */
export async function provesSealedPair(
  description: ItemDescription,
  sealed: string,
  quorum: { readonly setId: string; readonly identity: IdentityType; readonly seed: Uint8Array },
  item: ItemName,
): Promise<boolean> {
  const { setId, identity, seed } = quorum
  const file = new Uint8Array(Buffer.from(sealed, 'base64'))
  const work: OpenWork = { does: 'prove', description, setId, sealed: file, identity, item }
  return (await runOnce<boolean>(worker, work, { seed })).output
}
