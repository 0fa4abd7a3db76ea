/** In the place of `node:crypto`: the hashes of @noble/hashes. What else Node has is not needed to open anything. */
import { hkdf } from '@noble/hashes/hkdf.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { Buffer } from './buffer.ts'

type Text = 'ascii' | 'utf8' | 'hex'

const bytesOf = (data: string | Uint8Array, encoding: Text = 'utf8'): Uint8Array =>
  typeof data === 'string' ? Buffer.from(data, encoding) : data

/** What is updated bit by bit, as Node has it. */
class Digest {
  readonly #state: ReturnType<typeof sha256.create> | ReturnType<typeof hmac.create>

  constructor(state: ReturnType<typeof sha256.create> | ReturnType<typeof hmac.create>) {
    this.#state = state
  }

  update(data: string | Uint8Array, encoding?: Text): this {
    this.#state.update(bytesOf(data, encoding))
    return this
  }

  digest(): Buffer
  digest(encoding: 'hex'): string
  digest(encoding?: 'hex'): Buffer | string {
    const digest = Buffer.from(this.#state.digest().buffer)
    return encoding === undefined ? digest : digest.toString(encoding)
  }
}

function requireSha256(algorithm: string): void {
  if (algorithm !== 'sha256') throw new Error(`no ${algorithm} in this page`)
}

export function createHash(algorithm: string): Digest {
  requireSha256(algorithm)
  return new Digest(sha256.create())
}

export function createHmac(algorithm: string, key: Uint8Array): Digest {
  requireSha256(algorithm)
  return new Digest(hmac.create(sha256, key))
}

export const hash = (algorithm: string, data: string | Uint8Array): string =>
  createHash(algorithm).update(data).digest('hex')

export function hkdfSync(
  algorithm: string,
  ikm: Uint8Array,
  salt: Uint8Array,
  info: string | Uint8Array,
  length: number,
): ArrayBuffer {
  requireSha256(algorithm)
  return hkdf(sha256, ikm, salt, bytesOf(info), length).buffer as ArrayBuffer
}

const absent = (name: string) => (): never => {
  throw new Error(`no ${name} in this page`)
}

/** Those of what seals, and of the window. */
export const createCipheriv = absent('createCipheriv')
export const createDecipheriv = absent('createDecipheriv')
