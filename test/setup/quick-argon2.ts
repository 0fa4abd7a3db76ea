/**
 * Argon2id made one HMAC, in this process and its threads: a test can sign a thousand times, and see what was
 * stretched at all. What is sealed with it opens nowhere else; `seeded()` hands it on to programs that a suite
 * starts. Which suites have it: quick.ts.
 */
import { registerHooks } from 'node:module'

const STAND_IN = new URL('stand-in-for-argon2.ts', import.meta.url).href
let quick = false
const salts: string[] = []

/** Notes what is stretched, for `stretchedSince`. */
export const noteSalt = (salt: string): void => void salts.push(salt)

/**
 * From now on, wherever the program derives a key. Only a thread that does so loads the library: one that is
 * ended while it loads a native module takes the process with it.
 */
export function makeQuick(): void {
  quick = true
  registerHooks({
    load: (url, context, nextLoad) => {
      const loaded = nextLoad(url, context)
      if (!/\/(main\/core\/passphrase\/kdf\.worker\.ts|dist\/cli\/kdf\.worker\.js)$/.test(url))
        return loaded
      return { ...loaded, source: `import ${JSON.stringify(STAND_IN)}; ${loaded.source}` }
    },
  })
}

/** Whether this process has it. */
export const isQuick = (): boolean => quick

/** The salts of everything that was stretched since the last look. */
export const stretchedSince = (): readonly string[] => salts.splice(0)
