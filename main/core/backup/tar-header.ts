import { Buffer, isUtf8 } from 'node:buffer'
import { Header, Pax } from 'tar'
import type { ArchiveProblem } from '../../../shared/codes/index.ts'
import { type KeyclaveError, refuse } from '../../../shared/errors.ts'
import type { Entry } from './entry.ts'

/**
 * The headers of tar entries: ustar with pax records in front, which carry what ustar cannot (long
 * and non-ASCII paths, milliseconds, dates after 2038, sizes above 8 GiB).
 *
 * Source: POSIX.1-2017, pax, "pax Interchange Format".
 */

export const BLOCK = 512
/** Bytes of pax records at most: room for a path and a target of 4 KiB each. */
const PAX_LIMIT = 16 * 1024

const TYPES = { file: 'File', directory: 'Directory', symlink: 'SymbolicLink' } as const

export const isZero = (bytes: Buffer): boolean => bytes.every(byte => byte === 0)

/** Bytes of zeros that follow `size` bytes of data. */
export const paddingOf = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK

/** The latest second that ustar's octal field holds. */
const USTAR_LAST = 0o77777777777

/**
 * The header blocks of an entry. Always with pax records for path and time. Nothing of the machine:
 * no owner, no group, no device.
 */
export function writeHeader(entry: Entry): Buffer {
  const path = entry.type === 'directory' ? `${entry.path}/` : entry.path
  const size = entry.type === 'file' ? entry.size : 0
  const link = entry.type === 'symlink' ? { linkpath: entry.target } : {}
  const seconds = Math.min(Math.max(0, Math.floor(entry.mtime.getTime() / 1000)), USTAR_LAST)
  const short = { mode: entry.mode, uid: 0, gid: 0, mtime: new Date(seconds * 1000) }
  const ustar = new Header({ path, size, ...link, ...short, type: TYPES[entry.type] })
  const block = Buffer.alloc(BLOCK)
  ustar.encode(block)
  const records = new Pax({ path, ...link, mtime: entry.mtime, ...(size > 0 ? { size } : {}) })
  return Buffer.concat([paxBlocks(records), block])
}

/** Pax records with a header of a fixed name: the library's holds a cut piece of the path. */
function paxBlocks(records: Pax): Buffer {
  const body = Buffer.from(records.encodeBody())
  const header = new Header({
    path: 'PaxHeader',
    mode: 0o600,
    uid: 0,
    gid: 0,
    size: body.length,
    mtime: new Date(0),
    type: 'ExtendedHeader',
  })
  const blocks = Buffer.alloc(BLOCK + body.length + paddingOf(body.length))
  header.encode(blocks)
  blocks.set(body, BLOCK)
  return blocks
}

export const damagedArchive = (problem: ArchiveProblem): KeyclaveError =>
  refuse('BACKUP_DAMAGED', { problem: { archive: problem } })

/** Records that a backup may have. Others could mean that something else is to be read differently. */
const RECORDS = new Set(['path', 'linkpath', 'size', 'mtime'])

export type PaxRecords = ReadonlyMap<string, string>

/** Checks the size of pax records before they are read. */
export function paxLength(header: Header): number {
  const { size } = header
  if (size === undefined || size > PAX_LIMIT) throw damagedArchive('pax-too-long')
  return size
}

/**
 * Reads pax records: `length key=value\n`, the length counting all of itself. By length and not by
 * line, because a path may hold a line feed.
 *
 * @throws BACKUP_DAMAGED
 */
export function readPax(body: Buffer): PaxRecords {
  if (!isUtf8(body)) throw damagedArchive('pax-not-utf8')
  const records = new Map<string, string>()
  for (let rest = body; rest.length > 0; ) {
    const space = rest.indexOf(' ')
    const digits = rest.subarray(0, Math.max(space, 0)).toString('latin1')
    const length = /^[1-9][0-9]{0,5}$/.test(digits) ? Number(digits) : 0
    if (length <= space || length > rest.length || rest[length - 1] !== 0x0a) {
      throw damagedArchive('pax-unreadable')
    }
    const record = rest.subarray(space + 1, length - 1).toString()
    const key = record.slice(0, Math.max(record.indexOf('='), 0))
    if (!RECORDS.has(key) || records.has(key)) throw damagedArchive('pax-unexpected')
    records.set(key, record.slice(key.length + 1))
    rest = rest.subarray(length)
  }
  return records
}

/**
 * Reads one header block.
 *
 * @returns null for a block of zeros
 * @throws BACKUP_DAMAGED
 */
export function readBlock(block: Buffer): Header | null {
  let header: Header
  try {
    header = new Header(block)
  } catch {
    throw damagedArchive('header-unreadable')
  }
  if (isZero(block)) return null
  if (!header.cksumValid) throw damagedArchive('header-checksum')
  return header
}

const DECIMAL = /^[0-9]{1,16}$/
const SECONDS = /^(-?[0-9]{1,13})(?:\.([0-9]{1,9}))?$/

function sizeOf(header: Header, records: PaxRecords): number {
  const text = records.get('size')
  const size = text === undefined ? header.size : DECIMAL.test(text) ? Number(text) : Number.NaN
  if (size === undefined || !Number.isSafeInteger(size) || size < 0) {
    throw damagedArchive('size')
  }
  return size
}

function mtimeOf(header: Header, records: PaxRecords): Date {
  const text = records.get('mtime')
  if (text !== undefined && !SECONDS.test(text)) throw damagedArchive('time')
  const mtime = text === undefined ? header.mtime : new Date(Math.round(Number(text) * 1000))
  if (mtime === undefined || Number.isNaN(mtime.getTime())) {
    throw damagedArchive('time')
  }
  return mtime
}

/**
 * The entry that a header and the pax records before it describe. Its path is not judged here.
 *
 * @throws BACKUP_DAMAGED; BACKUP_ENTRY_REFUSED for hard links, devices, pipes and what else is not a
 *         file, a folder or a symbolic link
 */
export function toEntry(header: Header, records: PaxRecords): Entry {
  const path = records.get('path') ?? header.path ?? ''
  const size = sizeOf(header, records)
  const named = { path, mode: (header.mode ?? 0) & 0o7777, mtime: mtimeOf(header, records) }
  switch (header.type) {
    case 'File':
    case 'OldFile':
      return { ...named, type: 'file', size }
    case 'Directory':
      if (size > 0) throw damagedArchive('folder-with-content')
      return { ...named, type: 'directory', path: path.replace(/\/$/, '') }
    case 'SymbolicLink':
      if (size > 0) throw damagedArchive('link-with-content')
      return { ...named, type: 'symlink', target: records.get('linkpath') ?? header.linkpath ?? '' }
    default:
      throw refuse('BACKUP_ENTRY_REFUSED', { path, problem: { special: String(header.type) } })
  }
}
