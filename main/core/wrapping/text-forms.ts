import { Buffer } from 'node:buffer'
import type { DeliveryFile } from '../../../shared/delivery-file.ts'
import { unfit } from './unfit.ts'

/** How public bytes are spelled in what the other side gives: base64 and PEM, each in one way. */

/** Of a key, a certificate, a token: everything that comes over the gap is smaller. */
export const LARGEST_FILE = 64 * 1024

/**
 * The bytes of a file, as long as it has some and not too many.
 *
 * @throws DELIVERY_FILE {empty, too-large}
 */
export function notTooLarge(bytes: Uint8Array, file: DeliveryFile): Buffer {
  if (bytes.length === 0) throw unfit(file, 'empty')
  if (bytes.length > LARGEST_FILE) throw unfit(file, 'too-large')
  return Buffer.from(bytes)
}

/** Text as it stands in a file: ASCII, line ends of any kind. @throws DELIVERY_FILE {not-text} */
export function asciiOf(bytes: Uint8Array, file: DeliveryFile): string {
  const text = Buffer.from(bytes).toString('latin1')
  if (!/^[\t\n\r -~]*$/.test(text)) throw unfit(file, 'not-text')
  return text.replaceAll('\r\n', '\n')
}

/** RFC 4648, section 4, with padding, nothing between. @throws DELIVERY_FILE, naming the field */
export function base64Of(text: string, file: DeliveryFile, field: string | null = null): Buffer {
  if (text === '') throw unfit(file, 'empty', field)
  if (/\s/.test(text)) throw unfit(file, 'base64-spaces', field)
  if (/[-_]/.test(text)) throw unfit(file, 'base64-url', field)
  const bytes = Buffer.from(text, 'base64')
  if (bytes.toString('base64') !== text) throw unfit(file, 'not-base64', field)
  return bytes
}

const PEM = /-----BEGIN ([A-Z0-9 ]+)-----\n([\s\S]*?)\n-----END \1-----/g

/** What PEM holds: its label and its bytes. */
export interface Pem {
  readonly label: string
  readonly bytes: Buffer
}

/**
 * The one PEM block that a text is (RFC 7468).
 *
 * @returns null when it has none
 * @throws DELIVERY_FILE {private-key, pem-twice, pem-headers, pem-around, not-base64}
 */
export function readPem(text: string, file: DeliveryFile): Pem | null {
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(text)) throw unfit(file, 'private-key')
  const blocks = [...text.matchAll(PEM)]
  const [block, second] = blocks
  if (block === undefined) {
    if (/-----(BEGIN|END)/.test(text)) throw unfit(file, 'not-pem')
    return null
  }
  if (second !== undefined) throw unfit(file, 'pem-twice')
  const [whole, label = '', body = ''] = block
  if (text.trim() !== whole) throw unfit(file, 'pem-around')
  if (/^[A-Za-z-]+:/m.test(body)) throw unfit(file, 'pem-headers')
  return { label, bytes: base64Of(body.replaceAll('\n', ''), file) }
}
