import { Buffer } from 'node:buffer'
import { createCipheriv } from 'node:crypto'
import { allocSecret, wipe } from './secret.ts'

/** AES-CMAC over single AES blocks of node:crypto. Source: RFC 4493, NIST SP 800-38B. */

const BLOCK = 16

/** Encrypts whole blocks one by one: the bare block cipher, which CMAC is built of. */
function encryptBlocks(key: Uint8Array, blocks: Uint8Array): Buffer {
  const cipher = createCipheriv(`aes-${key.length * 8}-ecb`, key, null).setAutoPadding(false)
  return Buffer.concat([cipher.update(blocks), cipher.final()])
}

/** Doubles in GF(2^128): one bit to the left, and the polynomial when a bit falls out (RFC 4493 §2.3). */
function double(block: Uint8Array): Buffer {
  const doubled = allocSecret(BLOCK)
  for (let i = 0; i < BLOCK; i += 1) {
    doubled[i] = ((block[i] ?? 0) << 1) | ((block[i + 1] ?? 0) >> 7)
  }
  if (((block[0] ?? 0) & 0x80) !== 0) doubled[BLOCK - 1] = (doubled[BLOCK - 1] ?? 0) ^ 0x87
  return doubled
}

function xorInto(target: Uint8Array, other: Uint8Array): void {
  for (let i = 0; i < other.length; i += 1) target[i] = (target[i] ?? 0) ^ (other[i] ?? 0)
}

/**
 * The 16-byte AES-CMAC of a message.
 *
 * @param key 16, 24 or 32 bytes; the caller still owns it
 * @see RFC 4493 §2.4
 */
export function aesCmac(key: Uint8Array, message: Uint8Array): Buffer {
  const l = encryptBlocks(key, Buffer.alloc(BLOCK))
  const k1 = double(l)
  const k2 = double(k1)
  try {
    const count = Math.max(1, Math.ceil(message.length / BLOCK))
    const tail = message.subarray((count - 1) * BLOCK)
    const last = Buffer.alloc(BLOCK)
    last.set(tail)
    if (tail.length < BLOCK) last[tail.length] = 0x80
    xorInto(last, tail.length === BLOCK ? k1 : k2)

    let state: Buffer = Buffer.alloc(BLOCK)
    for (let i = 0; i < count - 1; i += 1) {
      xorInto(state, message.subarray(i * BLOCK, (i + 1) * BLOCK))
      state = encryptBlocks(key, state)
    }
    xorInto(state, last)
    return encryptBlocks(key, state)
  } finally {
    wipe(l, k1, k2)
  }
}
