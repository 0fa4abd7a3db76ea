import type { Buffer } from 'node:buffer'
import path from 'node:path'
import { type Deed, deedOf } from '../../../shared/deeds.ts'
import type { LogNote } from '../../../shared/log-actions.ts'
import { wipe } from '../../core/bytes/index.ts'
import type { KitKey, ProvedItem } from '../../core/kit/index.ts'
import { type ModeChoice, refuseExisting, writeNewFile } from '../files/index.ts'
import type { Permit } from '../people/index.ts'
import { notingAttempts } from '../quorum/index.ts'
import type { Watch } from '../tasks/index.ts'
import { type KnownMaker, makerOf } from './backup-origin.ts'
import { findBackupKey, findKey } from './kit-items.ts'
import { type OpenedQuorum, requireKit } from './opened-quorum.ts'
import type { RestoredFiles } from './restore-backup.ts'
import { restoreWith } from './restore-with.ts'

/**
 * What is taken out of an opened quorum, at either desk: a backup, a key, an identity. Each is a deed that
 * people sign for by itself, and is recorded; a secret before it is written anywhere.
 */

/** A backup's file, and the folder to make. */
export interface RestoreOrder {
  readonly file: string
  readonly out: string
  /** Absent: without setuid, setgid and leave for everybody to write. */
  readonly modes?: ModeChoice | undefined
  /** How many threads may work at once. */
  readonly threads: number
}

/**
 * Restores a backup into a new folder.
 *
 * @throws as the permit and `restoreWith`; PASSPHRASE_WRONG, noted as an attempt, when no kit had confirmed it
 */
export async function restoreFrom(
  opened: OpenedQuorum,
  order: RestoreOrder,
  permit: Permit,
  watch: Watch,
): Promise<RestoredFiles & { readonly knownMaker: KnownMaker | null }> {
  await refuseExisting(order.out)
  const { setId } = opened.quorum
  const [backup, destination] = [path.basename(order.file), path.resolve(order.out)]
  const deed = deedOf('backup.restore', { setId, backup, destination })
  const leave = await opened.leaveTo(deed, permit)
  try {
    const restored = await notingAttempts(opened.vault, opened.kit, () =>
      restoreWith(opened, order, watch),
    )
    const { files, bytes, manifest, sha256 } = restored
    const { generation, setId: set } = manifest
    await opened.record(leave, {
      action: 'backup.restored',
      subject: `quorum:${setId}`,
      details: { generation, files, bytes, backup, destination, set },
    })
    return { ...restored, knownMaker: await makerOf(sha256, opened.vault) }
  } finally {
    leave.close()
  }
}

/** A key of the kit, as `findKey` finds it. @throws KIT_NEEDED, KEY_UNKNOWN, ITEM_UNPROVED */
export const keyToTake = ({ kit }: OpenedQuorum, wanted: string): ProvedItem<KitKey> =>
  findKey(requireKit(kit, { what: 'key' }), wanted)

/**
 * Writes one master key, or one imported secret, into a new file that its owner alone reads.
 *
 * @throws as the permit; FILE_*, ITEM_DAMAGED, KIT_TAMPERED; CANCELLED
 */
export async function takeKey(
  opened: OpenedQuorum,
  key: ProvedItem<KitKey>,
  out: string,
  permit: Permit,
): Promise<void> {
  await refuseExisting(out)
  opened.requireStill()
  const destination = path.resolve(out)
  const deed = deedOf('key.open', { key: key.id, version: key.version, destination })
  const note = {
    action: 'key.opened',
    subject: deed.terms.subject,
    details: { destination },
  } as const
  const open = (): Promise<Buffer> => opened.quorum.open(key)
  await handOut(opened, { deed, permit, note, open }, secret =>
    writeNewFile(out, secret, { secret: true }),
  )
}

/**
 * Hands out an age identity, as ASCII: of a backup key, or the quorum's own.
 *
 * @param backupKey its number; null: the quorum's own
 * @param destination where it goes, as people sign for it
 * @param use gets it, and does not keep it
 * @throws as the permit; KIT_NEEDED, BACKUP_KEY_UNKNOWN, ITEM_DAMAGED, KIT_TAMPERED; CANCELLED; what `use` throws
 */
export async function takeIdentity(
  opened: OpenedQuorum,
  backupKey: string | null,
  { destination, permit }: { readonly destination: string; readonly permit: Permit },
  use: (identity: Buffer) => void | Promise<void>,
): Promise<void> {
  const { quorum, kit } = opened
  opened.requireStill()
  if (backupKey === null) {
    const deed = deedOf('identity.open', { setId: quorum.setId, destination })
    const { subject } = deed.terms
    const note = { action: 'quorum.identity-opened', subject, details: { destination } } as const
    const open = (): Promise<Buffer> => quorum.identityText()
    return await handOut(opened, { deed, permit, note, open }, use)
  }
  const key = findBackupKey(
    requireKit(kit, { what: 'backup-key', generation: backupKey }),
    backupKey,
  )
  const { generation } = key
  const deed = deedOf('backup-key.open', { setId: quorum.setId, generation, destination })
  const { subject } = deed.terms
  const note = { action: 'backup-key.opened', subject, details: { destination } } as const
  const open = (): Promise<Buffer> => quorum.open(key)
  await handOut(opened, { deed, permit, note, open }, use)
}

/** What is taken out, what people sign for it, and what the log then says. */
interface TakenOut {
  readonly deed: Deed
  readonly permit: Permit
  readonly note: LogNote
  readonly open: () => Promise<Buffer>
}

/** Asks for leave, opens a secret and records that, then hands it out, and wipes it. */
async function handOut(
  { leaveTo, record, requireStill }: OpenedQuorum,
  { deed, permit, note, open }: TakenOut,
  use: (secret: Buffer) => void | Promise<void>,
): Promise<void> {
  const leave = await leaveTo(deed, permit)
  try {
    const secret = await open()
    try {
      requireStill()
      await record(leave, note)
      requireStill()
      await use(secret)
    } finally {
      wipe(secret)
    }
  } finally {
    leave.close()
  }
}
