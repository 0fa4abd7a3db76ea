/** The other side of a delivery in tests: its keys, and its files as its programs write them. */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { osRandom } from '../../../main/core/bytes/index.ts'
import type { DeliveredKey } from '../../../main/core/deliveries/index.ts'

const WYCHEPROOF = path.resolve(import.meta.dirname, '../../vectors/rsa-oaep/wycheproof.json')
const groups: { bits: number; privateKey: string }[] = JSON.parse(readFileSync(WYCHEPROOF, 'utf8'))

/** An RSA key of the vectors: nobody waits for a new one. */
export function rsaKey(bits: 2048 | 3072 | 4096) {
  const group = groups.find(one => one.bits === bits)
  const pkcs8 = Buffer.from(group?.privateKey ?? '', 'hex')
  const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(privateKey)
  return { pkcs8, privateKey, spki: spkiOf(publicKey), pem: pemOf(publicKey) }
}
export const spkiOf = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'spki' })
export const pemOf = (key: KeyObject): Buffer =>
  Buffer.from(key.export({ format: 'pem', type: 'spki' }))

export const now = new Date('2026-11-27T10:00:00.000Z')
export const inHours = (hours: number): Date => new Date(now.getTime() + hours * 3_600_000)

/** A key as a kit tells of it. */
export const aes = (bits: number, version = 1): DeliveredKey => ({
  ...{ id: '0123456789abcdef', label: 'video-root', version },
  material: { kind: 'aes', bits },
})
export const secretOf = (bytes: number): DeliveredKey => ({
  ...{ id: '0123456789abcdef', label: 'mac', version: 1 },
  material: { kind: 'secret', bytes },
})
export const pairOf = (bits: 2048 | 4096): DeliveredKey => ({
  ...{ id: '0123456789abcdef', label: 'signer', version: 1 },
  material: { kind: 'rsa', bits, publicKey: rsaKey(bits).spki },
})

export const ARN = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'
export const TOKEN = Buffer.alloc(2048, 'token')

/** What `aws kms get-parameters-for-import` prints; version 1 has the time as a number. */
export const awsParameters = (
  changes: { readonly [field: string]: unknown } = {},
  cli: 1 | 2 = 2,
): Buffer =>
  Buffer.from(
    JSON.stringify(
      {
        KeyId: ARN,
        ImportToken: TOKEN.toString('base64'),
        PublicKey: rsaKey(4096).spki.toString('base64'),
        ParametersValidTo:
          cli === 1
            ? inHours(24).getTime() / 1000
            : inHours(24).toISOString().replace('.000Z', '+00:00'),
        ...changes,
      },
      null,
      4,
    ),
  )

/** A ZIP of these files, deflated. */
export function zip(files: { readonly [name: string]: Buffer }): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(files)) {
    const packed = deflateRawSync(content)
    const shared = Buffer.alloc(26)
    shared.writeUInt16LE(20, 0)
    shared.writeUInt16LE(8, 4)
    shared.writeUInt32LE(crc32(content), 10)
    shared.writeUInt32LE(packed.length, 14)
    shared.writeUInt32LE(content.length, 18)
    shared.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), shared, Buffer.from(name), packed])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    directory.push(
      Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), shared, rest, Buffer.from(name)]),
    )
    parts.push(local)
    offset += local.length
  }
  const entries = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(directory.length, 4)
  end.writeUInt16LE(directory.length, 6)
  end.writeUInt32LE(entries.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...parts, entries, Buffer.from('PK\x05\x06'), end])
}

/** What `gcloud kms import-jobs describe --format json` prints. */
export const importJob = (changes: { readonly [field: string]: unknown } = {}): Buffer =>
  Buffer.from(
    JSON.stringify({
      name: 'projects/example-1/locations/europe-west3/keyRings/ring/importJobs/job',
      protectionLevel: 'HSM',
      importMethod: 'RSA_OAEP_4096_SHA256_AES_256',
      state: 'ACTIVE',
      expireTime: inHours(72).toISOString(),
      publicKey: { pem: rsaKey(4096).pem.toString() },
      ...changes,
    }),
  )

export const AGE_RECIPIENT = Buffer.from(
  'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p\n',
)

const PGP_KEY = readFileSync(
  path.resolve(import.meta.dirname, '../../vectors/openpgp/receiver.asc'),
)

interface Asking {
  readonly key: DeliveredKey
  readonly files: { readonly [name: string]: Uint8Array }
  readonly options: { readonly [name: string]: string }
}

/** A request to each destination that is fit. */
export const FIT: { readonly [destination: string]: Asking } = {
  'aws-kms': { key: aes(256), files: { parameters: awsParameters() }, options: {} },
  transit: {
    key: aes(256),
    files: { 'wrapping-key': rsaKey(4096).pem },
    options: { name: 'video' },
  },
  'gcp-kms': { key: aes(256), files: { 'import-job': importJob() }, options: { key: 'video' } },
  'azure-hsm': {
    key: aes(256),
    files: { 'wrapping-key': rsaKey(2048).pem },
    options: {
      hsm: 'vault-1',
      name: 'video',
      'kek-id': 'https://vault-1.managedhsm.azure.net/keys/kek/0123',
    },
  },
  pkcs11: {
    key: aes(256),
    files: {},
    options: {
      ...{ module: '/usr/lib/softhsm/libsofthsm2.so', token: 'keyclave', label: 'video' },
      ...{ id: '0a', 'unwrap-id': '01', 'kek-check': 'dc95c0' },
    },
  },
  's3-sse-c': {
    key: aes(256),
    files: { recipient: AGE_RECIPIENT },
    options: { bucket: 'films', object: 'film.mp4' },
  },
  's3-sse-kms': { key: aes(256), files: {}, options: { bucket: 'films', key: ARN } },
  's3-sse-s3': { key: aes(256), files: {}, options: { bucket: 'films' } },
  'aws-encryption-sdk': {
    key: aes(192),
    files: { recipient: AGE_RECIPIENT },
    options: { namespace: 'keyclave', name: 'video' },
  },
  'ffmpeg-hls': {
    key: aes(128),
    files: { recipient: AGE_RECIPIENT },
    options: { uri: 'https://keys.example.org/video.key' },
  },
  'ffmpeg-cenc': { key: aes(128), files: { recipient: AGE_RECIPIENT }, options: {} },
  'shaka-cenc': { key: aes(128), files: { recipient: AGE_RECIPIENT }, options: { label: 'HD' } },
  cloudfront: {
    key: pairOf(2048),
    files: { recipient: AGE_RECIPIENT },
    options: {
      ...{ name: 'viewers', url: 'https://d111111abcdef8.cloudfront.net/film.mp4' },
      'url-ends': '2026-12-01T00:00:00Z',
    },
  },
  age: { key: secretOf(20), files: { recipient: AGE_RECIPIENT }, options: {} },
  openpgp: { key: aes(256), files: { recipient: PGP_KEY }, options: {} },
  cms: { key: aes(192), files: { recipient: rsaKey(2048).pem }, options: {} },
}

export const request = ({ key, files, options }: Asking) => ({
  ...{ key, files, options, now },
  random: osRandom,
})
