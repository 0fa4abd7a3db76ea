import { osRandom } from '../../main/core/bytes/random.ts'
import type { KitAuthority } from '../../main/core/kit/authority.ts'
import { newBackupKey } from '../../main/core/kit/backup-key.ts'
import { buildKit } from '../../main/core/kit/kit.ts'
import { importSecret, newMasterKey } from '../../main/core/kit/master-key.ts'
import type { FirstKit, ProvingKit } from '../../main/core/kit/schema.ts'
import { newStatusKey } from '../../main/core/kit/status-key.ts'
import { foundQuorum } from '../../main/core/quorum/founding.ts'
import type { IdentityType, KdfProfile } from '../../shared/share.ts'
import { buildFirstKit } from './first-kit.ts'

export const PASSPHRASE = Buffer.from('unmixed tarantula yo-yo gumdrop')
export const IMPORTED = Buffer.from('an existing secret')
export const CREATED = new Date('2026-11-21T10:00:00.000Z')

export interface SmallCeremony {
  readonly kit: ProvingKit
  /** The same contents, as a kit of the first format. */
  readonly firstKit: FirstKit
  /** The quorum's MAC, which an opening has. */
  readonly macOf: (head: string) => string
  /** Five shares, any three of which are enough. */
  readonly shares: readonly Buffer[]
}

/** A 3-of-5 ceremony with one master key, one imported secret and one backup key. */
export async function smallCeremony(
  identity: IdentityType,
  authority: KitAuthority | null = null,
  kdf: KdfProfile = 1,
): Promise<SmallCeremony> {
  const random = osRandom
  const custodians = ['Ada', 'Grace', 'Katherine', 'Hedy', 'Zoë']
  const policy = { threshold: 3, custodians, identity, kdf } as const
  const { record, shares, macOf } = await foundQuorum(policy, PASSPHRASE, random)
  const sealing = { quorum: record, created: CREATED, random }
  const video = { label: 'video-root', purpose: 'content encryption', expires: '2028-11-21' }
  const legacy = { label: 'legacy-token', purpose: 'moved from the old safe' }
  const [statusKey, backupKey, key, imported] = await Promise.all([
    newStatusKey(sealing),
    newBackupKey({ quorum: record, generation: 1, created: CREATED, random }),
    newMasterKey(256, video, sealing),
    importSecret(IMPORTED, legacy, sealing),
  ])
  const ceremony = { title: 'Root key ceremony 2026', organisation: 'Example Ltd' }
  const quorum = { ...record, ...ceremony, created: CREATED.toISOString() }
  const items = { backupKeys: [backupKey], keys: [key, imported] }
  return {
    kit: buildKit({ quorum, authority, statusKey, macOf, ...items }),
    firstKit: buildFirstKit({ quorum, ...items }),
    ...{ shares, macOf },
  }
}
