import { Buffer } from 'node:buffer'
import { inflateSync } from 'node:zlib'

/** Font files as the PDF writer needs them. Source: W3C WOFF File Format 1.0, sections 3 to 5. */

const WOFF_HEADER = 44
const WOFF_ENTRY = 20
const SFNT_HEADER = 12
const SFNT_ENTRY = 16
const WOFF_SIGNATURE = 'wOFF'
/** No table of our fonts comes near it. */
const TABLE_LIMIT = 16 * 1024 * 1024

/**
 * An OpenType font out of its WOFF wrapping. fontkit, which the PDF writer reads fonts with, knows WOFF too,
 * but unpacks the table of all glyphs anew for each glyph, and one of the files of Chinese not at all.
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
