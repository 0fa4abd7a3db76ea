import { Buffer } from 'node:buffer'
import { type KeyclaveError, refuse } from '../../shared/errors.ts'
import type { RandomSource } from '../core/bytes/index.ts'
import { adoptTables } from './adoption.ts'
import { type AuditLog, beginLog } from './audit-log.ts'
import { type BackupCatalogue, backupCatalogueOf } from './backup-catalogue.ts'
import { type BackupKeyEvents, backupKeyEventsOf } from './backup-key-events.ts'
import { type BackupKeys, backupKeysOf } from './backup-keys.ts'
import { type Ceremonies, type Ceremony, ceremoniesOf } from './ceremonies.ts'
import { openForReading } from './checked-reading.ts'
import { type Connection, openCopy, openFileExclusive } from './connection.ts'
import { type Cryptoperiods, cryptoperiodsOf } from './cryptoperiods.ts'
import { type Deliveries, deliveriesOf } from './deliveries.ts'
import { type Destructions, destructionsOf } from './destruction.ts'
import { type Drills, drillsOf } from './drills.ts'
import { type KeyEvents, keyEventsOf } from './key-events.ts'
import { type ImportKit, importOf } from './kit-import.ts'
import { type RenewKit, renewalOf } from './kit-renewal.ts'
import type { Kits } from './kits.ts'
import type { Migration } from './migrations/index.ts'
import { formatIn, formatOf, found, MIGRATIONS, migrate, migrateCopy } from './migrations.ts'
import { type People, peopleOf } from './people.ts'
import { type CompromiseQuorum, quorumCompromiseOf } from './quorum-compromise.ts'
import type { Quorums } from './quorums.ts'
import type { Replacements } from './replacements.ts'
import { type SealedKeys, sealedKeysOf } from './sealed-keys.ts'
import { type SealedShares, sealedSharesOf } from './sealed-shares.ts'
import { type ShareChecks, shareChecksOf } from './share-checks.ts'
import { type SharePlaces, sharePlacesOf } from './share-places.ts'
import type { ShareRegister } from './share-register.ts'
import { type StatusLists, statusListsOf } from './status-lists.ts'
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
  /** Why nothing may be done with this vault: it was opened to look at alone. As a rule null. */
  readonly fault: KeyclaveError | null
  readonly ceremonies: Ceremonies
  readonly quorums: Quorums
  readonly shareRegister: ShareRegister
  readonly shareChecks: ShareChecks
  readonly sealedShares: SealedShares
  readonly kits: Kits
  readonly backupKeys: BackupKeys
  readonly backupKeyEvents: BackupKeyEvents
  readonly keys: SealedKeys
  readonly keyEvents: KeyEvents
  readonly cryptoperiods: Cryptoperiods
  readonly destructions: Destructions
  readonly backups: BackupCatalogue
  readonly deliveries: Deliveries
  readonly people: People
  readonly replacements: Replacements
  readonly drills: Drills
  readonly sharePlaces: SharePlaces
  readonly statusLists: StatusLists
  readonly audit: AuditLog
  /** Takes in a quorum that was founded elsewhere. */
  readonly importKit: ImportKit
  /** Marks everything sealed to a quorum as compromised. */
  readonly compromiseQuorum: CompromiseQuorum
  /** Takes in a kit that names the people of today. */
  readonly renewKit: RenewKit
  /** Closes the file. A ceremony still open is declared void at the next opening. */
  readonly close: () => void
}

export type VaultMode = 'look' | 'read' | 'write'

export interface VaultOptions {
  readonly path: string
  /**
   * `read` changes nothing and needs a vault; `write` creates one when the path is free. `look` is `read`
   * that also opens a vault whose log or tables are not sound: for those who only show what it says.
   */
  readonly mode: VaultMode
  readonly now: () => Date
  readonly random: RandomSource
  /** The formats to know. */
  readonly migrations?: readonly Migration[]
}

/** The files that this process has open, by identity: a second handle would undo the first one's lock. */
const openHere = new Set<string>()

/**
 * Opens a vault, after checking that it is one, is whole, is not newer than this program, and is what its
 * log says. Whatever is refused is left as it is, to the byte. An older one is read as a copy in memory
 * that is brought up to date, and its file left alone.
 *
 * Opening for writing takes the lock, creates a missing vault, brings an older one up to date (a copy of
 * it stays beside it), and declares an interrupted ceremony void.
 *
 * @throws VAULT_MISSING, VAULT_DENIED, VAULT_BUSY, VAULT_FOREIGN, VAULT_NEWER, VAULT_OLDER (reading, after a crash),
 *         VAULT_DAMAGED, VAULT_FULL, VAULT_IO, VAULT_NAME; VAULT_TABLES, AUDIT_BROKEN, but not to look
 */
export async function openVault(options: VaultOptions): Promise<Vault> {
  const path = vaultPath(options.path)
  const identity = fileIdentity(path) ?? create(path, options)
  if (openHere.has(identity)) throw refuse('VAULT_BUSY', { path })
  openHere.add(identity)
  try {
    const { connection, fault } = await open(path, options)
    const close = (): void => {
      if (!connection.db.open) return
      connection.close()
      openHere.delete(identity)
    }
    try {
      return vaultOf({ ...connection, close }, fault, options)
    } catch (error) {
      connection.close()
      throw error
    }
  } catch (error) {
    openHere.delete(identity)
    throw error
  }
}

function vaultOf(
  connection: Connection,
  fault: KeyclaveError | null,
  { mode, now, random }: VaultOptions,
): Vault {
  const tables = tablesOf(connection, now, random)
  const ceremonies = ceremoniesOf(tables)
  return {
    path: connection.path,
    interrupted: mode === 'write' ? ceremonies.voidInterrupted() : null,
    fault,
    ceremonies,
    quorums: tables.quorums,
    shareRegister: tables.shares,
    shareChecks: shareChecksOf(tables),
    sealedShares: sealedSharesOf(tables),
    kits: tables.kits,
    backupKeys: backupKeysOf(tables),
    backupKeyEvents: backupKeyEventsOf(tables),
    keys: sealedKeysOf(tables),
    keyEvents: keyEventsOf(tables),
    cryptoperiods: cryptoperiodsOf(tables),
    destructions: destructionsOf(tables),
    backups: backupCatalogueOf(tables),
    deliveries: deliveriesOf(tables),
    people: peopleOf(tables),
    replacements: tables.replacements,
    drills: drillsOf(tables),
    sharePlaces: sharePlacesOf(tables),
    statusLists: statusListsOf(tables),
    audit: tables.audit,
    importKit: importOf(tables),
    compromiseQuorum: quorumCompromiseOf(tables),
    renewKit: renewalOf(tables),
    close: connection.close,
  }
}

/** Makes a new vault under a temporary name; returns the identity of its file once it is whole. */
function create(path: string, options: VaultOptions): string {
  const { mode, now, random, migrations = MIGRATIONS } = options
  if (mode !== 'write') throw refuse('VAULT_MISSING', { path })
  const part = `${path}.${random(8).toString('hex')}.new`
  createWhole(path, part, () => {
    const connection = openFileExclusive(part)
    try {
      connection.write(() => {
        found(connection, migrations)
        beginLog(connection, now, random, formatOf(migrations))
      })
    } finally {
      connection.close()
    }
  })
  return fileIdentity(path) ?? create(path, options)
}

interface Opened {
  readonly connection: Connection
  readonly fault: KeyclaveError | null
}

async function open(path: string, options: VaultOptions): Promise<Opened> {
  const { mode, migrations = MIGRATIONS } = options
  const known = formatOf(migrations)
  const { connection: reading, bytes, verdict } = await openForReading(path, migrations)
  const have = formatIn(reading)
  if (mode !== 'write') {
    const { fault } = verdict
    const sound = fault === null || mode === 'look'
    if (have === known && sound) return { connection: reading, fault }
    reading.close()
    if (!sound) throw fault
    if (bytes === null) throw refuse('VAULT_OLDER', { path, have, known })
    const copy = openCopy(path, Buffer.from(bytes), db => migrateCopy(db, migrations))
    return { connection: copy, fault }
  }
  reading.close()
  if (verdict.fault !== null) throw verdict.fault

  requireWritable(path)
  const writing = openFileExclusive(path)
  try {
    // Between the check and the lock another program may have been here. What people sign from now on
    // binds this log: it has to be the one that was verified.
    const isSame = formatIn(writing) === have && lastHash(writing) === verdict.head
    if (!isSame) throw refuse('VAULT_BUSY', { path })
    const finish = (): void => {
      if (!verdict.whole) adoptTables(writing, have, options.now)
    }
    await migrate(writing, migrations, finish)
    return { connection: writing, fault: null }
  } catch (error) {
    writing.close()
    throw error
  }
}

const lastHash = ({ db, read }: Connection): unknown =>
  read(() => db.prepare('SELECT hash FROM audit_log ORDER BY sequence DESC LIMIT 1').pluck().get())
