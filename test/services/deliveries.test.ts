/** A delivery checked from files, as the command line has it. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import { osRandom } from '../../main/core/bytes/index.ts'
import { createDeliveryChecks } from '../../main/services/deliveries/delivery-checks.ts'
import { createInput } from '../../main/services/files/index.ts'
import { DESTINATION_IDS } from '../../shared/deliveries.ts'
import { aes, FIT, now, pairOf, rsaKey } from '../core/deliveries/sides.ts'
import { refusal } from '../core/refusal.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-check-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const nobody = () => Promise.reject(new Error('no picture is read'))
const deliveries = createDeliveryChecks({
  input: createInput(Readable.from([]), nobody as never),
  now: () => now,
  random: osRandom,
})

/** The files of a fit request, on disk. */
function written(destination: string): { [name: string]: string } {
  const files = Object.entries(FIT[destination]?.files ?? {})
  return Object.fromEntries(
    files.map(([name, bytes]) => {
      const file = path.join(folder, `${destination}-${name}`)
      writeFileSync(file, bytes)
      return [name, file]
    }),
  )
}

test('every destination that can be delivered to is checked from its files', async () => {
  for (const [destination, { key, options }] of Object.entries(FIT)) {
    const found = await deliveries.check({ destination, key, files: written(destination), options })
    assert.equal(found.destination, destination)
    assert.equal(found.now, now)
  }
  assert.deepEqual(
    deliveries.destinations().map(({ id }) => id),
    [...DESTINATION_IDS],
  )
})

test('a refusal names the file that it is about, and a key pair is known by its public half', async () => {
  const bad = path.join(folder, 'bad.pem')
  writeFileSync(bad, 'no key')
  const transit = { destination: 'transit', key: aes(256), options: { name: 'video' } }
  const about = { file: 'wrapping-key', problem: 'not-pem', field: null, source: bad }
  await assert.rejects(
    deliveries.check({ ...transit, files: { 'wrapping-key': bad } }),
    refusal('DELIVERY_FILE', about),
  )
  await assert.rejects(
    deliveries.check({ ...transit, files: { token: path.join(folder, 'not-even-there') } }),
    refusal('DELIVERY_ASKED', { destination: 'transit', missing: [], unknown: ['token'] }),
  )
  const pair = path.join(folder, 'public.pem')
  const cloudfront = {
    destination: 'cloudfront',
    ...{ files: written('cloudfront'), options: FIT.cloudfront?.options ?? {} },
  }
  writeFileSync(pair, rsaKey(2048).pem)
  assert.deepEqual(
    (await deliveries.check({ ...cloudfront, key: { pair } })).key.material,
    pairOf(2048).material,
  )
  writeFileSync(pair, rsaKey(4096).pem)
  await assert.rejects(
    deliveries.check({ ...cloudfront, key: { pair } }),
    refusal('DELIVERY_MODULUS', { destination: 'cloudfront', bits: 4096, takes: [2048] }),
  )
})
