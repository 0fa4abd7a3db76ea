import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { withArgon2Memory, withMoreMemory } from '../../main/build/argon2-memory.ts'

/** The Argon2id of recover.html has room for KDF profile 2; the hash itself: page.slow.test.ts. */

const at = new URL('../../node_modules/hash-wasm/dist/index.esm.js', import.meta.url).pathname
const source = readFileSync(at, 'utf8')

function argon2In(code: string): Buffer<ArrayBuffer> {
  const [, data = ''] = /= "argon2";\s*var data\S* = "([^"]+)"/.exec(code) ?? []
  return Buffer.from(data, 'base64')
}

interface Exports {
  readonly Hash_GetBuffer: () => number
  readonly Hash_SetMemorySize: (bytes: number) => number
}

/** Node has it, and its types do not say so. */
const { WebAssembly } = globalThis as unknown as {
  readonly WebAssembly: {
    instantiate(module: Buffer): Promise<{ readonly instance: { readonly exports: Exports } }>
  }
}

/** Whether the module takes as much: 0, or -1. Nothing of it is written to, so that it costs nothing. */
async function grows(module: Buffer<ArrayBuffer>, bytes: number): Promise<number> {
  const { instance } = await WebAssembly.instantiate(module)
  const { Hash_GetBuffer, Hash_SetMemorySize } = instance.exports
  Hash_GetBuffer()
  return Hash_SetMemorySize(bytes)
}

/** What profile 2 asks for: 2 GiB, and a block. */
const PROFILE_2 = 2 ** 31 + 1024

test('hash-wasm as it comes has no room for profile 2, and as it is built in it has', async () => {
  assert.equal(await grows(argon2In(source), PROFILE_2), -1)
  assert.equal(await grows(argon2In(withArgon2Memory(source, at)), PROFILE_2), 0)
})

test('nothing but that limit is another, and nothing but that module', () => {
  const changed = withArgon2Memory(source, at)
  const [before, after] = [argon2In(source), argon2In(changed)]
  assert.equal([...before].filter((byte, i) => after[i] !== byte).length, 1)
  assert.equal(changed.replace(after.toString('base64'), before.toString('base64')), source)
  assert.equal(withArgon2Memory(source, '/elsewhere/index.js'), source)
})

test('a module of another kind is refused, so that a new version is looked at', () => {
  const module = withMoreMemory(argon2In(source))
  assert.throws(() => withMoreMemory(module), /no memory of at most 2 GiB/)
  assert.throws(() => withArgon2Memory('export {}', at), /in another way/)
})
