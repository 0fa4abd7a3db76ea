import { type RandomSource, wipe } from '../bytes/index.ts'
import { signerOf } from '../people/index.ts'
import type { StatusKey } from './schema.ts'
import { sealItem } from './sealed-item.ts'

/** Bytes of the seed of an Ed25519 key. */
const SEED_BYTES = 32

/**
 * Makes the key by which a quorum can speak when its people are gone: an Ed25519 key whose seed is sealed
 * to the quorum like any item. The seed is wiped before this returns. Source: FORMAT, Status key.
 */
export async function newStatusKey({
  quorum,
  created,
  random,
}: {
  /** Set id (10 hex digits) and recipient. */
  readonly quorum: { readonly setId: string; readonly recipient: string }
  readonly created: Date
  readonly random: RandomSource
}): Promise<StatusKey> {
  const seed = random(SEED_BYTES)
  try {
    const publicKey = publicKeyOf(seed)
    const description = { kind: 'status-key', created: created.toISOString(), publicKey } as const
    return { ...description, sealed: await sealItem(description, quorum, seed, random) }
  } finally {
    wipe(seed)
  }
}

/** Whether an opened seed is that of the key that the kit names. */
export const isStatusKeyOf = (seed: Uint8Array, { publicKey }: Pick<StatusKey, 'publicKey'>) =>
  seed.length === SEED_BYTES && publicKeyOf(seed) === publicKey

function publicKeyOf(seed: Uint8Array): string {
  const signer = signerOf(seed)
  signer.close()
  return signer.publicKey
}
