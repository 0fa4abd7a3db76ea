/**
 * Electron's node:crypto is BoringSSL, which lacks much of what OpenSSL has. Every test process loads
 * this file first; it refuses each algorithm that only OpenSSL has, so that a slip fails here and not
 * on a user's machine (ARCHITECTURE: Electron has BoringSSL).
 */
import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

const CIPHERS = /^aes-(128|192|256)-(ecb|cbc|ctr|gcm)$/
const HASHES = /^(?:md5|sha-?(?:224|256|384|512))$/i

type Method = (...args: never[]) => unknown

/** Replaces `crypto[name]` by a check of the argument that names the algorithm. */
function guard(name: string, position: number, allowed: RegExp): void {
  const methods = crypto as unknown as Record<string, Method>
  const original = methods[name] as Method
  methods[name] = function (this: unknown, ...args: never[]) {
    const algorithm = String(args[position])
    if (!allowed.test(algorithm)) {
      throw new Error(
        `crypto.${name}('${algorithm}') is not in Electron's BoringSSL: use libsodium (sodium-native) instead`,
      )
    }
    return Reflect.apply(original, this, args)
  }
}

for (const name of ['createCipheriv', 'createDecipheriv']) guard(name, 0, CIPHERS)
for (const name of ['createHash', 'createHmac', 'hash', 'hkdf', 'hkdfSync']) guard(name, 0, HASHES)

const NOT_IN_USE = ['scrypt', 'scryptSync', 'pbkdf2', 'pbkdf2Sync', 'argon2', 'argon2Sync'] as const
for (const name of NOT_IN_USE) if (name in crypto) guard(name, 0, /^$/)

syncBuiltinESMExports()
