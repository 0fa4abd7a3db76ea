import { refuse } from '../../shared/errors.ts'
import type { RandomSource } from '../core/bytes/index.ts'
import { type AuditLog, beginLog } from './audit-log.ts'
import { type BackupCatalogue, backupCatalogueOf } from './backup-catalogue.ts'
import { type BackupKeys, backupKeysOf } from './backup-keys.ts'
import { type Ceremonies, type Ceremony, ceremoniesOf } from './ceremonies.ts'
import { openForReading } from './checked-reading.ts'
import { type Connection, openFileExclusive } from './connection.ts'
import { type Drills, drillsOf } from './drills.ts'
import type { Kits } from './kits.ts'
import type { Migration } from './migrations/index.ts'
import { formatIn, formatOf, found, MIGRATIONS, migrate } from './migrations.ts'
import { type People, peopleOf } from './people.ts'
import type { Quorums } from './quorums.ts'
import type { Replacements } from './replacements.ts'
import { type SealedKeys, sealedKeysOf } from './sealed-keys.ts'
import { type ShareChecks, shareChecksOf } from './share-checks.ts'
import { type SharePlaces, sharePlacesOf } from './share-places.ts'
import type { ShareRegister } from './share-register.ts'
import { tablesOf } from './tables.ts'
import { createWhole, fileIdentity, requireWritable, vaultPath } from './vault-file.ts'

/**
 * The vault: one SQLite file that records what was done, and holds no secret (ARCHITECTURE: Words).
 *
 * While a vault is open for writing, nothing else in this process may open its file, not even to read
 * it: closing any handle on a file gives up the POSIX locks of the whole process on it.
 */
export interface Vault {
  readonly path: string
  /** The ceremony that a crash had left open, and that opening this vault declared void; or null. */
  readonly interrupted: Ceremony | null
  readonly ceremonies: Ceremonies
  readonly quorums: Quorums
  readonly shareRegister: ShareRegister
  readonly shareChecks: ShareChecks
  readonly kits: Kits
  readonly backupKeys: BackupKeys
  readonly keys: SealedKeys
  readonly backups: BackupCatalogue
  readonly people: People
  readonly replacements: Replacements
  readonly drills: Drills
  readonly sharePlaces: SharePlaces
  readonly audit: AuditLog
  /** Closes the file. A ceremony still open is declared void at the next opening. */
  readonly close: () => void
}

export interface VaultOptions {
  readonly path: string
  /** `read` changes nothing and needs a vault; `write` creates one when the path is free. */
  readonly mode: 'read' | 'write'
  readonly now: () => Date
  readonly random: RandomSource
  /** The formats to know. */
  readonly migrations?: readonly Migration[]
}

/** The files that this process has open, by identity: a second handle would undo the first one's lock. */
const openHere = new Set<string>()

/**
 * Opens a vault, after checking that it is one, is whole, and is not newer than this program. Whatever
 * is refused is left as it is, to the byte.
 *
 * Opening for writing takes the lock, creates a missing vault, brings an older one up to date (a copy of
 * it stays beside it), and declares an interrupted ceremony void.
 *
 * @throws VAULT_MISSING, VAULT_DENIED, VAULT_BUSY, VAULT_FOREIGN, VAULT_NEWER, VAULT_OLDER (reading),
 *         VAULT_DAMAGED, VAULT_FULL, VAULT_IO, VAULT_NAME
 */
export async function openVault(options: VaultOptions): Promise<Vault> {
  const path = vaultPath(options.path)
  const identity = fileIdentity(path) ?? create(path, options)
  if (openHere.has(identity)) throw refuse('VAULT_BUSY', { path })
  openHere.add(identity)
  try {
    const connection = await open(path, options)
    const close = (): void => {
      if (!connection.db.open) return
      connection.close()
      openHere.delete(identity)
    }
    try {
      return vaultOf({ ...connection, close }, options)
    } catch (error) {
      connection.close()
      throw error
    }
  } catch (error) {
    openHere.delete(identity)
    throw error
  }
}

function vaultOf(connection: Connection, { mode, now, random }: VaultOptions): Vault {
  const tables = tablesOf(connection, now, random)
  const ceremonies = ceremoniesOf(tables)
  return {
    path: connection.path,
    interrupted: mode === 'write' ? ceremonies.voidInterrupted() : null,
    ceremonies,
    quorums: tables.quorums,
    shareRegister: tables.shares,
    shareChecks: shareChecksOf(tables),
    kits: tables.kits,
    backupKeys: backupKeysOf(tables),
    keys: sealedKeysOf(tables),
    backups: backupCatalogueOf(tables),
    people: peopleOf(tables),
    replacements: tables.replacements,
    drills: drillsOf(tables),
    sharePlaces: sharePlacesOf(tables),
    audit: tables.audit,
    close: connection.close,
  }
}

/** Makes a new vault under a temporary name; returns the identity of its file once it is whole. */
function create(path: string, options: VaultOptions): string {
  const { mode, now, random, migrations = MIGRATIONS } = options
  if (mode === 'read') throw refuse('VAULT_MISSING', { path })
  const part = `${path}.${random(8).toString('hex')}.new`
  createWhole(path, part, () => {
    const connection = openFileExclusive(part)
    try {
      connection.write(() => {
        found(connection, migrations)
        beginLog(connection, now, random)
      })
    } finally {
      connection.close()
    }
  })
  return fileIdentity(path) ?? create(path, options)
}

async function open(path: string, options: VaultOptions): Promise<Connection> {
  const { mode, migrations = MIGRATIONS } = options
  const known = formatOf(migrations)
  const reading = await openForReading(path, migrations)
  const have = formatIn(reading)
  if (mode === 'read') {
    if (have === known) return reading
    reading.close()
    throw refuse('VAULT_OLDER', { path, have, known })
  }
  reading.close()

  requireWritable(path)
  const writing = openFileExclusive(path)
  try {
    // Between the check and the lock another program may have been here.
    if (formatIn(writing) !== have) throw refuse('VAULT_BUSY', { path })
    await migrate(writing, migrations)
    return writing
  } catch (error) {
    writing.close()
    throw error
  }
}
