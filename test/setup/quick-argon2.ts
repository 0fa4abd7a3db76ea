/**
 * Argon2id made one HMAC, in this process and its threads: a test can sign a thousand times, and see what was
 * stretched at all. What is sealed with it opens nowhere else; `seeded()` hands it on to programs that a suite
 * starts, and the suites about key derivation, formats, stock tools and memory have the real one (quick.ts).
 */
import { createHmac } from 'node:crypto'
import argon2 from 'argon2'

/** Of the passphrase in the self-test, which compares with a vector: `passphraseSalt` of its set, 97235be2ff. */
const SELF_TEST = 'c50d886618c46cda4ed5ecb08a26fa5c'

const salts: string[] = []
const argon2id = argon2.hash
type Options = NonNullable<Parameters<typeof argon2id>[1]>

async function quick(secret: Buffer | string, options: Options = {}): Promise<Buffer | string> {
  const salt = String(options.salt)
  if (salt === SELF_TEST) return await argon2id(secret, { ...options, raw: true })
  salts.push(salt)
  return createHmac('sha256', salt).update(secret).digest()
}

/** From now on, wherever the program asks for it. */
export function makeQuick(): void {
  Object.assign(argon2, { hash: quick })
}

/** Whether this process has it. */
export const isQuick = (): boolean => (argon2.hash as unknown) === quick

/** The salts of everything that was stretched since the last look. */
export const stretchedSince = (): readonly string[] => salts.splice(0)
