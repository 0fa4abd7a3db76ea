import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { describe, test } from 'node:test'
import { Combination } from '../../../main/core/parity/combination.ts'
import { inverse, multiply, raise, sliceConstants } from '../../../main/core/parity/field.ts'
import { columnOf } from '../../../main/core/parity/shape.ts'
import { solve } from '../../../main/core/parity/solve.ts'
import { backup, bytesLike, mended, parityOf, spoiled, volumes } from './in-memory.ts'

describe('the field of PAR2', () => {
  test('multiplies as the specification has it, and divides', () => {
    assert.equal(multiply(0x8000, 2), 0x100b)
    assert.deepEqual([...sliceConstants(6)], [2, 4, 16, 128, 256, 2048])
    for (const a of [1, 2, 0x1234, 0xffff]) assert.equal(multiply(a, inverse(a)), 1)
    assert.equal(raise(7, 3), multiply(7, multiply(7, 7)))
    assert.equal(new Set(sliceConstants(32768)).size, 32768)
  })

  test('adds a product to each word of a sum', () => {
    const input = bytesLike(3, 70)
    const combination = new Combination(2, 70)
    for (const [first, second] of [
      [0x1234, 0],
      [1, 0xffff],
    ] as const)
      combination.add(input, Uint16Array.of(first, second))
    for (const [output, factor] of [0x1234 ^ 1, 0xffff].entries()) {
      const sum = combination.sum(output)
      for (let at = 0; at < 70; at += 2)
        assert.equal(sum.readUInt16LE(at), multiply(factor, input.readUInt16LE(at)))
    }
  })

  test('solves for lost slices with whichever recovery slices there are', () => {
    const constants = [...sliceConstants(40)].slice(3, 30)
    const exponents = Array.from({ length: 30 }, (_, i) => 5 * i + 2)
    const solution = solve(constants, exponents)
    assert.ok(solution !== null)
    for (const [i, own] of solution.factors.entries()) {
      for (const [j, constant] of constants.entries()) {
        const sum: number = solution.used.reduce(
          (to, equation, k) =>
            to ^ multiply(own[k] ?? 0, raise(constant, exponents[equation] ?? 0)),
          0,
        )
        assert.equal(sum, i === j ? 1 : 0)
      }
    }
    assert.equal(solve(constants, exponents.slice(0, 26)), null)
    // 65,535 powers on comes the same equation again, which says nothing new.
    assert.equal(solve([2, 4], [1, 65536]), null)
    assert.notEqual(solve([2, 4], [1, 65536, 2]), null)
  })

  test('works on so much of each slice at once as fits into memory', () => {
    assert.equal(columnOf(4096, 3), 4096)
    const large = 50 * 1024 * 1024
    assert.ok(columnOf(large, 200) * 200 <= 130 * 1024 * 1024)
    assert.equal(columnOf(large, 200) % 4, 0)
  })
})

describe('recovery files', () => {
  test('make a damaged backup whole, and say when they cannot', async () => {
    const parity = await parityOf({ 'b.age': backup }, 10)
    assert.deepEqual(await mended([parity], [backup]), backup)
    const damaged = spoiled(backup, 3, 60_000, 150_000)
    assert.deepEqual(await mended([parity], [damaged]), backup)
    assert.deepEqual(await mended([parity], [backup.subarray(0, 140_000)]), backup)
    const ruined = spoiled(backup, 3, 30_000, 60_000, 90_000, 150_000)
    assert.equal(await mended([parity], [ruined]), null)
    // What two copies have together counts.
    assert.deepEqual(await mended([parity], [ruined, spoiled(backup, 3, 5000)]), backup)
    assert.equal(await mended([Buffer.from('no recovery file')], [damaged]), null)
  })

  test('are used as far as they are whole themselves', async () => {
    const parity = await parityOf({ 'b.age': backup }, 10)
    const damaged = spoiled(backup, 60_000, 150_000)
    // The first copy of what describes the backup, and one recovery slice.
    assert.deepEqual(await mended([spoiled(parity, 70, 9000)], [damaged]), backup)
    assert.deepEqual(await mended([parity.subarray(5), parity.subarray(0, 9)], [damaged]), backup)
    for (let at = 0; at < parity.length; at += 2003) {
      const left = await mended([spoiled(parity, at)], [damaged])
      assert.deepEqual(left, backup, `damage at ${at}`)
    }
  })

  test('stand in for a volume, in whichever order the set has them', async () => {
    const parity = await parityOf(volumes, 50)
    const without = Buffer.from(backup).fill(0, 70_000, 140_000)
    assert.deepEqual(await mended([parity], [without]), backup)
  })
})
