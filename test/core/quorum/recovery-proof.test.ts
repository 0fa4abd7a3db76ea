import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { osRandom } from '../../../main/core/bytes/random.ts'
import { foundQuorum } from '../../../main/core/quorum/founding.ts'
import { proveRecovery } from '../../../main/core/quorum/recovery-proof.ts'
import { allSubsets, countSubsets, sampleSubsets } from '../../../main/core/share/subsets.ts'
import { buildFirstKit } from '../first-kit.ts'
import { refusal } from '../refusal.ts'
import { PASSPHRASE, smallCeremony } from '../small-ceremony.ts'

const { kit, shares } = await smallCeremony('classic')
const trial = { record: kit.quorum, shares, passphrase: PASSPHRASE, random: osRandom }

test('all ten sets of three of five shares are proved', async () => {
  const seen: number[] = []
  const onProgress = (done: number, total: number) => {
    assert.equal(total, 10)
    seen.push(done)
  }
  const proof = await proveRecovery({ ...trial, onProgress })
  assert.deepEqual(proof, { subsets: 10, possible: '10', exhaustive: true })
  assert.deepEqual(seen, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  assert.ok(shares.every(share => share.some(byte => byte !== 0)))
})

test('a share that was not read back is named', async () => {
  const some = [shares[0], shares[2], shares[4]] as Buffer[]
  await assert.rejects(
    proveRecovery({ ...trial, shares: some }),
    refusal('SHARES_UNREAD', { shares: [2, 4] }),
  )
})

test('a passphrase entered differently the second time is wrong', async () => {
  const passphrase = Buffer.from('something else entirely')
  await assert.rejects(proveRecovery({ ...trial, passphrase }), refusal('PASSPHRASE_WRONG'))
})

test('a share that fits its commitment but not the polynomial is found by the subsets', async () => {
  const odd = Buffer.from(shares[4] as Buffer)
  odd[43] = (odd[43] ?? 0) ^ 1
  odd[10] = (odd[10] ?? 0) ^ 1
  const commitment = createHash('sha256').update('keyclave/v1 share commitment').update(odd)
  const custodians = kit.quorum.custodians.map(custodian =>
    custodian.index === 5 ? { ...custodian, commitment: commitment.digest('hex') } : custodian,
  )
  const record = { ...kit.quorum, custodians }
  await assert.rejects(
    proveRecovery({ ...trial, record, shares: [...shares.slice(0, 4), odd] }),
    refusal('RECOVERY_UNPROVED', { shares: [1, 2, 5] }),
  )
})

test('a proof can be cancelled at the start and between two sets', async () => {
  const signal = AbortSignal.abort()
  await assert.rejects(proveRecovery({ ...trial, signal }), refusal('CANCELLED'))
  const controller = new AbortController()
  const onProgress = (done: number) => {
    if (done === 4) controller.abort()
  }
  const cancelled = proveRecovery({ ...trial, signal: controller.signal, onProgress })
  await assert.rejects(cancelled, refusal('CANCELLED'))
})

test('above 1,000 sets a sample of 1,000 is proved, in seconds', async () => {
  const custodians = Array.from({ length: 60 }, (_, i) => `Custodian ${i + 1}`)
  const policy = { threshold: 30, custodians, identity: 'classic', kdf: 1 } as const
  const { record, shares: many } = await foundQuorum(policy, PASSPHRASE, osRandom)
  const quorum = { ...record, title: 'x', organisation: 'x', created: '2026-11-21T10:00:00.000Z' }
  const big = buildFirstKit({ quorum, backupKeys: [], keys: [] })
  const proof = await proveRecovery({ ...trial, record: big.quorum, shares: many })
  assert.deepEqual(proof, {
    subsets: 1000,
    possible: '118264581564861424',
    exhaustive: false,
  })
})

test('all sets of m of n, each once, as many as there are', () => {
  for (let n = 2; n <= 8; n += 1) {
    for (let m = 1; m <= n; m += 1) {
      const sets = [...allSubsets(n, m)]
      assert.equal(BigInt(sets.length), countSubsets(n, m))
      assert.equal(new Set(sets.map(set => set.join())).size, sets.length)
      for (const set of sets) {
        assert.deepEqual(
          [...set],
          [...new Set(set)].sort((a, b) => a - b),
        )
        assert.ok(set.length === m && set.every(i => i >= 0 && i < n))
      }
    }
  }
  assert.equal(countSubsets(255, 2), 32_385n)
  assert.equal(countSubsets(255, 255), 1n)
})

test('a sample has different sets of m that cover every share', () => {
  for (const [n, m] of [
    [20, 10],
    [255, 2],
    [255, 128],
    [46, 3],
    [45, 44],
  ] as const) {
    const count = Number(countSubsets(n, m) < 1000n ? countSubsets(n, m) : 1000n)
    const sets = [...sampleSubsets(n, m, count, osRandom)]
    assert.equal(sets.length, count)
    assert.equal(new Set(sets.map(set => set.join())).size, count)
    assert.ok(sets.every(set => new Set(set).size === m))
    assert.equal(new Set(sets.flat()).size, n)
  }
})
