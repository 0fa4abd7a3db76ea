import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeRates } from './decode-rates.ts'

/** Of each kind, as in the table of docs/SCANNING.md. */
const SAMPLE = 40

test('our reader reads at least as much as zbarimg of each kind of the whole set, and nothing wrongly', async () => {
  for await (const { kind, read, misread } of decodeRates(SAMPLE, ['zbarimg', 'Keyclave'])) {
    assert.ok(read.Keyclave >= read.zbarimg, `${kind}: ${read.Keyclave} < ${read.zbarimg}`)
    assert.equal(misread, 0, kind)
  }
})
