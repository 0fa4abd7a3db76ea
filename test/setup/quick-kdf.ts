import { registerHooks } from 'node:module'

/**
 * Argon2id made one HMAC, in this process: a test can sign a thousand times, and see which secrets were
 * stretched at all. Whoever imports this loads the program afterwards, by `await import(…)`; what was sealed
 * with it opens nowhere else.
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

registerHooks({
  load: (url, context, nextLoad) => {
    const loaded = nextLoad(url, context)
    if (!url.endsWith('/main/core/passphrase/kdf.ts')) return loaded
    const source = String(loaded.source)
    const slow = source.replace('export async function stretch(', 'export async function slow(')
    if (slow === source) throw new Error('kdf.ts has no stretch to replace')
    return { ...loaded, source: slow + QUICK }
  },
})

/** The salts of everything that was stretched since the last look. */
export const stretchedSince = (): readonly string[] => salts.splice(0)
