import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { armor, Decrypter } from 'age-encryption'
import * as vectors from 'cctv-age'
import { unwrapWith } from '../../../main/core/age/file-key.ts'
import { KeyclaveError } from '../../../shared/errors.ts'
import { decryptWith } from './age-tools.ts'
import { parseVector, type Vector } from './cctv-vector.ts'

/**
 * The vectors of C2SP/CCTV for age, every one, through our decrypter: our reading of the file, the
 * library's header under our mapping of its errors, our payload. Passphrases and armor, which backups
 * do not use, come from the library.
 */

const CODES: { readonly [expect: string]: readonly string[] } = {
  success: ['success'],
  'no match': ['AGE_NO_MATCH'],
  'HMAC failure': ['AGE_MAC'],
  'header failure': ['AGE_HEADER'],
  'payload failure': ['AGE_PAYLOAD', 'AGE_TRUNCATED'],
  'armor failure': ['armor'],
}

async function outcome(vector: Vector): Promise<{ code: string; released: Buffer }> {
  let file = vector.file
  if (vector.armored) {
    try {
      file = Buffer.from(armor.decode(file.toString('latin1')))
    } catch {
      return { code: 'armor', released: Buffer.alloc(0) }
    }
  }
  const decrypter = new Decrypter()
  for (const identity of vector.identities) decrypter.addIdentity(identity)
  for (const passphrase of vector.passphrases) decrypter.addPassphrase(passphrase)
  const { released, error } = await decryptWith(file, header => unwrapWith(decrypter, header))
  if (error === null) return { code: 'success', released }
  assert.ok(error instanceof KeyclaveError, String(error))
  return { code: error.code, released }
}

for (const [name, bytes] of Object.entries(vectors)) {
  test(`cctv ${name}`, async () => {
    const vector = parseVector(Buffer.from(bytes))
    const { code, released } = await outcome(vector)
    const expected = CODES[vector.expect] ?? []
    assert.ok(expected.includes(code), `${vector.expect} expected, got ${code}`)
    if (vector.payload !== null) {
      assert.equal(createHash('sha256').update(released).digest('hex'), vector.payload)
    } else {
      assert.equal(released.length, 0)
    }
  })
}
