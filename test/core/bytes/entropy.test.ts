import assert from 'node:assert/strict'
import { hkdfSync } from 'node:crypto'
import { test } from 'node:test'
import { mixIn, randomBelow } from '../../../main/core/bytes/entropy.ts'
import { osRandom, type RandomSource } from '../../../main/core/bytes/random.ts'

/** Gives 0, 1, 2 … as bytes, and counts what it gave. */
function countingRandom(): { random: RandomSource; drawn: number[] } {
  const drawn: number[] = []
  let next = 0
  const random: RandomSource = length => {
    drawn.push(length)
    return Buffer.from(Array.from({ length }, () => next++ & 0xff))
  }
  return { random, drawn }
}

test('a mixed draw is HKDF(fresh random ‖ contribution), with at least 32 fresh bytes', () => {
  const { random, drawn } = countingRandom()
  const dice = Buffer.from('4 2 6 6 1')
  const key = mixIn(random, dice)(16)
  const fresh = Buffer.from(Array.from({ length: 32 }, (_, i) => i))
  const info = 'keyclave/v1 mixed randomness'
  const expected = hkdfSync('sha256', Buffer.concat([fresh, dice]), Buffer.alloc(0), info, 16)
  assert.deepEqual(key, Buffer.from(expected))
  assert.deepEqual(drawn, [32])
})

test('a contribution never replaces the random source, and draws never repeat', () => {
  const mixed = mixIn(osRandom, Buffer.alloc(0))
  assert.notDeepEqual(mixed(32), mixed(32))
  const same = mixIn(osRandom, Buffer.from('1 1 1 1'))
  assert.notDeepEqual(same(32), same(32))
})

test('the contribution counts: other dice, other key', () => {
  const key = (dice: string) => mixIn(countingRandom().random, Buffer.from(dice))(32)
  assert.deepEqual(key('1 2 3'), key('1 2 3'))
  assert.notDeepEqual(key('1 2 3'), key('1 2 4'))
})

test('long draws are as long as asked, beyond one HKDF, and take as much fresh randomness', () => {
  for (const length of [0, 1, 8160, 8161, 20_000]) {
    const { random, drawn } = countingRandom()
    assert.equal(mixIn(random, Buffer.from('x'))(length).length, length)
    assert.ok(drawn.reduce((a, b) => a + b, 0) >= length)
  }
})

test('randomBelow is uniform: of all 65,536 draws each value comes equally often', () => {
  for (const bound of [1, 2, 6, 255, 7776, 65_535, 65_536]) {
    const counts = new Array<number>(bound).fill(0)
    let rejected = 0
    for (let draw = 0; draw < 65_536; draw += 1) {
      let draws = 0
      const random: RandomSource = () => {
        draws += 1
        const bytes = Buffer.alloc(2)
        bytes.writeUInt16BE(draws === 1 ? draw : 0)
        return bytes
      }
      const value = randomBelow(random, bound)
      if (draws > 1) rejected += 1
      else counts[value] = (counts[value] ?? 0) + 1
    }
    assert.equal(rejected, 65_536 % bound, `bound ${bound}`)
    assert.equal(new Set(counts).size, 1, `bound ${bound}`)
  }
})

test('randomBelow refuses a bound it cannot serve', () => {
  for (const bound of [0, -1, 1.5, 65_537, Number.NaN]) {
    assert.throws(() => randomBelow(osRandom, bound), RangeError)
  }
})
