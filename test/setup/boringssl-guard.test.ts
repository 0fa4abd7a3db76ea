import assert from 'node:assert/strict'
import { createCipheriv, createHash, createHmac } from 'node:crypto'
import { test } from 'node:test'
import { Worker } from 'node:worker_threads'

test('refuses ciphers that only OpenSSL has, and says what to use instead', () => {
  for (const name of ['chacha20-poly1305', 'id-aes256-wrap', 'aes-256-ocb', 'camellia-256-cbc']) {
    assert.throws(
      () => createCipheriv(name, Buffer.alloc(32), Buffer.alloc(12)),
      /libsodium \(sodium-native\) instead/,
      name,
    )
  }
  assert.throws(() => createHash('blake2b512'), /BoringSSL/)
  assert.throws(() => createHmac('ripemd160', 'k'), /BoringSSL/)
})

test('lets through what both have', () => {
  createCipheriv('aes-256-gcm', Buffer.alloc(32), Buffer.alloc(12))
  assert.equal(createHash('sha256').update('').digest('hex').slice(0, 8), 'e3b0c442')
})

test('holds in worker threads too', async () => {
  const worker = new Worker(new URL('./forbidden-hash.worker.ts', import.meta.url))
  const answer = await new Promise(resolve => worker.once('message', resolve))
  await worker.terminate()
  assert.equal(answer, 'refused')
})
