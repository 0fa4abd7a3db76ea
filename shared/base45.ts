/** Base45, bytes as characters of QR's alphanumeric mode (RFC 9285). */

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'

const digits = (value: number, count: number): string => {
  let rest = value
  let text = ''
  for (let i = 0; i < count; i += 1) {
    text += ALPHABET[rest % 45]
    rest = Math.floor(rest / 45)
  }
  return text
}

/** Two bytes become three characters, a last single byte two; the lowest digit comes first (§4). */
export function encodeBase45(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 2) {
    const [high = 0, low] = [bytes[i], bytes[i + 1]]
    text += low === undefined ? digits(high, 2) : digits(high * 256 + low, 3)
  }
  return text
}

/**
 * The bytes of a base45 text, or `null` when it is none: a foreign character (lower case is foreign), a
 * length of 3k + 1, or a group above what its bytes can hold (§4.2).
 */
export function decodeBase45(text: string): Uint8Array | null {
  if (text.length % 3 === 1) return null
  const bytes: number[] = []
  for (let i = 0; i < text.length; i += 3) {
    const group = [...text.slice(i, i + 3)].map(character => ALPHABET.indexOf(character))
    if (group.includes(-1)) return null
    const value = group.reduceRight((sum, digit) => sum * 45 + digit, 0)
    if (value >= 256 ** (group.length - 1)) return null
    if (group.length === 3) bytes.push(value >> 8)
    bytes.push(value & 0xff)
  }
  return Uint8Array.from(bytes)
}
