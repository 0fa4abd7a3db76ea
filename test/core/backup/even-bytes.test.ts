import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deflateRawSync, zstdCompressSync } from 'node:zlib'
import { looksEven } from '../../../main/core/backup/even-bytes.ts'
import { osRandom } from '../../../main/core/bytes/random.ts'

const LENGTH = 256 * 1024
const filled = (byte: (index: number) => number): Buffer =>
  Buffer.from(Uint8Array.from({ length: LENGTH }, (_, index) => byte(index)))

test('random bytes are even, and those of which zstd gains nothing', () => {
  for (let i = 0; i < 50; i += 1) assert.ok(looksEven(osRandom(LENGTH)))
})

test('whatever zstd would gain on is not even', () => {
  const random = osRandom(LENGTH)
  const repeated = (period: number): Buffer => filled(index => random[index % period] ?? 0)
  const cases: readonly (readonly [string, Buffer])[] = [
    ['zeros', Buffer.alloc(LENGTH)],
    ['text', Buffer.from('the same words again and again\n'.repeat(9000))],
    ['base64', Buffer.from(random.toString('base64'))],
    ['counting', filled(index => index)],
    ['counting slowly', filled(index => index >> 8)],
    ['one byte in fifty is zero', filled(index => (index % 50 === 0 ? 0 : (random[index] ?? 0)))],
    ...[1, 16, 256, 1000, 2048].map(
      period => [`repeats after ${period}`, repeated(period)] as const,
    ),
  ]
  for (const [name, bytes] of cases) assert.equal(looksEven(bytes), false, name)
})

test('where it says even, zstd gains less than three parts in a hundred', () => {
  const text = Buffer.from(Array.from({ length: 40_000 }, (_, i) => `${i * 7919} words `).join(''))
  const samples = [deflateRawSync(text), zstdCompressSync(text), osRandom(LENGTH)]
  for (const bytes of samples) {
    if (looksEven(bytes)) assert.ok(zstdCompressSync(bytes).length > 0.97 * bytes.length)
  }
})

test('too little to tell is not even', () => {
  assert.equal(looksEven(osRandom(16 * 1024 - 1)), false)
})
