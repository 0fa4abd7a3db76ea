/** Packages of deliveries brought in by the AWS Encryption SDK, with the program that the package has. */
import assert from 'node:assert/strict'
import { mkdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import {
  buildClient,
  RawAesKeyringNode,
  RawAesWrappingSuiteIdentifier,
} from '@aws-crypto/client-node'
import { osRandom } from '../../main/core/bytes/index.ts'
import { aes, FIT } from '../core/deliveries/sides.ts'
import { delivered, machine } from './connected-machine.ts'

const MODULES = path.resolve(import.meta.dirname, '../../node_modules')
const SUITES = {
  128: RawAesWrappingSuiteIdentifier.AES128_GCM_IV12_TAG16_NO_PADDING,
  192: RawAesWrappingSuiteIdentifier.AES192_GCM_IV12_TAG16_NO_PADDING,
  256: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
} as const

/** A folder as `npm install` leaves it. */
async function installed(name: string) {
  const side = await machine(name)
  mkdirSync(path.join(side.folder, 'node_modules'))
  symlinkSync(path.join(MODULES, '@aws-crypto'), path.join(side.folder, 'node_modules/@aws-crypto'))
  return side
}

for (const bits of [128, 192, 256] as const) {
  test(`a raw keyring of ${bits} bits: its own program proves it, and the SDK opens under this key and these names alone`, async () => {
    const { put, run, read, write, recipient } = await installed(`sdk-${bits}`)
    const { options } = FIT['aws-encryption-sdk'] ?? assert.fail()
    const secret = osRandom(bits / 8)
    const asking = { key: aes(bits), files: { recipient }, options }
    const { files, instructions } = await delivered('aws-encryption-sdk', asking, secret)
    put(files)
    const [opening] = instructions.arrive
    const [proof, clearing] = instructions.proof
    assert.notEqual(await run(opening?.commands.join('\n') ?? ''), null)
    const node = `alias node='${process.execPath}'\n`
    const proved = await run(`${node}${proof?.commands.join('\n')}`)
    assert.match(
      proved ?? '',
      /^encrypted and decrypted by keyclave\/video; refused under another name/,
    )

    const { keyNamespace, keyName, wrappingSuite } = JSON.parse(String(read('keyring.json'))) as {
      readonly keyNamespace: string
      readonly keyName: string
      readonly wrappingSuite: keyof typeof RawAesWrappingSuiteIdentifier
    }
    assert.deepEqual([keyNamespace, keyName], ['keyclave', 'video'])
    assert.equal(RawAesWrappingSuiteIdentifier[wrappingSuite], SUITES[bits])
    const keyring = (changes: { namespace?: string; name?: string; key?: Buffer }) =>
      new RawAesKeyringNode({
        keyNamespace: changes.namespace ?? keyNamespace,
        keyName: changes.name ?? keyName,
        unencryptedMasterKey: Uint8Array.from(changes.key ?? secret),
        wrappingSuite: SUITES[bits],
      })
    const { encrypt, decrypt } = buildClient()
    const { result } = await encrypt(keyring({}), 'a text')
    assert.equal(String((await decrypt(keyring({}), result)).plaintext), 'a text')
    for (const changes of [
      { namespace: 'keyclave2' },
      { name: 'video2' },
      { key: osRandom(bits / 8) },
    ]) {
      await assert.rejects(decrypt(keyring(changes), result), JSON.stringify(changes))
    }
    // The program has no other key to compare with; one that was cut short it refuses.
    write('memory/keyring.key', secret.subarray(1))
    assert.equal(await run(`${node}${proof?.commands.join('\n')}`), null)
    assert.notEqual(await run(clearing?.commands.join('\n') ?? ''), null)
  })
}
