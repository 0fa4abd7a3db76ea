/**
 * All chance in a test comes from the seed of the run (seed.ts): what the product takes from libsodium,
 * what libraries take from Web Crypto, what a test takes from node:crypto, what fast-check makes up. So
 * what fails once in fifty runs can be had again. Every test process and its threads load this file first.
 */
import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { isMainThread } from 'node:worker_threads'
import sodium from 'sodium-native'
import { fill } from './seed.ts'

function randomBytes(length: number, done?: (error: null, bytes: Buffer) => void): Buffer {
  const bytes = fill(Buffer.alloc(length))
  if (done) setImmediate(done, null, bytes)
  return bytes
}

Object.assign(sodium, { randombytes_buf: fill })
Object.assign(crypto, { randomBytes, randomFillSync: fill })
Object.defineProperty(globalThis.crypto, 'getRandomValues', { value: fill })
Math.random = () => randomBytes(4).readUInt32LE() / 2 ** 32
syncBuiltinESMExports()

// A program that a test starts has no use for it.
if (isMainThread && new URL(import.meta.url).search === '') {
  const { default: fc } = await import('fast-check')
  fc.configureGlobal({ seed: randomBytes(4).readInt32LE() })
}
