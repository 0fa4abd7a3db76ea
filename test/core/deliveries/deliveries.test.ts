/** What each destination takes, what a package of it holds, and that nothing secret is said. */
import assert from 'node:assert/strict'
import { createDecipheriv, createHash, createPublicKey, verify } from 'node:crypto'
import { test } from 'node:test'
import { osRandom } from '../../../main/core/bytes/index.ts'
import { deliver } from '../../../main/core/deliveries/deliver.ts'
import {
  DESTINATIONS,
  type DeliveredKey,
  prepareDelivery,
} from '../../../main/core/deliveries/index.ts'
import { mediaKeyId } from '../../../main/core/deliveries/media.ts'
import { cannedPolicy } from '../../../main/core/deliveries/signed-url.ts'
import { DESTINATION_IDS } from '../../../shared/deliveries.ts'
import { KeyclaveError } from '../../../shared/errors.ts'
import { messagesIn, sentenceOf } from '../../../shared/messages/index.ts'
import { refusal } from '../refusal.ts'
import { unwrapAll } from '../wrapping/unwrapper.ts'
import {
  ARN,
  aes,
  awsParameters,
  FIT,
  importJob,
  inHours,
  now,
  pairOf,
  request,
  rsaKey,
  secretOf,
  TOKEN,
  zip,
} from './sides.ts'

const { deliveries } = messagesIn('en')

/** Bytes of a key as a vault opens it. */
const bytesOf = (key: DeliveredKey): Buffer => {
  const { material } = key
  if (material.kind === 'aes') return osRandom(material.bits / 8)
  return material.kind === 'secret' ? osRandom(material.bytes) : rsaKey(2048).pkcs8
}

/** Checks and wraps a fit request, with changes. */
async function delivered(destination: string, changes: Partial<(typeof FIT)[string]> = {}) {
  const fit = FIT[destination]
  assert.ok(fit, destination)
  const asking = { ...fit, ...changes }
  const prepared = prepareDelivery(destination, request(asking))
  const secret = bytesOf(asking.key)
  const kek = Buffer.alloc(32)
  const secrets =
    prepared.job === null ? null : prepared.kek === null ? { secret } : { secret, kek }
  const made = await deliver(prepared, secrets)
  const file = (name: string): Buffer =>
    made.files.find(one => one.name === name)?.bytes ?? assert.fail(`${name} is not in the package`)
  return { ...made, prepared, secret, file, asking }
}

const commandsOf = (instructions: object): string[] =>
  Object.values(instructions)
    .flat()
    .flatMap((one: { commands: string[] }) => one.commands)

test('every destination has a fit request, makes a package, and says nothing secret in it', async () => {
  const own = Object.keys(FIT)
  assert.deepEqual(
    [...own, 'mediaconvert', 'mediapackage', 'cloudfront-sse-kms'].sort(),
    [...DESTINATION_IDS].sort(),
  )
  for (const destination of own) {
    const { files, plain, instructions, secret, prepared } = await delivered(destination)
    assert.deepEqual(plain, {}, destination)
    const commands = commandsOf(instructions)
    assert.ok(commands.length > 0)
    const said = [...commands, ...files.map(({ bytes }) => bytes.toString('latin1'))].join('\n')
    const everything = said + JSON.stringify({ instructions, prepared })
    for (const spelling of ['hex', 'base64', 'base64url', 'latin1'] as const) {
      assert.ok(!everything.includes(secret.toString(spelling)), `${destination} says its key`)
    }
    for (const part of ['prepare', 'arrive', 'proof', 'watch', 'disable'] as const) {
      for (const { says } of instructions[part]) {
        const say = deliveries.steps[says.code] as (facts: object) => string
        assert.match(say(says.facts), /^[^\n]{10,}\.$/)
      }
    }
    // How use is watched and how it is disabled stands with every destination.
    assert.ok(instructions.watch.length > 0 && instructions.disable.length > 0, destination)
  }
})

test('a key of 192 bits: what is true of each destination', () => {
  const takes = (destination: string): boolean => {
    const fit = FIT[destination]
    assert.ok(fit)
    try {
      prepareDelivery(destination, request({ ...fit, key: aes(192) }))
      return true
    } catch (error) {
      assert.ok(error instanceof KeyclaveError)
      assert.equal(
        error.code,
        destination === 'cloudfront' ? 'DELIVERY_KEY_KIND' : 'DELIVERY_KEY_SIZE',
      )
      if (error.code === 'DELIVERY_KEY_SIZE') assert.match(sentenceOf(error, 'en'), /192 bits/)
      return false
    }
  }
  const taken = Object.keys(FIT).filter(takes)
  assert.deepEqual(taken, [
    'azure-hsm',
    'pkcs11',
    's3-sse-s3',
    'aws-encryption-sdk',
    'age',
    'openpgp',
    'cms',
  ])
})

test('other sizes and kinds that a destination does not take', () => {
  const refused = [
    ['aws-kms', aes(128), 'DELIVERY_KEY_SIZE'],
    ['aws-kms', secretOf(33), 'DELIVERY_SECRET_SIZE'],
    ['aws-kms', pairOf(2048), 'DELIVERY_KEY_KIND'],
    ['azure-hsm', secretOf(32), 'DELIVERY_KEY_KIND'],
    ['transit', secretOf(513), 'DELIVERY_SECRET_SIZE'],
    ['ffmpeg-hls', aes(256), 'DELIVERY_KEY_SIZE'],
    ['shaka-cenc', aes(256), 'DELIVERY_KEY_SIZE'],
    ['s3-sse-c', aes(128), 'DELIVERY_KEY_SIZE'],
    ['cloudfront', pairOf(4096), 'DELIVERY_MODULUS'],
    ['cloudfront', aes(256), 'DELIVERY_KEY_KIND'],
  ] as const
  for (const [destination, key, code] of refused) {
    const fit = FIT[destination]
    assert.ok(fit)
    assert.throws(() => prepareDelivery(destination, request({ ...fit, key })), refusal(code))
  }
})

test('AWS KMS: parameters of CLI 1, CLI 2 and the console give the same, and the package imports', async () => {
  const hours = { key: ARN, 'valid-to': inHours(24).toISOString() }
  const { spki, pkcs8 } = rsaKey(4096)
  const ways = [
    { files: { parameters: awsParameters({}, 1) } },
    { files: { parameters: awsParameters({}, 2) } },
    { files: { parameters: Buffer.from(awsParameters().toString().replaceAll('\n', '\r\n')) } },
    {
      files: {
        zip: zip({
          'README.txt': Buffer.from('x'),
          'WrappingPublicKey.bin': spki,
          'ImportToken.bin': TOKEN,
        }),
      },
      options: hours,
    },
    { files: { 'public-key': spki, token: TOKEN }, options: hours },
  ]
  for (const way of ways) {
    const { prepared, file, secret, instructions } = await delivered('aws-kms', way)
    assert.equal(prepared.validTo?.toISOString(), inHours(24).toISOString())
    assert.equal(prepared.under?.fingerprint, createHash('sha256').update(spki).digest('hex'))
    assert.deepEqual(file('ImportToken.bin'), TOKEN)
    const blob = file('EncryptedKeyMaterial.bin')
    assert.deepEqual(unwrapAll({ by: 'oaep', key: pkcs8, hash: 'sha256', blobs: [blob] }), [
      secret.toString('hex'),
    ])
    const imports = commandsOf(instructions).find(line => line.includes('import-key-material'))
    assert.ok(imports?.includes(ARN))
  }
  const told = await delivered('aws-kms')
  assert.deepEqual(told.prepared.notices, ['algorithm-assumed'])
})

test('AWS KMS: a later version is new material, and a key policy binds the importer', async () => {
  const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`
  const options = {
    ...{ admin: role('admin'), importer: role('importer'), user: role('user') },
    ...{ algorithm: 'RSAES_OAEP_SHA_1', 'material-ends': inHours(24 * 300).toISOString() },
  }
  const { file, instructions } = await delivered('aws-kms', { key: aes(256, 2), options })
  const policy = JSON.parse(file('key-policy.json').toString())
  const parameters = policy.Statement.find(
    ({ Sid }: { Sid: string }) => Sid === 'ImporterParameters',
  )
  assert.deepEqual(parameters.Condition.StringEquals, {
    'kms:WrappingAlgorithm': 'RSAES_OAEP_SHA_1',
    'kms:WrappingKeySpec': 'RSA_4096',
  })
  const said = commandsOf(instructions).join('\n')
  assert.match(said, /--import-type NEW_KEY_MATERIAL/)
  assert.match(said, /rotate-key-on-demand/)
  assert.match(said, /KEY_MATERIAL_EXPIRES[\s\S]*--valid-to/)
})

test('a wrapping key is compared as hex and as words, and the word that differs is named', () => {
  const fit = FIT.transit
  assert.ok(fit)
  const under = prepareDelivery('transit', request(fit)).under
  assert.ok(under)
  for (const fingerprint of [
    under.fingerprint,
    under.words.join(' '),
    under.words.join('-').toUpperCase(),
  ]) {
    prepareDelivery('transit', request({ ...fit, options: { ...fit.options, fingerprint } }))
  }
  const changed = under.words.map((word, at) => (at === 4 ? 'aardvark' : word)).join(' ')
  assert.throws(
    () =>
      prepareDelivery(
        'transit',
        request({ ...fit, options: { ...fit.options, fingerprint: changed } }),
      ),
    refusal('DELIVERY_FINGERPRINT', { destination: 'transit', word: 5, have: under.words }),
  )
})

test('transit: the blob is RSA-AES in base64, and what was encrypted offline proves the arrival', async () => {
  const { pkcs8 } = rsaKey(4096)
  for (const [type, bits] of [
    ['aes256-gcm96', 256],
    ['aes128-gcm96', 128],
  ] as const) {
    const options = { name: 'video', type }
    const { file, secret, values, instructions } = await delivered('transit', {
      key: aes(bits),
      options,
    })
    const text = file('key.wrapped.b64').toString()
    assert.match(text, /^[A-Za-z0-9+/]+={0,2}$/)
    const blobs = [Buffer.from(text, 'base64')]
    assert.equal(blobs[0]?.length, 512 + secret.length + 8)
    assert.deepEqual(unwrapAll({ by: 'rsa-aes', key: pkcs8, hash: 'sha256', blobs }), [
      secret.toString('hex'),
    ])
    const proof = Buffer.from((values.transit ?? '').replace('vault:v1:', ''), 'base64')
    const gcm = createDecipheriv(`aes-${bits}-gcm`, secret, proof.subarray(0, 12))
    gcm.setAuthTag(proof.subarray(-16))
    const read = Buffer.concat([gcm.update(proof.subarray(12, -16)), gcm.final()])
    const asked = commandsOf(instructions).find(line => line.includes('transit/decrypt')) ?? ''
    assert.ok(asked.includes(values.transit ?? '-'))
    assert.match(read.toString(), /^Keyclave delivered video-root version 1/)
  }
})

test('Google Cloud KMS and Azure: the blob opens with their hash, in their form', async () => {
  const google = await delivered('gcp-kms')
  const googleBlob = google.file('wrapped-key.bin')
  const key = rsaKey(4096).pkcs8
  assert.deepEqual(unwrapAll({ by: 'rsa-aes', key, hash: 'sha256', blobs: [googleBlob] }), [
    google.secret.toString('hex'),
  ])
  const direct = { files: { 'import-job': importJob({ importMethod: 'RSA_OAEP_4096_SHA256' }) } }
  assert.equal((await delivered('gcp-kms', direct)).file('wrapped-key.bin').length, 512)
  const azure = await delivered('azure-hsm')
  const byok = JSON.parse(azure.file('video.byok').toString())
  assert.deepEqual(byok.header, {
    kid: 'https://vault-1.managedhsm.azure.net/keys/kek/0123',
    alg: 'dir',
    enc: 'CKM_RSA_AES_KEY_WRAP',
  })
  const blobs = [Buffer.from(byok.ciphertext, 'base64url')]
  assert.deepEqual(unwrapAll({ by: 'rsa-aes', key: rsaKey(2048).pkcs8, hash: 'sha1', blobs }), [
    azure.secret.toString('hex'),
  ])
})

test('PKCS#11: under a KEK by KWP, under a public key by OAEP and RSA-AES', async () => {
  const kwp = await delivered('pkcs11')
  const hex = kwp.secret.toString('hex')
  const blob = kwp.file('key.wrapped')
  assert.deepEqual(unwrapAll({ by: 'kwp', key: Buffer.alloc(32), hash: '', blobs: [blob] }), [hex])
  const { 'kek-check': _, ...options } = FIT.pkcs11?.options ?? {}
  const { pem, pkcs8 } = rsaKey(2048)
  for (const [way, by] of [
    ['oaep', 'oaep'],
    ['rsa-aes', 'rsa-aes'],
  ] as const) {
    const files = { 'wrapping-key': pem }
    const made = await delivered('pkcs11', { files, options: { ...options, way, hash: 'sha384' } })
    const blobs = [made.file('key.wrapped')]
    assert.deepEqual(unwrapAll({ by, key: pkcs8, hash: 'sha384', blobs }), [
      made.secret.toString('hex'),
    ])
    assert.match(made.values.ecbCheck ?? '', /^[0-9a-f]{6}$/)
    assert.match(made.values.cmacCheck ?? '', /^[0-9a-f]{10}$/)
  }
})

test('what a destination takes plain is sealed unless somebody says otherwise, and then comes apart', async () => {
  const options = { ...FIT['s3-sse-c']?.options, closed: 'nothing' }
  const { plain, prepared, files, secret, values } = await delivered('s3-sse-c', {
    files: {},
    options,
  })
  assert.deepEqual(prepared.notices, ['plain'])
  assert.deepEqual(plain['sse-c.key'], secret)
  assert.deepEqual(files, [])
  assert.equal(Buffer.from(values.md5 ?? '', 'base64').length, 16)
})

test('HLS: a random vector each time, and the key info file in three lines', async () => {
  const [a, b] = [await delivered('ffmpeg-hls'), await delivered('ffmpeg-hls')]
  const lines = a.file('hls.keyinfo').toString().split('\n')
  assert.deepEqual(lines.slice(0, 2), ['https://keys.example.org/video.key', '/dev/shm/hls.key'])
  assert.match(lines[2] ?? '', /^[0-9a-f]{32}$/)
  assert.notDeepEqual(a.file('hls.keyinfo'), b.file('hls.keyinfo'))
})

test('CENC: the key id of a version is always the same, and no other version has it', async () => {
  const [first, second] = [aes(128), aes(128, 2)]
  assert.equal(mediaKeyId(first), mediaKeyId(aes(128)))
  assert.notEqual(mediaKeyId(first), mediaKeyId(second))
  const { plain } = await delivered('shaka-cenc', {
    files: {},
    options: { closed: 'nothing', label: 'HD' },
  })
  const flags = String(plain[`shaka-${mediaKeyId(first)}.flags`])
  assert.match(
    flags,
    new RegExp(`^--keys=label=HD:key_id=${mediaKeyId(first)}:key=[0-9a-f]{32}$`, 'm'),
  )
})

test('CloudFront: the private half leaves as PKCS#1, and the signature is of the canned policy', async () => {
  const options = { ...FIT.cloudfront?.options, closed: 'nothing' }
  const { plain, values, file } = await delivered('cloudfront', { files: {}, options })
  assert.match(String(plain['signer.pem']), /^-----BEGIN RSA PRIVATE KEY-----/)
  const signature = (values.cloudfront ?? '')
    .replaceAll('-', '+')
    .replaceAll('_', '=')
    .replaceAll('~', '/')
  const ends = Date.parse('2026-12-01T00:00:00Z') / 1000
  const policy = cannedPolicy('https://d111111abcdef8.cloudfront.net/film.mp4', ends)
  const key = createPublicKey(file('public-key.pem'))
  assert.ok(verify('sha1', Buffer.from(policy), key, Buffer.from(signature, 'base64')))
  assert.equal(JSON.parse(file('public-key-config.json').toString()).Name, 'viewers-v1')
})

test('no destination says that it takes what it refuses, and the registry has them all', () => {
  for (const id of DESTINATION_IDS) assert.equal(DESTINATIONS[id].id, id)
  assert.ok(now < inHours(1))
})
