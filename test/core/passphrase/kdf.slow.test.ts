import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { deriveKp, KDF_PROFILES, passphraseSalt } from '../../../main/core/passphrase/kdf.ts'

test('profile 3, the default, derives what the stock argon2 command derives', async () => {
  const setId = Buffer.from('a1b2c3d4e5', 'hex')
  const { memoryKiB, passes, lanes } = KDF_PROFILES[3]
  const costs = ['-id', '-k', `${memoryKiB}`, '-t', `${passes}`, '-p', `${lanes}`, '-l', '32']
  const input = 'unmixed tarantula yo-yo gumdrop'
  const stock = execFileSync('argon2', [passphraseSalt(setId), ...costs, '-r'], { input })
  const kp = await deriveKp(Buffer.from(input), setId, 3)
  assert.equal(kp.toString('hex'), stock.toString().trim())
})
