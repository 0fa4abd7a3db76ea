import type { Buffer } from 'node:buffer'
import type { LogNote } from '../../../shared/log-actions.ts'
import { wipe } from '../../core/bytes/index.ts'
import type { KitKey, ProvedItem } from '../../core/kit/index.ts'
import { refuseExisting, writeNewFile } from '../files/index.ts'
import { notingAttempts } from '../quorum/index.ts'
import type { Watch } from '../tasks/index.ts'
import { type KnownMaker, makerOf } from './backup-origin.ts'
import { findBackupKey, findKey } from './kit-items.ts'
import { type OpenedQuorum, requireKit } from './opened-quorum.ts'
import type { RestoredFiles } from './restore-backup.ts'
import { restoreWith } from './restore-with.ts'

/**
 * What is taken out of an opened quorum, at either desk: a backup, a key, an identity. Each is recorded;
 * a secret before it is written anywhere.
 */

/** A backup's file, and the folder to make. */
export interface RestoreOrder {
  readonly file: string
  readonly out: string
  /** How many threads may work at once. */
  readonly threads: number
}

/**
 * Restores a backup into a new folder.
 *
 * @throws as `restoreWith`; PASSPHRASE_WRONG, noted as an attempt, when no kit had confirmed it
 */
export async function restoreFrom(
  opened: OpenedQuorum,
  order: RestoreOrder,
  watch: Watch,
): Promise<RestoredFiles & { readonly knownMaker: KnownMaker | null }> {
  await refuseExisting(order.out)
  const restored = await notingAttempts(opened.vault, opened.kit, () =>
    restoreWith(opened, order, watch),
  )
  const { files, bytes, manifest } = restored
  const { generation } = manifest
  await opened.record({
    action: 'backup.restored',
    subject: `quorum:${manifest.setId}`,
    details: { generation, files, bytes },
  })
  return { ...restored, knownMaker: await makerOf(restored.sha256, opened.vault) }
}

/** A key of the kit, as `findKey` finds it. @throws KIT_NEEDED, KEY_UNKNOWN, ITEM_UNPROVED */
export const keyToTake = ({ kit }: OpenedQuorum, wanted: string): ProvedItem<KitKey> =>
  findKey(requireKit(kit, { what: 'key' }), wanted)

/**
 * Writes one master key, or one imported secret, into a new file that its owner alone reads.
 *
 * @throws FILE_*, ITEM_DAMAGED, KIT_TAMPERED; CANCELLED
 */
export async function takeKey(
  opened: OpenedQuorum,
  key: ProvedItem<KitKey>,
  out: string,
): Promise<void> {
  await refuseExisting(out)
  opened.requireStill()
  const subject = `key:${key.id}/${key.version}` as const
  const note = { action: 'key.opened', subject, details: {} } as const
  await handOut(opened, await opened.quorum.open(key), note, secret =>
    writeNewFile(out, secret, { secret: true }),
  )
}

/**
 * Hands out an age identity, as ASCII: of a backup key, or the quorum's own.
 *
 * @param backupKey its number; null: the quorum's own
 * @param use gets it, and does not keep it
 * @throws KIT_NEEDED, BACKUP_KEY_UNKNOWN, ITEM_DAMAGED, KIT_TAMPERED; CANCELLED; what `use` throws
 */
export async function takeIdentity(
  opened: OpenedQuorum,
  backupKey: string | null,
  use: (identity: Buffer) => void | Promise<void>,
): Promise<void> {
  const { quorum, kit } = opened
  opened.requireStill()
  if (backupKey === null) {
    const subject = `quorum:${quorum.setId}` as const
    const note = { action: 'quorum.identity-opened', subject, details: {} } as const
    return await handOut(opened, await quorum.identityText(), note, use)
  }
  const key = findBackupKey(
    requireKit(kit, { what: 'backup-key', generation: backupKey }),
    backupKey,
  )
  const subject = `backup-key:${quorum.setId}/${backupKey}` as const
  const note = { action: 'backup-key.opened', subject, details: {} } as const
  await handOut(opened, await quorum.open(key), note, use)
}

/** Records that a secret was opened, then hands it out, and wipes it. */
async function handOut(
  { record, requireStill }: OpenedQuorum,
  secret: Buffer,
  note: LogNote,
  use: (secret: Buffer) => void | Promise<void>,
): Promise<void> {
  try {
    requireStill()
    await record(note)
    requireStill()
    await use(secret)
  } finally {
    wipe(secret)
  }
}
