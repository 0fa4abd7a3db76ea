import assert from 'node:assert/strict'
import { createHmac, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { osRandom } from '../../../main/core/bytes/random.ts'
import { interpolate, type Point } from '../../../main/core/share/gf256.ts'
import { restoreLibraryShare, takeValue } from '../../../main/core/share/library-share.ts'
import { MatchingShares, type ProvedShares } from '../../../main/core/share/matching-shares.ts'
import {
  checkPolicy,
  combineShares,
  isSplitOf,
  splitSecret,
} from '../../../main/core/share/shamir.ts'
import { KeyclaveError } from '../../../shared/errors.ts'
import { decodeShare, encodeShare, type Share, shareCommitment } from '../../../shared/share.ts'
import { rawCombine, rawSplit } from './raw-shamir.ts'

const vectors = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../vectors/share/${name}`, import.meta.url), 'utf8'))

const refusal = (code: string, data: object) => (error: unknown) => {
  assert.ok(error instanceof KeyclaveError, String(error))
  assert.deepEqual({ code: error.code, data: error.data }, { code, data })
  return true
}

async function split(threshold: number, count: number) {
  const secret = randomBytes(32)
  const setId = randomBytes(5)
  const request = {
    secret,
    setId,
    identity: 'hybrid',
    profile: 3,
    threshold,
    count,
    random: osRandom,
  } as const
  const encoded = await splitSecret(request)
  return { secret, encoded, shares: encoded.map(decodeShare) }
}

/** The shares, as a combine takes them: each from its bytes. */
function prove(shares: readonly Uint8Array[]): ProvedShares {
  const set = new MatchingShares()
  for (const share of shares) set.add(share)
  return set.all()
}

/** Combines these, and no others. */
const recoverFrom = async (shares: readonly Share[], random = osRandom): Promise<Buffer> =>
  combineShares(prove(shares.map(encodeShare)), random)

const toPoint = (share: Share): Point => ({ x: share.index, y: share.value })

/** All ways to take `size` of `items`. */
function subsets<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]]
  return items.flatMap((item, i) =>
    subsets(items.slice(i + 1), size - 1).map(rest => [item, ...rest]),
  )
}

test('every m-subset recovers and no smaller one does, for all m ≤ n ≤ 6', async () => {
  for (let n = 2; n <= 6; n += 1) {
    for (let m = 2; m <= n; m += 1) {
      const { secret, shares } = await split(m, n)
      const recovered = (some: readonly Share[]) =>
        interpolate(some.map(toPoint), 0).subarray(0, 32).equals(secret)
      for (const subset of subsets(shares, m)) assert.equal(recovered(subset), true)
      for (const subset of subsets(shares, m - 1)) assert.equal(recovered(subset), false)
      assert.deepEqual(await recoverFrom(shares.slice(-m).reverse()), secret)
    }
  }
})

test('law: any m shares recover through the library and by hand, m − 1 never do', async () => {
  const policy = fc
    .tuple(fc.integer({ min: 2, max: 9 }), fc.integer({ min: 0, max: 5 }))
    .map(([m, more]) => ({ m, n: m + more }))
  await fc.assert(
    fc.asyncProperty(policy, fc.infiniteStream(fc.nat()), async ({ m, n }, order) => {
      const { secret, shares } = await split(m, n)
      const shuffled = shares
        .map(share => ({ share, key: order.next().value as number }))
        .sort((a, b) => a.key - b.key)
        .map(({ share }) => share)
      assert.deepEqual(await recoverFrom(shuffled.slice(0, m)), secret)
      const short = shuffled.slice(0, m - 1)
      await assert.rejects(recoverFrom(short), refusal('QUORUM_SHORT', { have: m - 1, need: m }))
      const guess = interpolate(short.map(toPoint), 0)
      assert.equal(guess.subarray(0, 32).equals(secret), false)
    }),
    { numRuns: 8 },
  )
})

test('what the library sees is blinded: with 36 fresh bytes each time, wiped after it', async () => {
  const blinds: Buffer[] = []
  const random = (length: number): Buffer => {
    const bytes = osRandom(length)
    // A copy as drawn, then the drawn bytes themselves.
    blinds.push(Buffer.from(bytes), bytes)
    return bytes
  }
  const secret = randomBytes(32)
  const terms = { setId: randomBytes(5), identity: 'hybrid', profile: 1 } as const
  const encoded = await splitSecret({ secret, ...terms, threshold: 2, count: 3, random })
  const shares = encoded.slice(1).map(decodeShare)
  assert.deepEqual(await recoverFrom(shares, random), secret)
  const [first, firstUsed, second, secondUsed, ...more] = blinds
  assert.deepEqual([first?.length, second?.length, more.length], [36, 36, 0])
  assert.notDeepEqual(first, second)
  assert.deepEqual([firstUsed, secondUsed], [Buffer.alloc(36), Buffer.alloc(36)])
})

test('m − 1 shares with a lowered threshold do not pass the digest', async () => {
  const { shares } = await split(3, 5)
  const lowered = shares.slice(0, 2).map(share => ({ ...share, threshold: 2 }))
  await assert.rejects(recoverFrom(lowered), refusal('SHARES_INCONSISTENT', {}))
})

test('255 shares, of which 128 or all are needed', async () => {
  for (const m of [128, 255]) {
    const { secret, shares } = await split(m, 255)
    assert.deepEqual(
      shares.map(share => share.index),
      Array.from({ length: 255 }, (_, i) => i + 1),
    )
    assert.deepEqual(await recoverFrom(shares.slice(-m)), secret)
  }
})

test('the shares have the header asked for, and the secret in none of them', async () => {
  const secret = randomBytes(32)
  const setId = randomBytes(5)
  const request = {
    secret,
    setId,
    identity: 'classic',
    profile: 1,
    threshold: 2,
    count: 3,
    random: osRandom,
  } as const
  for (const [i, encoded] of (await splitSecret(request)).entries()) {
    assert.equal(encoded.length, 44)
    const { value, ...header } = decodeShare(encoded)
    assert.deepEqual(header, {
      identity: 'classic',
      profile: 1,
      setId: Uint8Array.from(setId),
      threshold: 2,
      index: i + 1,
    })
    assert.equal(encoded.includes(secret.subarray(0, 4)), false)
  }
})

test('policies: 2 ≤ m ≤ n ≤ 255', async () => {
  for (const [m, n] of [
    [2, 2],
    [2, 255],
    [255, 255],
  ] as const)
    checkPolicy(m, n)
  assert.throws(() => checkPolicy(1, 5), refusal('QUORUM_THRESHOLD_ONE', {}))
  const impossible = [
    [0, 5],
    [-1, 5],
    [6, 5],
    [2, 256],
    [2.5, 5],
    [2, 3.5],
    [Number.NaN, 5],
    [2, Infinity],
  ]
  for (const [threshold, count] of impossible as [number, number][]) {
    assert.throws(
      () => checkPolicy(threshold, count),
      refusal('QUORUM_POLICY', { threshold, count }),
    )
  }
  await assert.rejects(split(1, 3), refusal('QUORUM_THRESHOLD_ONE', {}))
  await assert.rejects(split(4, 3), refusal('QUORUM_POLICY', { threshold: 4, count: 3 }))
})

for (const set of vectors('sets.json').valid) {
  test(`vector: ${set.name}`, async () => {
    const shares: Share[] = set.shares.map((hex: string) => decodeShare(Buffer.from(hex, 'hex')))
    for (const subset of subsets(shares, set.threshold)) {
      assert.equal(interpolate(subset.map(toPoint), 0).toString('hex', 0, 32), set.secret)
    }
    const recovered = await recoverFrom(shares.slice(-set.threshold))
    assert.equal(recovered.toString('hex'), set.secret)
  })
}

for (const set of vectors('sets.json').invalid) {
  test(`vector refused: ${set.name}`, async () => {
    const shares = set.shares.map((hex: string) => decodeShare(Buffer.from(hex, 'hex')))
    await assert.rejects(recoverFrom(shares), refusal(set.code, set.data))
  })
}

test('every flipped bit of a share is refused: header, set, or digest; the commitment sees all', async () => {
  const [valid] = vectors('sets.json').valid
  const encoded: Buffer[] = valid.shares.map((hex: string) => Buffer.from(hex, 'hex'))
  const [a, b, c] = encoded as [Buffer, Buffer, Buffer]
  const commitment = Buffer.from(shareCommitment(c))
  const codes = new Map<number, string>()
  for (let bit = 0; bit < 352; bit += 1) {
    const flipped = Buffer.from(c)
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7))
    assert.equal(commitment.equals(shareCommitment(flipped)), false)
    // One combine starts a worker: of every third byte of the value, one bit goes all the way.
    if (bit >= 64 && bit % 25 !== 0) continue
    await assert.rejects(
      async () => combineShares(prove([a, b, flipped]), osRandom),
      (error: KeyclaveError) => codes.set(bit, error.code) !== undefined,
    )
  }
  const code = (bit: number): string | undefined => codes.get(bit)
  // Version; identity type; profile 3 → b, 7, 1, 2; set id; threshold 3; index 3; value.
  assert.deepEqual([0, 1, 2].map(code), ['SHARE_VERSION', 'SHARE_VERSION', 'SHARE_VERSION'])
  assert.deepEqual([3, 4, 5, 6, 7].map(code), [
    'SHARE_MISMATCH',
    'SHARE_HEADER',
    'SHARE_HEADER',
    'SHARE_MISMATCH',
    'SHARE_MISMATCH',
  ])
  for (let bit = 8; bit < 48; bit += 1) assert.equal(code(bit), 'SHARE_FOREIGN')
  for (let bit = 48; bit < 54; bit += 1) assert.equal(code(bit), 'SHARE_MISMATCH')
  // 3 → 1, which is no threshold, and 3 → 2.
  assert.deepEqual([54, 55].map(code), ['SHARE_HEADER', 'SHARE_MISMATCH'])
  // Index 3 → 2 and 1 are there already; every other index gives another polynomial.
  assert.deepEqual([62, 63].map(code), ['SHARE_DUPLICATE', 'SHARE_DUPLICATE'])
  for (const [bit, found] of codes) {
    if (bit >= 56 && bit < 62) assert.equal(found, 'SHARES_INCONSISTENT')
    if (bit >= 64) assert.equal(found, 'SHARES_INCONSISTENT')
  }
  assert.equal(codes.size, 64 + 12)
})

test('every flipped bit of a value breaks the digest (by hand, all 288)', () => {
  const [valid] = vectors('sets.json').valid
  const [a, b, c] = valid.shares.map((hex: string) => decodeShare(Buffer.from(hex, 'hex')))
  const digestFits = (value: Uint8Array): boolean => {
    const combined = interpolate([a, b, { ...c, value }].map(toPoint), 0)
    const mac = createHmac('sha256', combined.subarray(0, 32))
      .update('keyclave/v1 share digest')
      .update(a.setId)
      .digest()
    return mac.subarray(0, 4).equals(combined.subarray(32))
  }
  assert.equal(digestFits(c.value), true)
  for (let bit = 0; bit < 288; bit += 1) {
    const value = Uint8Array.from(c.value as Uint8Array)
    value[bit >> 3] = (value[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    assert.equal(digestFits(value), false)
  }
})

test('a split that is not one is noticed', async () => {
  const { secret, shares } = await split(3, 6)
  const value = interpolate(shares.slice(0, 3).map(toPoint), 0)
  const points = shares.map(toPoint)
  assert.deepEqual(value.subarray(0, 32), secret)
  assert.equal(isSplitOf(value, 3, points), true)
  for (let i = 0; i < 6; i += 1) {
    const tampered = points.map((point, j) => {
      const y = Uint8Array.from(point.y)
      if (i === j) y[6 * i] = (y[6 * i] ?? 0) ^ 1
      return { x: point.x, y }
    })
    assert.equal(isSplitOf(value, 3, tampered), false, `share ${i + 1}`)
  }
  assert.equal(isSplitOf(Buffer.alloc(36), 3, points), false)
  assert.equal(isSplitOf(value, 2, points), false)
  assert.equal(isSplitOf(value, 3, points.slice(0, 2)), false)
})

test('a split whose coefficients are all 0 is noticed, though it interpolates', () => {
  const value = randomBytes(36)
  const points = [1, 2, 3].map(x => ({ x, y: value }))
  assert.deepEqual(interpolate(points, 0), value)
  assert.equal(isSplitOf(value, 3, points), false)
})

test('a library share is taken apart only when length, header and index are right', async () => {
  const { split: raw } = await rawSplit('layout')
  const [share] = raw(randomBytes(36), { shares: 2, threshold: 2 }) as [Uint8Array]
  const value = Buffer.alloc(36)
  takeValue(share, 1, value)
  assert.throws(() => takeValue(share, 2, value), /library share/)
  assert.throws(() => takeValue(share.subarray(1), 1, value), /library share/)
  assert.throws(() => takeValue(share.with(0, 9), 1, value), /library share/)
})

test('36 of the 82 bytes carry the secret; the rest can be restored', async () => {
  const { split: raw } = await rawSplit('restore')
  const { combine } = await rawCombine()
  const secret = randomBytes(36)
  const restored = raw(secret, { shares: 5, threshold: 3 }).map((share, i) => {
    const value = Buffer.alloc(36)
    takeValue(share, i + 1, value)
    return restoreLibraryShare(i + 1, value)
  })
  for (const subset of subsets(restored, 3)) {
    assert.deepEqual(Buffer.from(combine(subset)), secret)
  }
})

test('why random is never passed: with plain bytes most of the secret stands in the shares', async () => {
  const { split: raw } = await rawSplit('random')
  const secret = Buffer.alloc(36, 0).map((_, i) => i + 1)
  const plain = (length: number): Uint8Array => Uint8Array.from(randomBytes(length))
  let leaked = 0
  for (let round = 0; round < 20; round += 1) {
    const [share] = raw(secret, { shares: 3, threshold: 2, random: plain }) as [Uint8Array]
    const value = Buffer.alloc(36)
    takeValue(share, 1, value)
    leaked += value.filter((byte, k) => byte === secret[k]).length
  }
  assert.ok(leaked / (20 * 36) > 0.5, `${leaked} of ${20 * 36} bytes`)
})

test('why a fresh worker: after an exception the next split carries what was left behind', async () => {
  const { split: raw } = await rawSplit('scratch')
  let calls = 0
  const failing = (length: number): Uint8Array => {
    calls += 1
    if (calls > 20) throw new Error('no randomness')
    return Object.assign(new Uint8Array(length), { toString: () => '00' })
  }
  const first = Buffer.alloc(36, 0x5a)
  assert.throws(() => raw(first, { shares: 3, threshold: 2, random: failing }), /no randomness/)
  const [next] = raw(randomBytes(36), { shares: 3, threshold: 2 }) as [Uint8Array]
  assert.equal(next.length > 82, true)
  assert.equal(Buffer.from(next).includes(Buffer.from([0x00, 0x5a, 0x00, 0x5a])), true)
})

test('why index 0 is refused: in the library such a share decides alone', async () => {
  const { split: raw } = await rawSplit('zero')
  const { combine } = await rawCombine()
  const shares = raw(randomBytes(36), { shares: 3, threshold: 3 })
  const forged = randomBytes(36)
  const result = combine([...shares.slice(0, 2), restoreLibraryShare(0, forged)])
  assert.deepEqual(Buffer.from(result), forged)

  const ours = await split(3, 3)
  const [a, b, c] = ours.shares as [Share, Share, Share]
  const zero = encodeShare({ ...c, value: forged })
  zero[7] = 0
  await assert.rejects(
    async () => combineShares(prove([encodeShare(a), encodeShare(b), zero]), osRandom),
    refusal('SHARE_HEADER', { field: 'index', have: 0 }),
  )
})

test('the library takes a wrong count without a word; ours does not', async () => {
  const { split: raw } = await rawSplit('count')
  const { combine } = await rawCombine()
  const secret = randomBytes(36)
  const shares = raw(secret, { shares: 3, threshold: 3 })
  assert.notDeepEqual(Buffer.from(combine(shares.slice(0, 2))), secret)
})
