import type { Dirent } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import path from 'node:path'
import { withoutVolume } from '../../../shared/backup-files.ts'
import { deedOf } from '../../../shared/deeds.ts'
import { KeyclaveError } from '../../../shared/errors.ts'
import { readAgeFile } from '../../core/age/index.ts'
import type { BackupKey, CataloguedBackup, Vault } from '../../vault/index.ts'
import { recipientsOf } from '../backup/index.ts'
import { nameOfBackup, onPath, openJoined, openSource } from '../files/index.ts'
import { stateOfBackupKey } from '../keys/index.ts'
import type { Permit } from '../people/index.ts'
import type { OpenedQuorum } from '../recovery/index.ts'
import { continueUnlessCancelled, type Watch } from '../tasks/index.ts'
import { HeldIdentities, type IdentityName } from './held-identities.ts'

/**
 * Looking for backups that an opened quorum opens, on drives that no catalogue knows. Of each file the header is
 * read, in pieces of a few kilobytes, and nothing of what it encrypts.
 */

/** A file that the quorum opens. */
export interface FoundBackup {
  readonly path: string
  readonly size: number
  /** Whose identities open it: null is the quorum's own, a number that of a backup key in its kit. */
  readonly opens: readonly (number | null)[]
  /** Whether one of those is marked compromised in the vault. */
  readonly compromised: boolean
  /** Whether it is for the current backup key and the quorum already; without a kit false. */
  readonly current: boolean
  /** The backup of this name and size in the catalogue: its bytes were not compared. */
  readonly catalogued: { readonly id: string; readonly fileName: string } | null
}

export interface ScanReport {
  readonly setId: string
  /** How many files were looked at. */
  readonly files: number
  /** How many of them are age files, of whomever. */
  readonly backups: number
  readonly found: readonly FoundBackup[]
  /** What could not be looked at: refusals of files and folders, and links, which are not followed. */
  readonly unread: readonly { readonly path: string; readonly why: 'denied' | 'damaged' | 'link' }[]
  /** How many bytes were read. */
  readonly bytesRead: number
}

/** Bytes read at once: a header of two hybrid recipients has about 3,600. */
const PIECE = 4096

interface Header {
  readonly path: string
  readonly size: number
  readonly header: Uint8Array
}

/**
 * Looks through files and folders. What cannot be read is said, and the others are looked at.
 *
 * @param places folders, with all below them, or files
 * @throws FILE_MISSING, FILE_DENIED of a place itself; as the permit; CANCELLED
 */
export async function scanForBackups(
  opened: OpenedQuorum,
  places: readonly string[],
  permit: Permit,
  { signal, onEvent }: Watch,
): Promise<ScanReport> {
  const { setId } = opened.quorum
  const absolute = places.map(place => path.resolve(place))
  for (const place of absolute) await onPath(place, lstat(place))
  const deed = deedOf('backup.scan', { setId, places: absolute })
  const leave = await opened.leaveTo(deed, permit)
  const identities = await HeldIdentities.of(opened)
  try {
    const unread: ScanReport['unread'][number][] = []
    const headers: Header[] = []
    let [files, bytesRead] = [0, 0]
    for (const place of absolute) {
      for await (const found of filesBelow(place, unread)) {
        continueUnlessCancelled(signal)
        files += 1
        onEvent({ ...PROGRESS, done: files, total: null })
        const { header, size, read, why } = await headerOf(found)
        bytesRead += read
        if (why !== null) unread.push({ path: found, why })
        if (header !== null) headers.push({ path: found, size, header })
      }
    }
    const matched = await identities.match(headers.map(({ header }) => header))
    continueUnlessCancelled(signal)
    const known = await knownOf(opened)
    const found = headers.flatMap(({ path: at, size }, i): FoundBackup[] => {
      const opens = matched[i] ?? null
      if (opens === null) unread.push({ path: at, why: 'damaged' })
      if (opens === null || opens.length === 0) return []
      return [{ path: at, size, ...known(nameOfBackup(at), size, opens) }]
    })
    await opened.record(leave, {
      action: 'backup.scanned',
      subject: `quorum:${setId}`,
      details: {
        ...{ places: absolute, files, backups: headers.length },
        ...{ opened: found.length, unread: unread.length },
        ...(opened.vault === null
          ? {}
          : { unlisted: found.filter(({ catalogued }) => catalogued === null).length }),
      },
    })
    return { setId, files, backups: headers.length, found, unread, bytesRead }
  } finally {
    identities.close()
    leave.close()
  }
}

const PROGRESS = { kind: 'progress', task: 'looking-for-backups', unit: 'items' } as const

type Known = (
  name: string,
  size: number,
  opens: readonly IdentityName[],
) => Pick<FoundBackup, 'opens' | 'compromised' | 'current' | 'catalogued'>

/** What the vault knows of a file that opens. */
async function knownOf({ vault, kit }: OpenedQuorum): Promise<Known> {
  const [catalogue, bad] = (await vault?.use('read', opened => [
    opened.backups.list(),
    compromisedIn(opened),
  ])) ?? [[] as readonly CataloguedBackup[], new Set<string>()]
  const wanted = kit === null || kit.backupKeys.length === 0 ? null : recipientsOf(kit).recipients
  return (name, size, opens) => {
    // Of both: small backups are of one size by chance, and one that nobody has listed must not pass for another.
    const backup = catalogue.find(one => one.size === size && one.fileName === name) ?? null
    return {
      opens: opens.map(({ generation }) => generation),
      compromised: opens.some(({ recipient }) => bad.has(recipient)),
      current: wanted !== null && isCurrent(wanted, opens),
      catalogued: backup && { id: backup.id, fileName: backup.fileName },
    }
  }
}

/**
 * Whether a backup is for exactly those whom a backup of today is for: one that an older key opens as well is to
 * be encrypted again.
 */
export const isCurrent = (
  recipients: readonly string[],
  opens: readonly { readonly recipient: string }[],
): boolean =>
  opens.length === recipients.length &&
  recipients.every(wanted => opens.some(({ recipient }) => recipient === wanted))

/** The recipients of the backup keys that are marked compromised. */
function compromisedIn(vault: Vault): ReadonlySet<string> {
  const all: readonly BackupKey[] = vault.quorums
    .list()
    .flatMap(({ setId }) => vault.backupKeys.of(setId))
  return new Set(
    all.flatMap(key => (stateOfBackupKey(vault, key) === 'compromised' ? [key.recipient] : [])),
  )
}

/** Every regular file at a place or below it, in the order of their names. Links are not followed. */
async function* filesBelow(
  place: string,
  unread: { path: string; why: 'denied' | 'damaged' | 'link' }[],
): AsyncGenerator<string> {
  const stat = await lstat(place).catch(() => null)
  if (stat === null) unread.push({ path: place, why: 'denied' })
  else if (stat.isSymbolicLink()) unread.push({ path: place, why: 'link' })
  else if (stat.isFile()) yield place
  else if (stat.isDirectory()) {
    const entries = await readdir(place, { withFileTypes: true }).catch((): Dirent[] | null => null)
    if (entries === null) unread.push({ path: place, why: 'denied' })
    for (const { name } of (entries ?? []).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      yield* filesBelow(path.join(place, name), unread)
    }
  }
}

/** Of a first volume, how long those are together that lie beside it. */
async function wholeSize(file: string, size: number): Promise<number> {
  if (withoutVolume(file) === file) return size
  const all = await openJoined(file, { gaps: true })
  await all.close()
  return all.size
}

interface Looked {
  /** Null: it is no age file, or could not be read. */
  readonly header: Uint8Array | null
  readonly size: number
  /** Bytes. */
  readonly read: number
  readonly why: 'denied' | 'damaged' | null
}

/** The header of a file, if it is an age file. Once it is whole nothing more is read. */
async function headerOf(file: string): Promise<Looked> {
  let read = 0
  let size = 0
  const nothing = (why: Looked['why']): Looked => ({ header: null, size, read, why })
  try {
    const source = await openSource(file)
    size = source.size
    try {
      const { header } = await readAgeFile({
        read: async into => {
          const length = await source.read(into.subarray(0, PIECE))
          read += length
          return length
        },
      })
      return { header, size: await wholeSize(file, size), read, why: null }
    } finally {
      await source.close()
    }
  } catch (error) {
    if (!(error instanceof KeyclaveError)) throw error
    if (error.code !== 'AGE_HEADER') return nothing('denied')
    return nothing(error.data.problem === 'foreign' ? null : 'damaged')
  }
}
