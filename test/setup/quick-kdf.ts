import { registerHooks } from 'node:module'

/**
 * Argon2id made one HMAC, in this process: a test can sign a thousand times, and see which secrets were
 * stretched at all. Whoever imports this loads the program afterwards, by `await import(…)`; what was sealed
 * with it opens nowhere else. Whatever people choose as a passphrase is good enough.
 */

const STRETCHED = Symbol.for('keyclave test: stretched salts')
const salts: string[] = []
Object.assign(globalThis, { [STRETCHED]: salts })

const QUICK = `
import { createHmac } from 'node:crypto'
import { copySecret } from '../bytes/index.ts'
const SELF_TEST = passphraseSalt(Uint8Array.from([0x97, 0x23, 0x5b, 0xe2, 0xff]))
export const stretch = async (secret: Uint8Array, salt: string, cost: KdfCost): Promise<Buffer> => {
  // The self-test of a ceremony compares with a vector.
  if (salt === SELF_TEST) return await slow(secret, salt, cost)
  ;(globalThis as any)[Symbol.for('keyclave test: stretched salts')].push(salt)
  return copySecret(createHmac('sha256', salt).update(secret).digest())
}
`

/** A file of the program, the function in it that takes long, and what stands in its place. */
const REPLACED = [
  {
    file: '/main/core/passphrase/kdf.ts',
    function: 'export async function stretch(',
    slow: 'export async function slow(',
    quick: QUICK,
  },
  {
    file: '/main/core/passphrase/passphrase.ts',
    function: 'async function judgeAll(',
    slow: 'export async function judgeSlowly(',
    quick: '\nconst judgeAll = async (..._: readonly unknown[]): Promise<void> => {}\n',
  },
] as const

registerHooks({
  load: (url, context, nextLoad) => {
    const loaded = nextLoad(url, context)
    const replaced = REPLACED.find(({ file }) => url.endsWith(file))
    if (replaced === undefined) return loaded
    const source = String(loaded.source)
    const slow = source.replace(replaced.function, replaced.slow)
    if (slow === source) throw new Error(`${replaced.file} has no ${replaced.function} to replace`)
    return { ...loaded, source: slow + replaced.quick }
  },
})

/** The salts of everything that was stretched since the last look. */
export const stretchedSince = (): readonly string[] => salts.splice(0)
