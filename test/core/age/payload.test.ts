import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  CHUNK,
  openChunks,
  SEALED_CHUNK,
  sealChunks,
  sealedLength,
} from '../../../main/core/age/payload.ts'
import { openStream, sealStream } from '../../../main/core/backup/age-stream.ts'
import { osRandom } from '../../../main/core/bytes/random.ts'
import { refusal } from '../refusal.ts'
import { gather, piecesOf, poolWith, sourceOf } from './age-tools.ts'

const key = osRandom(32)
const SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7]

const seal = (plain: Buffer): Buffer => {
  const sealed = Buffer.alloc(sealedLength(plain.length))
  assert.equal(sealChunks(key, { first: 0, last: true }, [plain], sealed), sealed.length)
  return sealed
}
const open = (sealed: Buffer) => {
  const plain = Buffer.alloc(sealed.length)
  const run = openChunks(key, { first: 0, last: true }, sealed, plain)
  return { ...run, plain: plain.subarray(0, run.length), rest: plain.subarray(run.length) }
}

test('what was sealed opens, at every length around a chunk', () => {
  for (const size of SIZES) {
    const plain = osRandom(size)
    const { failure, plain: opened } = open(seal(plain))
    assert.equal(failure, null)
    assert.ok(opened.equals(plain))
  }
})

test('every truncation is found, at the chunk where it is', () => {
  const sealed = seal(osRandom(2 * CHUNK + 40))
  const cuts = [0, 1, 15, 16, 17, 1000, CHUNK, SEALED_CHUNK - 1, SEALED_CHUNK, SEALED_CHUNK + 16]
  for (const cut of [...cuts, 2 * SEALED_CHUNK, sealed.length - 1]) {
    const { failure, length } = open(sealed.subarray(0, cut))
    const whole = Math.floor(cut / SEALED_CHUNK)
    const early = cut > 0 && cut % SEALED_CHUNK === 0
    const code = early ? 'AGE_TRUNCATED' : 'AGE_PAYLOAD'
    assert.deepEqual(failure, { code, chunk: whole })
    assert.equal(length, whole * CHUNK)
  }
})

test('a flipped bit, a swapped chunk and data after the end are found, and release nothing of it', () => {
  const plain = osRandom(3 * CHUNK)
  const sealed = seal(plain)
  fc.assert(
    fc.property(fc.nat(sealed.length - 1), fc.nat(7), (at, bit) => {
      const flipped = Buffer.from(sealed)
      flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << bit), at)
      const chunk = Math.floor(at / SEALED_CHUNK)
      const { failure, length, rest } = open(flipped)
      assert.deepEqual(failure, { code: 'AGE_PAYLOAD', chunk })
      assert.equal(length, chunk * CHUNK)
      assert.ok(rest.every(byte => byte === 0))
    }),
    { numRuns: 50 },
  )
  const chunk = (i: number) => sealed.subarray(i * SEALED_CHUNK, (i + 1) * SEALED_CHUNK)
  const swapped = Buffer.concat([chunk(1), chunk(0), chunk(2)])
  assert.deepEqual(open(swapped).failure, { code: 'AGE_PAYLOAD', chunk: 0 })
  for (const extra of [1, 16, 17, SEALED_CHUNK]) {
    const { failure, length } = open(Buffer.concat([sealed, Buffer.alloc(extra)]))
    assert.deepEqual(failure, { code: 'AGE_PAYLOAD', chunk: 3 })
    assert.equal(length, 3 * CHUNK)
  }
})

test('an empty last chunk is refused unless it is the payload', () => {
  const first = Buffer.alloc(SEALED_CHUNK)
  sealChunks(key, { first: 0, last: false }, [osRandom(CHUNK)], first)
  const empty = Buffer.alloc(16)
  sealChunks(key, { first: 1, last: true }, [], empty)
  assert.deepEqual(open(Buffer.concat([first, empty])).failure, { code: 'AGE_PAYLOAD', chunk: 1 })
})

test('the stream over threads gives what one run gives, whatever the pieces', async () => {
  const pool = poolWith(key, 2)
  try {
    for (const size of [...SIZES, 16 * CHUNK - 1, 16 * CHUNK, 16 * CHUNK + 1, 33 * CHUNK + 5]) {
      const plain = osRandom(size)
      const sealed = await gather(sealStream(pool, piecesOf(pool, plain, 70_001)))
      assert.ok(sealed.equals(seal(plain)), `${size} bytes`)
      assert.ok((await gather(openStream(pool, sourceOf(sealed)))).equals(plain), `${size} bytes`)
    }
  } finally {
    await pool.close()
  }
})

test('a damaged chunk far in: everything before it is released, then the error comes', async () => {
  const pool = poolWith(key, 2)
  try {
    const plain = osRandom(40 * CHUNK)
    const sealed = await gather(sealStream(pool, piecesOf(pool, plain, CHUNK)))
    sealed.writeUInt8(sealed.readUInt8(37 * SEALED_CHUNK) ^ 1, 37 * SEALED_CHUNK)
    let released = 0
    await assert.rejects(
      async () => {
        for await (const piece of openStream(pool, sourceOf(sealed))) {
          const bytes = Buffer.concat(piece.parts)
          assert.ok(bytes.equals(plain.subarray(released, released + bytes.length)))
          released += bytes.length
          piece.release()
        }
      },
      refusal('AGE_PAYLOAD', { chunk: 37 }),
    )
    assert.equal(released, 37 * CHUNK)
  } finally {
    await pool.close()
  }
})
