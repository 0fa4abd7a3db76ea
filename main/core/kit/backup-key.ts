import type { IdentityType } from '../../../shared/share.ts'
import { ageIdentity, SEED_BYTES } from '../age/index.ts'
import { type RandomSource, wipe } from '../bytes/index.ts'
import type { BackupKey } from './schema.ts'
import { sealItem } from './sealed-item.ts'

/** What a new backup key is made for. */
export interface BackupKeyOrder {
  /** Set id (10 hex digits), identity type and recipient. */
  readonly quorum: {
    readonly setId: string
    readonly identity: IdentityType
    readonly recipient: string
  }
  /** 1 for the first backup key of a quorum, then 2, 3 … */
  readonly generation: number
  readonly created: Date
  readonly random: RandomSource
}

/**
 * Makes a backup key: an age identity of the quorum's type with a random seed, sealed to the quorum. The
 * identity itself is wiped before this returns; backups need its recipient alone.
 */
export async function newBackupKey(order: BackupKeyOrder): Promise<BackupKey> {
  const { quorum, generation, created, random } = order
  const seed = random(SEED_BYTES)
  try {
    const { recipient, text } = await ageIdentity(seed, quorum.identity)
    try {
      const description = {
        kind: 'backup-identity',
        generation,
        created: created.toISOString(),
        recipient,
      } as const
      return { ...description, sealed: await sealItem(description, quorum, text, random) }
    } finally {
      wipe(text)
    }
  } finally {
    wipe(seed)
  }
}
