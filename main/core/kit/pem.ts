import { Buffer } from 'node:buffer'
import { allocSecret } from '../bytes/index.ts'

/** The halves of a key pair as other programs read them: PEM. Source: RFC 7468. */

const DIGITS = Buffer.from(
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  'ascii',
)
const PADDING = '='.charCodeAt(0)
const LINE_END = '\n'.charCodeAt(0)
/** Bytes in a line of 64 digits. */
const LINE = 48

/** A public half, SubjectPublicKeyInfo in base64, as a PEM file. */
export const publicKeyPem = (publicKey: string): string =>
  `-----BEGIN PUBLIC KEY-----\n${publicKey.replace(/.{1,64}/g, '$&\n')}-----END PUBLIC KEY-----\n`

/**
 * A private half as a PEM file. No text of it is made in between, which could not be wiped.
 *
 * @param pkcs8 DER; the caller still owns it
 * @returns for the caller to wipe
 */
export function privateKeyPem(pkcs8: Uint8Array): Buffer {
  const [begin, end] = ['BEGIN', 'END'].map(word => Buffer.from(`-----${word} PRIVATE KEY-----\n`))
  const lines = Math.ceil(pkcs8.length / LINE)
  const digits = 4 * Math.ceil(pkcs8.length / 3)
  const [head, foot] = [begin ?? Buffer.alloc(0), end ?? Buffer.alloc(0)]
  const pem = allocSecret(head.length + digits + lines + foot.length)
  pem.set(head)
  let at = head.length
  for (let i = 0; i < pkcs8.length; i += 3) {
    at = putDigits(pem, at, pkcs8.subarray(i, i + 3))
    if ((i + 3) % LINE === 0 || i + 3 >= pkcs8.length) at = pem.writeUInt8(LINE_END, at)
  }
  pem.set(foot, at)
  return pem
}

/** Four digits of one to three bytes. Returns where the next ones stand. */
function putDigits(pem: Buffer, at: number, bytes: Uint8Array): number {
  const [a = 0, b = 0, c = 0] = bytes
  const group = (a << 16) | (b << 8) | c
  for (let digit = 0; digit < 4; digit += 1) {
    const value = (group >> (18 - 6 * digit)) & 63
    pem[at + digit] = digit <= bytes.length ? (DIGITS[value] ?? PADDING) : PADDING
  }
  return at + 4
}
