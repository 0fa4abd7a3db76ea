import { Buffer } from 'node:buffer'
import type { ManifestEntry } from './manifest-entry.ts'

/**
 * Lines of a manifest in memory: some 70 bytes for a file, where an object of each would take ten times as many. A
 * backup may have a million.
 *
 * A line: its type; how many bytes its path has in common with the path before it in its block; what follows of the
 * path; mode; time; of a file its size and SHA-256, of a link its target.
 */

/** Bytes of a block, unless one line is longer. */
const BLOCK = 256 * 1024
/** Bytes of a line besides its path and its target. */
const FIXED = 64
const SHA256 = 32

const TYPES = ['file', 'directory', 'symlink', 'undigested'] as const
const codeOf = (type: (typeof TYPES)[number]): number => TYPES.indexOf(type)

interface Block {
  readonly bytes: Buffer
  used: number
  lines: number
}

/** Entries in the order of an archive, to be gone through as often as one likes. */
export interface ManifestEntries extends Iterable<ManifestEntry> {
  readonly length: number
}

export class EntryList implements ManifestEntries {
  readonly #blocks: Block[] = []
  #last = Buffer.alloc(0)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** @param line of a file without its SHA-256 that is empty */
  add(line: ManifestEntry): void {
    const path = Buffer.from(line.path)
    const target = Buffer.from(line.type === 'symlink' ? line.target : '')
    const block = this.#blockFor(FIXED + path.length + target.length)
    const shared = commonLength(this.#last, path)
    const undigested = line.type === 'file' && line.sha256 === ''
    const { bytes } = block
    let at = bytes.writeUInt8(codeOf(undigested ? 'undigested' : line.type), block.used)
    at = bytes.writeUInt16LE(shared, at)
    at = bytes.writeUInt16LE(path.length - shared, at)
    at += path.copy(bytes, at, shared)
    at = bytes.writeUInt16LE(line.mode, at)
    at = bytes.writeDoubleLE(Date.parse(line.mtime), at)
    if (line.type === 'file') {
      at = bytes.writeDoubleLE(line.size, at)
      at += bytes.write(line.sha256, at, 'hex')
    }
    if (line.type === 'symlink') {
      at = bytes.writeUInt16LE(target.length, at)
      at += target.copy(bytes, at)
    }
    block.used = at
    block.lines += 1
    this.#last = path
    this.#length += 1
  }

  #blockFor(length: number): Block {
    const last = this.#blocks.at(-1)
    if (last !== undefined && last.used + length <= last.bytes.length) return last
    const bytes = Buffer.allocUnsafeSlow(Math.max(BLOCK, length))
    const block = { bytes, used: 0, lines: 0 }
    this.#blocks.push(block)
    // So that each block is read by itself.
    this.#last = Buffer.alloc(0)
    return block
  }

  *[Symbol.iterator](): Generator<ManifestEntry> {
    for (const block of this.#blocks) yield* linesOf(block)
  }
}

function commonLength(a: Buffer, b: Buffer): number {
  const most = Math.min(a.length, b.length)
  let length = 0
  while (length < most && a[length] === b[length]) length += 1
  return length
}

/** Members are in the order of canonical JSON. */
function* linesOf({ bytes, lines }: Block): Generator<ManifestEntry> {
  let at = 0
  let before = Buffer.alloc(0)
  const take = (length: number): Buffer => {
    at += length
    return bytes.subarray(at - length, at)
  }
  for (let line = 0; line < lines; line += 1) {
    const type = TYPES[take(1).readUInt8()] ?? 'file'
    const shared = take(2).readUInt16LE()
    before = Buffer.concat([before.subarray(0, shared), take(take(2).readUInt16LE())])
    const path = before.toString()
    const mode = take(2).readUInt16LE()
    const mtime = new Date(take(8).readDoubleLE()).toISOString()
    if (type === 'directory') {
      yield { mode, mtime, path, type }
    } else if (type === 'symlink') {
      const target = take(take(2).readUInt16LE()).toString()
      yield { mode, mtime, path, target, type }
    } else {
      const size = take(8).readDoubleLE()
      const sha256 = type === 'file' ? take(SHA256).toString('hex') : ''
      yield { mode, mtime, path, sha256, size, type: 'file' }
    }
  }
}
