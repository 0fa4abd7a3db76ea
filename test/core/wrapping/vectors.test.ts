/** Wycheproof's cases through the very functions that wrap a delivery. */
import assert from 'node:assert/strict'
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { aeskwp } from '@noble/ciphers/aes.js'
import { wrapKwp } from '../../../main/core/wrapping/aes-kwp.ts'
import { encryptOaep } from '../../../main/core/wrapping/rsa-oaep.ts'
import { OAEP_HASHES } from '../../../shared/oaep-hash.ts'
import { unwrapAll } from './unwrapper.ts'

const VECTORS = path.resolve(import.meta.dirname, '../../vectors')
const read = (file: string) => JSON.parse(readFileSync(path.join(VECTORS, file), 'utf8'))
const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex')

interface KwpCase {
  readonly id: number
  readonly key: string
  readonly msg: string
  readonly ct: string
  readonly valid: boolean
}
interface OaepCase {
  readonly id: number
  readonly msg: string
  readonly ct: string
  readonly label: string
  readonly valid: boolean
}

test('AES-KWP wraps as every valid case has it, and opens no invalid one', () => {
  const cases: KwpCase[] = read('aes-kwp/wycheproof.json')
  assert.equal(cases.length, 254)
  for (const { id, key, msg, ct, valid } of cases) {
    if (valid) assert.equal(wrapKwp(bytes(key), bytes(msg)).toString('hex'), ct, `case ${id}`)
    const open = () => Buffer.from(aeskwp(bytes(key)).decrypt(bytes(ct))).toString('hex')
    if (valid) assert.equal(open(), msg, `case ${id}`)
    else assert.throws(open, `case ${id}`)
  }
})

test('RSA-OAEP is opened as the cases of each key and hash have it, and the unwrapper knows the invalid ones', () => {
  const groups = read('rsa-oaep/wycheproof.json')
  assert.equal(groups.length, 4)
  for (const { hash: name, privateKey, tests } of groups) {
    const hash = OAEP_HASHES.find(one => one === name) ?? assert.fail(name)
    const key = bytes(privateKey)
    const own = createPrivateKey({ key, format: 'der', type: 'pkcs8' })
    const spki = createPublicKey(own).export({ format: 'der', type: 'spki' })
    const cases: OaepCase[] = tests
    // Ours has no label.
    const unlabelled = cases.filter(({ label }) => label === '')
    const theirs = unlabelled.map(({ ct }) => bytes(ct))
    const job = { by: 'oaep', key, hash } as const
    assert.deepEqual(
      unwrapAll({ ...job, blobs: theirs }),
      unlabelled.map(({ msg, valid }) => (valid ? msg : null)),
    )
    const messages = cases.filter(({ valid }) => valid).map(({ msg }) => msg)
    assert.ok(messages.length > 10)
    const ours = messages.map(msg => encryptOaep(spki, hash, bytes(msg)))
    assert.deepEqual(unwrapAll({ ...job, blobs: ours }), messages)
  }
})
