import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { KeyclaveError } from '../../shared/errors.ts'
import {
  decodeShare,
  encodeShare,
  formatSetId,
  type Share,
  shareCommitment,
} from '../../shared/share.ts'
import { vectors as generated } from '../vectors/share/generate.ts'

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../vectors/share/${name}`, import.meta.url), 'utf8'))
const vectors = read('shares.json')
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const bytesOf = (text: string): Buffer => Buffer.from(text, 'hex')

test('the vector files are what their generator makes', () => {
  for (const [name, content] of Object.entries(generated)) {
    assert.deepEqual(read(name), JSON.parse(JSON.stringify(content)), name)
  }
})

test('encodes and decodes the vectors', () => {
  for (const vector of vectors.valid) {
    const share = decodeShare(bytesOf(vector.bytes))
    const { identity, profile, setId, threshold, index, value } = share
    assert.deepEqual(
      { identity, profile, setId: formatSetId(setId), threshold, index, value: hex(value) },
      {
        identity: vector.identity,
        profile: vector.profile,
        setId: vector.setId,
        threshold: vector.threshold,
        index: vector.index,
        value: vector.value,
      },
      vector.name,
    )
    assert.equal(hex(encodeShare(share)), vector.bytes, vector.name)
    assert.equal(hex(shareCommitment(bytesOf(vector.bytes))), vector.commitment, vector.name)
  }
})

test('the commitment is SHA-256 of the label and the bytes', () => {
  const { bytes, commitment } = vectors.valid[0]
  const hash = createHash('sha256').update('keyclave/v1 share commitment').update(bytesOf(bytes))
  assert.equal(hash.digest('hex'), commitment)
  assert.throws(() => shareCommitment(new Uint8Array(43)), { code: 'SHARE_LENGTH' })
})

for (const { name, bytes, code, data } of vectors.invalid) {
  test(`refused: ${name}`, () => {
    assert.throws(
      () => decodeShare(bytesOf(bytes)),
      (error: KeyclaveError) => {
        assert.ok(error instanceof KeyclaveError)
        assert.deepEqual({ code: error.code, data: error.data }, { code, data })
        return true
      },
    )
  })
}

test('does not encode what it would not decode', () => {
  const share = decodeShare(bytesOf(vectors.valid[0].bytes))
  const bad: readonly object[] = [
    { profile: 0 },
    { profile: 4 },
    { threshold: 1 },
    { threshold: 256 },
    { threshold: 2.5 },
    { index: 0 },
    { index: 256 },
    { index: -1 },
  ]
  for (const field of bad) {
    assert.throws(() => encodeShare({ ...share, ...field } as Share), { code: 'SHARE_HEADER' })
  }
  assert.throws(() => encodeShare({ ...share, setId: new Uint8Array(4) }), RangeError)
  assert.throws(() => encodeShare({ ...share, value: new Uint8Array(37) }), RangeError)
})

test('a decoded share is a copy: wiping it leaves the bytes, and the other way round', () => {
  const bytes = bytesOf(vectors.valid[0].bytes)
  const share = decodeShare(bytes)
  bytes.fill(0)
  assert.equal(hex(share.value), vectors.valid[0].value)
  assert.notEqual(share.value.buffer.byteLength, bytes.buffer.byteLength)
})

test('the example of FORMAT is the first vector', () => {
  const format = readFileSync(new URL('../../docs/FORMAT.md', import.meta.url), 'utf8')
  const [share] = vectors.valid
  const [set] = read('sets.json').valid
  for (const value of [share.bytes, share.qr, share.commitment, share.setId, set.secret]) {
    assert.ok(format.includes(value), value)
  }
  for (const word of share.words.split(' ')) assert.match(format, new RegExp(`\\b${word}\\b`))
})
