import { Buffer } from 'node:buffer'
import argon2 from 'argon2'
import { refuse } from '../../../shared/errors.ts'
import { secretNamed, serveOnce, wipe } from '../bytes/index.ts'
import type { KdfCost } from './kdf.ts'
import { normalizePassphrase } from './text.ts'

interface Input {
  readonly salt: string
  readonly cost: KdfCost
}

serveOnce(async ({ salt, cost }: Input, secrets) => {
  const normalized = Buffer.from(normalizePassphrase(secretNamed(secrets, 'passphrase')), 'utf8')
  try {
    const kp = await argon2.hash(normalized, {
      raw: true,
      type: argon2.argon2id,
      version: 0x13,
      salt: Buffer.from(salt, 'ascii'),
      memoryCost: cost.memoryKiB,
      timeCost: cost.passes,
      parallelism: cost.lanes,
      hashLength: 32,
    })
    return { output: null, secrets: { kp } }
  } catch (error) {
    if (!/memory/i.test((error as Error).message)) throw error
    throw refuse('KDF_MEMORY', { mebibytes: cost.memoryKiB / 1024 })
  } finally {
    wipe(normalized)
  }
})
