import type { Buffer } from 'node:buffer'
import path from 'node:path'
import { type Deed, deedOf } from '../../../shared/deeds.ts'
import type { KeyException } from '../../../shared/key-life.ts'
import type { LogNote } from '../../../shared/log-actions.ts'
import { wipe } from '../../core/bytes/index.ts'
import { type KitKey, type ProvedItem, privateKeyPem } from '../../core/kit/index.ts'
import { type BackupPlace, nameOfBackup, refuseExisting, writeNewFile } from '../files/index.ts'
import { keyInKit, requireReadable, requireReadableBackupKey } from '../keys/index.ts'
import type { Permit } from '../people/index.ts'
import { notingAttempts } from '../quorum/index.ts'
import type { ClockCheck } from '../room/index.ts'
import type { Watch } from '../tasks/index.ts'
import { type KnownMaker, makerOf } from './backup-origin.ts'
import { findBackupKey } from './kit-items.ts'
import { type OpenedQuorum, requireKit } from './opened-quorum.ts'
import type { RestoredFiles } from './restore-backup.ts'
import type { Destination } from './restore-into.ts'
import { restoreWith } from './restore-with.ts'
import { type SalvagedFiles, type SalvageOrder, salvageWith } from './salvage-backup.ts'

/**
 * What is taken out of an opened quorum, at either desk: a backup, a key, an identity. Each is a deed that
 * people sign for by itself, and is recorded; a secret before it is written anywhere.
 */

/** A backup's file, and the folder to make. */
export interface RestoreOrder extends Destination {
  readonly file: BackupPlace
  readonly only?: readonly string[] | undefined
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
  const restored = await restoring(opened, order, permit, {
    restore: () => restoreWith(opened, order, watch),
    facts: ({ manifest: { generation, setId: set } }) => ({ generation, set }),
  })
  return { ...restored, knownMaker: await makerOf(restored.sha256, opened.vault) }
}

/**
 * Restores what is whole in a damaged backup, or in several copies of one, into a new folder.
 *
 * @throws as the permit and `salvageWith`
 */
export async function salvageFrom(
  opened: OpenedQuorum,
  order: SalvageOrder,
  permit: Permit,
  watch: Watch,
): Promise<SalvagedFiles> {
  const { out } = order
  const [file = ''] = order.files
  return await restoring(opened, { file, out }, permit, {
    restore: () => salvageWith(opened, order, watch),
    facts: ({ manifest, lost }) => ({
      generation: manifest?.generation ?? 0,
      ...(manifest === null ? {} : { set: manifest.setId }),
      ...(lost.length === 0 ? {} : { lost: lost.length }),
    }),
  })
}

/** Where what is only read and checked goes, as people sign for it. */
const NOTHING_WRITTEN = 'nothing is written'

interface Restoring<Restored> {
  readonly restore: () => Promise<Restored>
  /** What the log says of it besides. */
  readonly facts: (restored: Restored) => {
    readonly generation: number
    readonly set?: string
    readonly lost?: number
  }
}

/** Restores with leave, notes what a wrong passphrase was tried on, and records what came of it. */
async function restoring<Restored extends { readonly files: number; readonly bytes: number }>(
  opened: OpenedQuorum,
  { file, out }: Pick<RestoreOrder, 'file' | 'out'>,
  permit: Permit,
  { restore, facts }: Restoring<Restored>,
): Promise<Restored> {
  if (out !== null) await refuseExisting(out)
  const { setId } = opened.quorum
  const backup = nameOfBackup(file)
  const destination = out === null ? NOTHING_WRITTEN : path.resolve(out)
  const deed = deedOf('backup.restore', { setId, backup, destination })
  const leave = await opened.leaveTo(deed, permit)
  try {
    const restored = await notingAttempts(opened.vault, opened.kit, restore)
    const { files, bytes } = restored
    await opened.record(leave, {
      action: 'backup.restored',
      subject: `quorum:${setId}`,
      details: { files, bytes, backup, destination, ...facts(restored) },
    })
    return restored
  } finally {
    leave.close()
  }
}

/** A key of the kit, as `keyInKit` finds it. @throws KIT_NEEDED, KEY_UNKNOWN, ITEM_UNPROVED */
export const keyToTake = (
  { kit, vault }: OpenedQuorum,
  wanted: string,
  now: Date,
): Promise<ProvedItem<KitKey>> => keyInKit(requireKit(kit, { what: 'key' }), wanted, { vault, now })

/** Where a key goes, and what somebody says that they know of it. */
export interface KeyOrder {
  readonly out: string
  /** Null: nothing speaks against it, as far as they know. */
  readonly although: KeyException | null
  readonly now: () => Date
  /** Looks at the clock, where the key has days. */
  readonly clock: ClockCheck
}

/**
 * Writes one key into a new file that its owner alone reads: a master key and an imported secret as they are, the
 * private half of a pair as PEM.
 *
 * @throws CLOCK_DOUBTFUL, CLOCK_NOT_CONFIRMED; KEY_NOT_READABLE, KEY_SUSPECT; as the permit; FILE_*, ITEM_DAMAGED, KIT_TAMPERED; CANCELLED
 */
export async function takeKey(
  opened: OpenedQuorum,
  key: ProvedItem<KitKey>,
  { out, although, now, clock }: KeyOrder,
  permit: Permit,
): Promise<void> {
  await refuseExisting(out)
  await requireClockFor(opened, key, clock)
  const known = await requireReadable(key, opened.vault, although, now())
  opened.requireStill()
  const destination = path.resolve(out)
  const said = known === null ? {} : { although: known }
  const deed = deedOf('key.open', { key: key.id, version: key.version, destination, ...said })
  const note = {
    action: 'key.opened',
    subject: deed.terms.subject,
    details: { destination, ...said },
  } as const
  const open = (): Promise<Buffer> => opened.quorum.open(key)
  await handOut(opened, { deed, permit, note, open }, secret =>
    key.kind === 'key-pair' ? writePem(out, secret) : writeNewFile(out, secret, { secret: true }),
  )
}

async function writePem(out: string, pkcs8: Buffer): Promise<void> {
  const pem = privateKeyPem(pkcs8)
  try {
    await writeNewFile(out, pem, { secret: true })
  } finally {
    wipe(pem)
  }
}

/** Where a key has days, they decide what may be done with it. @throws CLOCK_DOUBTFUL, CLOCK_NOT_CONFIRMED */
export async function requireClockFor(
  { vault }: Pick<OpenedQuorum, 'vault'>,
  { activates, expires, processUntil }: KitKey,
  clock: ClockCheck,
): Promise<void> {
  if ((activates ?? expires ?? processUntil) === undefined) return
  await (vault === null ? clock(null) : vault.use('read', clock))
}

/** Where an identity goes, as people sign for it, and what somebody says that they know of a backup key. */
interface IdentityOrder extends Pick<KeyOrder, 'although'> {
  readonly destination: string
  readonly permit: Permit
}

/**
 * Hands out an age identity, as ASCII: of a backup key, or the quorum's own.
 *
 * @param backupKey its number; null: the quorum's own
 * @param use gets it, and does not keep it
 * @throws BACKUP_KEY_SUSPECT; as the permit; KIT_NEEDED, BACKUP_KEY_UNKNOWN, ITEM_DAMAGED, KIT_TAMPERED; CANCELLED; what `use` throws
 */
export async function takeIdentity(
  opened: OpenedQuorum,
  backupKey: string | null,
  { destination, although, permit }: IdentityOrder,
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
  const known = await requireReadableBackupKey(key, opened.vault, although)
  opened.requireStill()
  const said = known === null ? {} : { although: known }
  const deed = deedOf('backup-key.open', { setId: quorum.setId, generation, destination, ...said })
  const { subject } = deed.terms
  const details = { destination, ...said }
  const note = { action: 'backup-key.opened', subject, details } as const
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
