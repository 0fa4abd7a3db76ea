import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { packShort } from '../../../main/core/backup/packing.ts'
import { Excerpt, PieceReader } from '../../../main/core/backup/piece-reader.ts'
import { type Piece, SLAB, Slabs } from '../../../main/core/backup/slab.ts'
import { osRandom } from '../../../main/core/bytes/random.ts'

/** Cuts bytes into pieces of some parts each; counts how often each piece was released. */
function cut(bytes: Buffer, lengths: readonly (readonly number[])[]) {
  const released: number[] = []
  let at = 0
  const pieces = lengths.map((parts, index): Piece => {
    released.push(0)
    return {
      parts: parts.map(length => {
        at += length
        return bytes.subarray(at - length, at)
      }),
      release: () => {
        released[index] = (released[index] ?? 0) + 1
      },
    }
  })
  async function* all(): AsyncGenerator<Piece> {
    yield* pieces
  }
  return { length: at, released, pieces: all() }
}

test('excerpts are the bytes of the stream; a piece is released once, after the last that needs it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.nat(40), { maxLength: 4 }), { maxLength: 8 }),
      fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 20 }),
      async (lengths, takes) => {
        const bytes = osRandom(8 * 4 * 40)
        const { length, released, pieces } = cut(bytes, lengths)
        const reader = new PieceReader(pieces)
        const excerpts: Excerpt[] = []
        let at = 0
        for (const take of takes) {
          const excerpt = new Excerpt()
          const taken = await reader.take(take, excerpt)
          assert.equal(taken, Math.min(take, length - at))
          assert.ok(excerpt.tail(taken).equals(bytes.subarray(at, at + taken)))
          assert.ok(Buffer.concat(excerpt.parts).equals(bytes.subarray(at, at + taken)))
          at += taken
          excerpts.push(excerpt)
        }
        await reader.close()
        // What is still held was not released; then each piece that was reached is, once.
        const held = new Set(excerpts.flatMap(excerpt => excerpt.parts).filter(part => part.length))
        if (held.size > 0) assert.ok(released.some(count => count === 0))
        for (const excerpt of excerpts) excerpt.release()
        assert.ok(released.every(count => count <= 1))
        if (at === length && takes.length > length) assert.ok(released.every(count => count === 1))
      },
    ),
    { numRuns: 200 },
  )
})

test('bytes that lie side by side are one part', async () => {
  const bytes = osRandom(30)
  const reader = new PieceReader(cut(bytes, [[10, 10], [10]]).pieces)
  const excerpt = new Excerpt()
  for (let i = 0; i < 10; i += 1) await reader.take(3, excerpt)
  assert.equal(excerpt.parts.length, 1)
  assert.ok(excerpt.parts[0]?.equals(bytes))
  assert.throws(() => excerpt.tail(31), /shorter/)
})

test('short pieces are moved together, long ones stay where they are, and nothing changes', async () => {
  const slabs = new Slabs(() => {})
  const lengths = [5, 0, SLAB / 4, SLAB / 2, 7, SLAB / 2 - 1, SLAB / 2 - 1, 1, SLAB]
  const bytes = osRandom(lengths.reduce((sum, length) => sum + length, 0))
  const { released, pieces } = cut(
    bytes,
    lengths.map(length => [length]),
  )
  const packed: Buffer[] = []
  let count = 0
  for await (const piece of packShort(slabs, pieces)) {
    packed.push(...piece.parts.map(part => Buffer.from(part)))
    piece.release()
    count += 1
  }
  assert.ok(Buffer.concat(packed).equals(bytes))
  assert.equal(count, 5)
  assert.equal(slabs.count, 1)
  assert.ok(released.every(times => times === 1))
})
