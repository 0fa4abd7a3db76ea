import { Buffer } from 'node:buffer'
import { crc32, inflateRawSync } from 'node:zlib'
import type { DeliveryFile } from '../../../shared/delivery-file.ts'
import { unfit } from '../wrapping/index.ts'

/** A few small files out of a ZIP archive, in memory (PKWARE APPNOTE, 4.3). */

const END = 0x06054b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50
const END_BYTES = 22
const [STORED, DEFLATED] = [0, 8]
const MOST_ENTRIES = 20
/** Of one file. */
const LARGEST = 64 * 1024

/**
 * The files of an archive by their names without folders.
 *
 * @throws DELIVERY_FILE {not-zip, zip-damaged, zip-member, too-large}
 */
export function readZip(bytes: Buffer, file: DeliveryFile): Map<string, Buffer> {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (end === -1 || end + END_BYTES > bytes.length) throw unfit(file, 'not-zip')
  if (bytes.readUInt32LE(end) !== END) throw unfit(file, 'not-zip')
  const count = bytes.readUInt16LE(end + 10)
  if (count > MOST_ENTRIES) throw unfit(file, 'too-large')
  const found = new Map<string, Buffer>()
  let at = bytes.readUInt32LE(end + 16)
  for (let number = 0; number < count; number += 1) {
    const { name, content, next } = readEntry(bytes, at, file)
    if (found.has(name)) throw unfit(file, 'zip-member', name)
    if (name !== '') found.set(name, content)
    at = next
  }
  return found
}

function readEntry(bytes: Buffer, at: number, file: DeliveryFile) {
  const entry = part(bytes, at, 46, file)
  if (entry.readUInt32LE(0) !== ENTRY) throw unfit(file, 'zip-damaged')
  const method = entry.readUInt16LE(10)
  const sizes = { packed: entry.readUInt32LE(20), whole: entry.readUInt32LE(24) }
  const names = entry.readUInt16LE(28)
  const next = at + 46 + names + entry.readUInt16LE(30) + entry.readUInt16LE(32)
  const name =
    part(bytes, at + 46, names, file)
      .toString('latin1')
      .split('/')
      .at(-1) ?? ''
  if (sizes.whole > LARGEST || sizes.packed > LARGEST) throw unfit(file, 'too-large')
  const local = part(bytes, entry.readUInt32LE(42), 30, file)
  if (local.readUInt32LE(0) !== LOCAL) throw unfit(file, 'zip-damaged')
  const start = entry.readUInt32LE(42) + 30 + local.readUInt16LE(26) + local.readUInt16LE(28)
  const content = unpacked(part(bytes, start, sizes.packed, file), method, file)
  if (content.length !== sizes.whole || crc32(content) !== entry.readUInt32LE(16)) {
    throw unfit(file, 'zip-damaged')
  }
  return { name, content, next }
}

function unpacked(packed: Buffer, method: number, file: DeliveryFile): Buffer {
  if (method === STORED) return packed
  if (method !== DEFLATED) throw unfit(file, 'zip-damaged')
  try {
    return inflateRawSync(packed, { maxOutputLength: LARGEST })
  } catch {
    throw unfit(file, 'zip-damaged')
  }
}

function part(bytes: Buffer, at: number, length: number, file: DeliveryFile): Buffer {
  if (at + length > bytes.length) throw unfit(file, 'zip-damaged')
  return bytes.subarray(at, at + length)
}
