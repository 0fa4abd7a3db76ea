import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inPython } from './recover-py.ts'

/** The vectors that take Python some seconds. */

test('ML-KEM-768 has the accumulated vectors of FIPS 203 (Go, crypto/mlkem, TestAccumulated: the first 100)', () => {
  assert.deepEqual(inPython('accumulated', [{ rounds: 100 }]), [
    '1114b1b6699ed191734fa339376afa7e285c9e6acf6ff0177d346696ce564415',
  ])
})
