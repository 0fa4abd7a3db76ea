import type { Buffer } from 'node:buffer'
import type { TrustedKit } from '../kit/index.ts'
import type { OpenQuorum } from './quorum.ts'

/**
 * The identities that may open a backup, the likeliest first; each is opened when its turn comes, for the caller to
 * wipe. A backup of the quorum that this one replaced has no recipient that is this quorum; the backup keys that were
 * sealed again open it.
 */
export const identitiesOf = (
  quorum: OpenQuorum,
  kit: TrustedKit | null,
): (() => Promise<Buffer>)[] => [
  () => quorum.identityText(),
  ...(kit?.quorum.replaces === undefined ? [] : kit.backupKeys.toReversed()).map(
    key => () => quorum.open(key),
  ),
]
