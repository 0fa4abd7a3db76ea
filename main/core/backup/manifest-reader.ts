import { Buffer } from 'node:buffer'
import type { EntryProblem, ManifestProblem, Where } from '../../../shared/codes/index.ts'
import { type KeyclaveError, refuse } from '../../../shared/errors.ts'
import { findNotKept, parseCanonical, schemaProblem } from '../text/index.ts'
import { MANIFEST_PATH } from './entry.ts'
import { EntryList } from './entry-list.ts'
import { type BackupManifest, ENTRIES, type ManifestHead, manifestSchema } from './manifest.ts'
import { entrySchema, type ManifestEntry, outwardLine } from './manifest-entry.ts'

/** Reads a manifest as it comes, entry by entry: the whole of it may be longer than memory is large. */

/** Bytes of what stands before or behind the entries; thousand patterns of paths have room there. */
const AROUND_LIMIT = 32 * 1024 * 1024
/** Bytes of an entry: two paths, every character of which may be written as six. */
const ENTRY_LIMIT = 64 * 1024

const broken = (problem: ManifestProblem): KeyclaveError =>
  refuse('BACKUP_MANIFEST', { path: MANIFEST_PATH, problem })

const NOT_CANONICAL = {
  encoding: 'not-utf8',
  syntax: 'not-json',
  spelling: 'reformatted',
} as const

function requireCanonical(bytes: Buffer): unknown {
  const json = parseCanonical(bytes)
  if ('not' in json) throw broken(NOT_CANONICAL[json.not])
  return json.value
}

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c]
const [OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [0x7b, 0x7d, 0x5b, 0x5d]
const SPACES: ReadonlySet<number | undefined> = new Set([0x20, 0x0a, 0x0d, 0x09])

/** Where the value ends that begins at `from` with a bracket; -1: it has not come to its end. */
function endOfValue(bytes: Buffer, from: number): number {
  let depth = 0
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (byte === OPEN || byte === OPEN_LIST) depth += 1
    if (byte === CLOSE || byte === CLOSE_LIST) depth -= 1
    if (depth === 0) return at + 1
    if (byte === QUOTE) {
      at = endOfString(bytes, at)
      if (at === -1) return -1
    }
  }
  return -1
}

function endOfString(bytes: Buffer, from: number): number {
  for (let at = from + 1; at < bytes.length; at += 1) {
    if (bytes[at] === BACKSLASH) at += 1
    else if (bytes[at] === QUOTE) return at
  }
  return -1
}

export class ManifestReader {
  readonly #onEntry: (line: ManifestEntry) => void
  #rest = Buffer.alloc(0)
  /** Null: its entries have not begun. */
  #before: Buffer | null = null
  #behind = false
  #entries = 0
  #bytes = 0
  #outward = 0
  #firstOutward: { readonly path: string; readonly problem: EntryProblem } | null = null

  /** @param onEntry called with each entry, which is nothing before `end` has returned */
  constructor(onEntry: (line: ManifestEntry) => void) {
    this.#onEntry = onEntry
  }

  /** Takes the next bytes. @throws BACKUP_MANIFEST */
  add(bytes: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, bytes])
    if (this.#before === null) this.#begin()
    if (this.#before !== null && !this.#behind) this.#readEntries()
    if (this.#rest.length > AROUND_LIMIT) throw broken('not-json')
  }

  /** What is canonical has these bytes nowhere in a string, where a quotation mark has a backslash before it. */
  #begin(): void {
    const at = this.#rest.indexOf(ENTRIES)
    if (at === -1) return
    this.#before = this.#rest.subarray(0, at + ENTRIES.length)
    this.#rest = this.#rest.subarray(at + ENTRIES.length)
  }

  #readEntries(): void {
    let at = 0
    const bytes = this.#rest
    while (at < bytes.length) {
      if (bytes[at] === CLOSE_LIST) {
        this.#behind = true
        break
      }
      const comma = this.#entries === 0 ? 0 : 1
      if (comma === 1 && bytes[at] !== COMMA) throw notAnEntry(bytes[at])
      const begin = at + comma
      if (begin === bytes.length) break
      if (bytes[begin] !== OPEN) throw notAnEntry(bytes[begin])
      const end = endOfValue(bytes, begin)
      if (end === -1 && bytes.length - begin <= ENTRY_LIMIT) break
      if (end === -1) throw broken('not-json')
      this.#read(bytes.subarray(begin, end))
      at = end
    }
    this.#rest = bytes.subarray(at)
  }

  #read(bytes: Buffer): void {
    const value = requireCanonical(bytes)
    const { success, data, error } = entrySchema.safeParse(value)
    const fault = success ? findNotKept(value, data) : schemaProblem(error)
    if (fault !== null) throw broken({ ...fault, where: inEntry(this.#entries, fault.where) })
    if (data === undefined) throw broken('not-json')
    this.#entries += 1
    if (data.type === 'file') this.#bytes += data.size
    const problem = outwardLine(data)
    if (problem !== null) {
      this.#outward += 1
      this.#firstOutward ??= { path: data.path, problem }
    }
    this.#onEntry(data)
  }

  /**
   * What it says besides its entries, once all has come.
   *
   * @throws BACKUP_MANIFEST; BACKUP_ENTRY_REFUSED for a link that leads out of a backup that says it has none
   */
  end(): ManifestHead {
    if (this.#before !== null && !this.#behind) throw broken('not-json')
    const value = requireCanonical(Buffer.concat([this.#before ?? Buffer.alloc(0), this.#rest]))
    const { success, data, error } = manifestSchema.safeParse(value)
    if (!success) throw broken(schemaProblem(error))
    const notKept = findNotKept(value, data)
    if (notKept !== null) throw broken(notKept)
    const { entries, ...head } = data
    // Those of another place than the one that was looked for.
    if (entries.length > 0) throw broken('reformatted')
    if (head.bytes !== this.#bytes) throw broken('sum-of-bytes')
    const outward = 'outward' in head ? head.outward : 0
    if (this.#firstOutward !== null && outward === 0) {
      throw refuse('BACKUP_ENTRY_REFUSED', this.#firstOutward)
    }
    if (outward !== this.#outward) throw broken('number-of-links')
    return head
  }
}

const notAnEntry = (byte: number | undefined): KeyclaveError =>
  broken(SPACES.has(byte) ? 'reformatted' : 'not-json')

const inEntry = (index: number, where: Where): Where =>
  typeof where === 'string' ? `entries[${index}].${where}` : `entries[${index}]`

/**
 * Reads a manifest and keeps its entries.
 *
 * @throws BACKUP_MANIFEST, BACKUP_ENTRY_REFUSED; as the pieces
 */
export async function readManifest(
  pieces: AsyncIterable<Buffer> | Iterable<Buffer>,
): Promise<BackupManifest> {
  const entries = new EntryList()
  const reader = new ManifestReader(line => entries.add(line))
  for await (const piece of pieces) reader.add(piece)
  return { ...reader.end(), entries }
}
