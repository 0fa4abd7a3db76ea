import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import argon2 from 'argon2'
import { hkdf } from '../../../main/core/bytes/hkdf.ts'
import { aesCmac } from '../../../main/core/kit/aes-cmac.ts'

interface Vectors<Case> {
  readonly valid: readonly Case[]
  readonly invalid: readonly Case[]
  readonly refused?: readonly Partial<Case>[]
}

const vectors = <Case>(file: string): Vectors<Case> =>
  JSON.parse(readFileSync(new URL(`../../vectors/${file}`, import.meta.url), 'utf8'))

const hex = (text: string): Buffer => Buffer.from(text, 'hex')

test('HKDF-SHA-256 gives what RFC 5869 prints, and nothing else for other inputs', () => {
  type Case = {
    source: string
    ikm: string
    salt: string
    info: string
    length: number
    okm: string
  }
  const { valid, invalid, refused } = vectors<Case>('hkdf/rfc5869.json')
  const derive = (c: Case) => hkdf(hex(c.ikm), hex(c.salt), hex(c.info), c.length).toString('hex')
  for (const c of valid) assert.equal(derive(c), c.okm, c.source)
  for (const c of invalid) assert.notEqual(derive(c), c.okm, c.source)
  for (const c of refused ?? []) {
    assert.throws(() => hkdf(hex('00'), hex(''), '', c.length ?? 0), RangeError, c.source)
  }
})

test('HMAC-SHA-256 gives what RFC 4231 prints', () => {
  type Case = { source: string; key: string; message: string; mac: string }
  const { valid, invalid } = vectors<Case>('hmac/rfc4231.json')
  const mac = (c: Case) =>
    createHmac('sha256', hex(c.key)).update(hex(c.message)).digest('hex').slice(0, c.mac.length)
  for (const c of valid) assert.equal(mac(c), c.mac, c.source)
  for (const c of invalid) assert.notEqual(mac(c), c.mac, c.source)
})

test('AES-CMAC gives what RFC 4493 and SP 800-38B print, for all three key sizes', () => {
  type Case = { source: string; key: string; message: string; mac: string }
  const { valid, invalid, refused } = vectors<Case>('aes-cmac/cmac.json')
  const mac = (c: Case) => aesCmac(hex(c.key), hex(c.message)).toString('hex')
  for (const c of valid) assert.equal(mac(c), c.mac, c.source)
  for (const c of invalid) assert.notEqual(mac(c), c.mac, c.source)
  for (const c of refused ?? []) {
    assert.throws(() => aesCmac(hex(c.key ?? ''), hex('')), c.source)
  }
})

test('AES-CMAC leaves its message as it was', () => {
  const message = Buffer.alloc(48, 7)
  aesCmac(Buffer.alloc(16), message)
  assert.deepEqual(message, Buffer.alloc(48, 7))
})

test('Argon2id gives what RFC 9106 prints', async () => {
  type Case = {
    source: string
    memoryKiB: number
    passes: number
    lanes: number
    password: string
    salt: string
    secret: string
    associatedData: string
    tag: string
  }
  const { valid, invalid } = vectors<Case>('argon2/rfc9106.json')
  const derive = async (c: Case) => {
    const tag = await argon2.hash(hex(c.password), {
      raw: true,
      type: argon2.argon2id,
      version: 0x13,
      memoryCost: c.memoryKiB,
      timeCost: c.passes,
      parallelism: c.lanes,
      salt: hex(c.salt),
      secret: hex(c.secret),
      associatedData: hex(c.associatedData),
      hashLength: 32,
    })
    return tag.toString('hex')
  }
  for (const c of valid) assert.equal(await derive(c), c.tag, c.source)
  for (const c of invalid) assert.notEqual(await derive(c), c.tag, c.source)
})
