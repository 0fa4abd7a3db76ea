import { Buffer } from 'node:buffer'
import { inflateSync } from 'node:zlib'

/**
 * Font files as the PDF writer needs them, and which characters they hold.
 *
 * Source: W3C WOFF File Format 1.0, sections 3 to 5; OpenType specification, "cmap".
 */

const WOFF_HEADER = 44
const WOFF_ENTRY = 20
const SFNT_HEADER = 12
const SFNT_ENTRY = 16
const WOFF_SIGNATURE = 'wOFF'
/** No table of our fonts comes near it. */
const TABLE_LIMIT = 16 * 1024 * 1024

/**
 * An OpenType font out of its WOFF wrapping. The PDF writer reads WOFF too, but unpacks the table of all
 * glyphs anew for each glyph.
 *
 * @throws Error when it is not WOFF: font files are part of the program
 */
export function unwrapWoff(woff: Uint8Array): Buffer {
  const from = Buffer.from(woff.buffer, woff.byteOffset, woff.byteLength)
  if (from.toString('latin1', 0, 4) !== WOFF_SIGNATURE) throw new Error('font: not a WOFF file')
  const count = from.readUInt16BE(12)
  const head = Buffer.alloc(SFNT_HEADER + count * SFNT_ENTRY)
  from.copy(head, 0, 4, 8) // the flavour
  head.writeUInt16BE(count, 4)
  const parts: Buffer[] = [head]
  let offset = head.length
  for (let i = 0; i < count; i += 1) {
    const entry = WOFF_HEADER + i * WOFF_ENTRY
    const at = from.readUInt32BE(entry + 4)
    const packed = from.subarray(at, at + from.readUInt32BE(entry + 8))
    const length = from.readUInt32BE(entry + 12)
    const table =
      packed.length < length ? inflateSync(packed, { maxOutputLength: TABLE_LIMIT }) : packed
    const target = SFNT_HEADER + i * SFNT_ENTRY
    from.copy(head, target, entry, entry + 4) // the tag
    from.copy(head, target + 4, entry + 16, entry + 20) // the checksum
    head.writeUInt32BE(offset, target + 8)
    head.writeUInt32BE(length, target + 12)
    parts.push(table, Buffer.alloc(-length & 3))
    offset += length + (-length & 3)
  }
  return Buffer.concat(parts)
}

/** The characters of an OpenType font: code points that its "cmap" (format 4 or 12) maps to a glyph. */
export function charactersOf(font: Uint8Array): ReadonlySet<number> {
  const bytes = Buffer.from(font.buffer, font.byteOffset, font.byteLength)
  const cmap = tableOf(bytes, 'cmap')
  const found = new Set<number>()
  if (cmap === null) return found
  for (let i = 0; i < cmap.readUInt16BE(2); i += 1) {
    const subtable = cmap.subarray(cmap.readUInt32BE(4 + i * 8 + 4))
    const format = subtable.readUInt16BE(0)
    if (format === 4) addSegments(subtable, found)
    if (format === 12) addGroups(subtable, found)
  }
  return found
}

function tableOf(font: Buffer, tag: string): Buffer | null {
  for (let i = 0; i < font.readUInt16BE(4); i += 1) {
    const entry = SFNT_HEADER + i * SFNT_ENTRY
    if (font.toString('latin1', entry, entry + 4) !== tag) continue
    const offset = font.readUInt32BE(entry + 8)
    return font.subarray(offset, offset + font.readUInt32BE(entry + 12))
  }
  return null
}

/** Format 4: four arrays, one entry per segment: ends, (a pad,) starts, deltas, offsets. */
function addSegments(table: Buffer, found: Set<number>): void {
  const twice = table.readUInt16BE(6)
  const [ends, starts] = [14, 16 + twice]
  const [deltas, offsets] = [starts + twice, starts + 2 * twice]
  for (let i = 0; i < twice; i += 2) {
    const start = table.readUInt16BE(starts + i)
    const delta = table.readUInt16BE(deltas + i)
    const offset = table.readUInt16BE(offsets + i)
    for (let code = start; code <= table.readUInt16BE(ends + i) && code !== 0xffff; code += 1) {
      const glyph =
        offset === 0
          ? (code + delta) & 0xffff
          : table.readUInt16BE(offsets + i + offset + 2 * (code - start))
      if (glyph !== 0) found.add(code)
    }
  }
}

/** Format 12: groups of start, end, first glyph. */
function addGroups(table: Buffer, found: Set<number>): void {
  for (let i = 0; i < table.readUInt32BE(12); i += 1) {
    const group = 16 + i * 12
    const last = table.readUInt32BE(group + 4)
    for (let code = table.readUInt32BE(group); code <= last; code += 1) found.add(code)
  }
}
