import { Buffer } from 'node:buffer'
import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  unlinkSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import nodePath from 'node:path'
import type { ForeignProblem } from '../../shared/codes/index.ts'
import { refuse } from '../../shared/errors.ts'
import { damaged } from './connection.ts'

/**
 * The vault as a file: what it is before SQLite touches it, and how a new one appears whole.
 *
 * Source: SQLite file format, section 1.3 (the database header).
 */

/** "KCLV", the application id in the header of every vault. */
export const APPLICATION_ID = 0x4b434c56

const HEADER_BYTES = 100
const PAGE_SIZE_AT = 16
const PAGE_COUNT_AT = 28
const MAGIC = Buffer.from('SQLite format 3\0', 'latin1')
const USER_VERSION_AT = 60
const APPLICATION_ID_AT = 68

/** A path that SQLite opens as it stands: absolute, and without the end that better-sqlite3 trims. */
export function vaultPath(given: string): string {
  const path = nodePath.resolve(given)
  if (path !== path.trim()) throw refuse('VAULT_NAME', { path })
  return path
}

/** Which file a path means, whatever its name; null when there is none. */
export function fileIdentity(path: string): string | null {
  return withErrno(path, () => {
    const stat = statSync(path, { bigint: true, throwIfNoEntry: false })
    if (stat === undefined) {
      // A link to nowhere is not free for a new vault.
      if (lstatSync(path, { throwIfNoEntry: false })) throw foreign(path, 'broken-link')
      return null
    }
    if (stat.isDirectory()) throw foreign(path, 'folder')
    if (!stat.isFile()) throw foreign(path, 'special')
    return `${stat.dev}:${stat.ino}`
  })
}

/**
 * Reads the header of a file that should be a vault, and nothing else.
 *
 * @returns its format number
 * @throws VAULT_FOREIGN for anything that was never a vault (an empty file too: a vault is never
 *         empty, and an emptied file may be somebody's), VAULT_DAMAGED, VAULT_DENIED
 */
export function readHeader(path: string): number {
  const header = withErrno(path, () => {
    // Opening a pipe would wait for somebody to write to it.
    const stat = statSync(path)
    if (!stat.isFile() && !stat.isDirectory()) throw foreign(path, 'special')
    const bytes = Buffer.alloc(HEADER_BYTES)
    const fd = openSync(path, 'r')
    try {
      return bytes.subarray(0, readSync(fd, bytes, 0, HEADER_BYTES, 0))
    } finally {
      closeSync(fd)
    }
  })
  if (header.length === 0) throw foreign(path, 'empty')
  if (!header.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw foreign(path, 'no-database')
  }
  if (header.length < HEADER_BYTES) throw damaged(path, 'cut-off')
  if (header.readUInt32BE(APPLICATION_ID_AT) !== APPLICATION_ID) {
    throw foreign(path, 'other-database')
  }
  const format = header.readUInt32BE(USER_VERSION_AT)
  if (format === 0) throw damaged(path, 'no-format')
  return format
}

/**
 * Checks that a vault and its folder may be written to. SQLite itself would fall back to a read-only
 * file and fail at its lock.
 */
export const requireWritable = (path: string): void =>
  withErrno(path, () => {
    accessSync(path, constants.W_OK)
    accessSync(nodePath.dirname(path), constants.W_OK)
  })

/**
 * Bytes of the vault and of the write-ahead log beside it, which means that its program ended without
 * closing it, or runs. 0 without a log.
 */
export const unreadLog = (path: string): number =>
  withErrno(path, () => {
    const log = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0
    return log === 0 ? 0 : log + statSync(path).size
  })

/** 1 GiB; a vault that has seen a thousand ceremonies has some 100 MiB. */
const LARGEST_READ = 1024n ** 3n

/**
 * All bytes of a vault that nobody is writing to, in memory that threads share.
 *
 * @throws VAULT_BUSY when it changed while it was read; VAULT_DAMAGED beyond 1 GiB, or when its end is missing
 */
export async function readVaultFile(path: string): Promise<SharedArrayBuffer> {
  try {
    return await readUnchanged(path)
  } catch (error) {
    return withErrno(path, () => {
      throw error
    })
  }
}

async function readUnchanged(path: string): Promise<SharedArrayBuffer> {
  const file = await open(path)
  try {
    const before = await file.stat({ bigint: true })
    if (before.size > LARGEST_READ) throw damaged(path, 'too-large')
    const bytes = new SharedArrayBuffer(Number(before.size))
    const view = Buffer.from(bytes)
    for (let at = 0; at < view.length; ) {
      const { bytesRead } = await file.read(view, at, view.length - at, at)
      if (bytesRead === 0) throw refuse('VAULT_BUSY', { path })
      at += bytesRead
    }
    const after = await file.stat({ bigint: true })
    if (after.size !== before.size || after.mtimeNs !== before.mtimeNs || unreadLog(path) > 0) {
      throw refuse('VAULT_BUSY', { path })
    }
    if (view.length < lengthIn(view)) throw damaged(path, 'cut-off')
    return bytes
  } finally {
    await file.close()
  }
}

/**
 * How long a database is by its header. SQLite itself counts a last page that is there in part as a whole
 * one, and reads zeros for the rest of it.
 */
function lengthIn(database: Buffer): number {
  if (database.length < HEADER_BYTES) return HEADER_BYTES
  const size = database.readUInt16BE(PAGE_SIZE_AT)
  // 65536 has no place in two bytes, and is written as 1.
  return database.readUInt32BE(PAGE_COUNT_AT) * (size === 1 ? 65536 : size)
}

/**
 * Makes a new file appear at `path` whole or not at all, and overwrites nothing.
 *
 * @param part names the file until it is whole; in the same folder
 * @param fill writes it; called when the empty file is there
 * @throws VAULT_BUSY when something else appeared at `path` meanwhile; VAULT_MISSING (the folder),
 *         VAULT_DENIED; VAULT_FULL, also when only its log had place
 */
export function createWhole(path: string, part: string, fill: () => void): void {
  withErrno(path, () => closeSync(openSync(part, 'wx', 0o600)))
  try {
    fill()
    // SQLite closes a file without a word when the disk is too full to take its log in.
    if (unreadLog(part) > 0) throw refuse('VAULT_FULL', { path })
    withErrno(path, () => {
      giveName(part, path)
      syncFolder(nodePath.dirname(path))
    })
  } finally {
    for (const file of [part, `${part}-wal`, `${part}-shm`, `${part}-journal`]) {
      try {
        unlinkSync(file)
      } catch {
        // It was renamed, or never made.
      }
    }
  }
}

/** A link refuses to overwrite; where a file system has none (FAT), look first and rename. */
function giveName(part: string, path: string): void {
  try {
    linkSync(part, path)
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') throw refuse('VAULT_BUSY', { path })
    if (lstatSync(path, { throwIfNoEntry: false })) throw refuse('VAULT_BUSY', { path })
    renameSync(part, path)
  }
}

/** Makes a new name in a folder last. SQLite has synced the file itself. */
function syncFolder(folder: string): void {
  let fd: number
  try {
    fd = openSync(folder, 'r')
  } catch {
    return // Windows opens no folder; its file system keeps the order of names itself.
  }
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

const foreign = (path: string, problem: ForeignProblem) =>
  refuse('VAULT_FOREIGN', { path, problem })

const errnoOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined

/** Runs file work, turning errors of the operating system into refusals; others pass. */
function withErrno<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Error && 'errno' in error)) throw error
    switch (errnoOf(error)) {
      case 'ENOENT':
      case 'ENOTDIR':
        throw refuse('VAULT_MISSING', { path })
      case 'EACCES':
      case 'EPERM':
      case 'EROFS':
        throw refuse('VAULT_DENIED', { path })
      case 'ENOSPC':
      case 'EDQUOT':
        throw refuse('VAULT_FULL', { path })
      default:
        throw refuse('VAULT_IO', { path, code: errnoOf(error) ?? 'unknown' })
    }
  }
}
