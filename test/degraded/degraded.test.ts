import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeRates } from './decode-rates.ts'
import { codeReader } from './decoders.ts'
import { degraded } from './degraded-set.ts'

/** Of each kind. docs/SCANNING.md has the rates of a larger set. */
const SAMPLE = 6

test('our reader reads at least as much as zbarimg of every kind of bad picture, and nothing wrongly', async () => {
  for await (const { kind, read, misread } of decodeRates(SAMPLE, ['zbarimg', 'Keyclave'])) {
    assert.ok(read.Keyclave >= read.zbarimg, `${kind}: ${read.Keyclave} < ${read.zbarimg}`)
    assert.equal(misread, 0, kind)
    if (kind === 'clean' || kind === 'rotation') assert.equal(read.Keyclave, SAMPLE, kind)
  }
})

test('the same seed makes the same picture', () => {
  assert.deepEqual(degraded('everything', 3), degraded('everything', 3))
  assert.notDeepEqual(degraded('everything', 3).text, degraded('everything', 4).text)
})

test('the reader fetches nothing', async t => {
  const fetched = t.mock.method(globalThis, 'fetch', () => Promise.reject(new Error('a fetch')))
  const { text, image } = degraded('clean', 0)
  assert.deepEqual(await codeReader.read(image, () => false), [{ kind: 'text', text }])
  assert.equal(fetched.mock.callCount(), 0)
})
