import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeBase45, encodeBase45 } from '../../shared/base45.ts'

const vectors = JSON.parse(
  readFileSync(new URL('../vectors/share/base45.json', import.meta.url), 'utf8'),
)

test('encodes and decodes the vectors', () => {
  for (const { name, hex, text } of vectors.valid) {
    assert.equal(encodeBase45(Buffer.from(hex, 'hex')), text, name)
    assert.equal(Buffer.from(decodeBase45(text) ?? 'null').toString('hex'), hex, name)
  }
})

test('gives null for what is not base45', () => {
  for (const { name, text } of vectors.invalid) assert.equal(decodeBase45(text), null, name)
})

test('law: decoding undoes encoding', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 99 }), bytes => {
      assert.deepEqual(decodeBase45(encodeBase45(bytes)), bytes)
    }),
  )
})

test('law: what decodes has one encoding only', () => {
  const character = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:')
  fc.assert(
    fc.property(fc.array(character, { maxLength: 12 }), characters => {
      const text = characters.join('')
      const bytes = decodeBase45(text)
      if (bytes !== null) assert.equal(encodeBase45(bytes), text)
    }),
  )
})
