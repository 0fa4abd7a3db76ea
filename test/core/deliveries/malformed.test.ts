/** Files of the other side that are not what they should be: one sentence each, before anything is opened. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { prepareDelivery } from '../../../main/core/deliveries/index.ts'
import { KeyclaveError } from '../../../shared/errors.ts'
import { sentenceOf } from '../../../shared/messages/index.ts'
import {
  AGE_RECIPIENT,
  ARN,
  awsParameters,
  FIT,
  importJob,
  inHours,
  now,
  pemOf,
  request,
  rsaKey,
  spkiOf,
  TOKEN,
  zip,
} from './sides.ts'

const { spki, pem, privateKey } = rsaKey(4096)
const text = pem.toString()
const base64 = spki.toString('base64')
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey
const ed = generateKeyPairSync('ed25519').publicKey
const odd = generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 }).publicKey

type Files = { readonly [name: string]: Buffer }
type Options = { readonly [name: string]: string }
type Case = readonly [
  what: string,
  destination: string,
  files: Files,
  problem: string,
  options?: Options,
]

const validTo = { key: ARN, 'valid-to': inHours(20).toISOString() }
const changedKey = (change: (bytes: Buffer) => Buffer): Files => ({
  parameters: awsParameters({ PublicKey: change(Buffer.from(spki)).toString('base64') }),
})
const wrapping = (file: string | Buffer): Files => ({ 'wrapping-key': Buffer.from(file) })
const recipient = (file: string | Buffer): Files => ({ recipient: Buffer.from(file) })
const pairZip = (files: { [name: string]: Buffer }) => ({ zip: zip(files) })

const CASES: readonly Case[] = [
  ['nothing in it', 'aws-kms', { parameters: Buffer.alloc(0) }, 'empty'],
  ['a film instead', 'aws-kms', { parameters: Buffer.alloc(100_000, 1) }, 'too-large'],
  ['a page instead of JSON', 'aws-kms', { parameters: Buffer.from('<html>') }, 'not-json'],
  ['JSON in UTF-16', 'aws-kms', { parameters: Buffer.from('\uFEFF{}', 'utf16le') }, 'not-text'],
  ['a list', 'aws-kms', { parameters: Buffer.from('[]') }, 'not-object'],
  [
    'two tokens',
    'aws-kms',
    { parameters: Buffer.from('{"ImportToken":"a","ImportToken":"b"}') },
    'field-twice',
  ],
  [
    'no token',
    'aws-kms',
    { parameters: awsParameters({ ImportToken: undefined }) },
    'field-missing',
  ],
  [
    'a key that is a number',
    'aws-kms',
    { parameters: awsParameters({ PublicKey: 7 }) },
    'field-not-text',
  ],
  [
    'another account’s spelling',
    'aws-kms',
    { parameters: awsParameters({ KeyId: 'alias/video' }) },
    'field-not-text',
  ],
  [
    'spaces in base64',
    'aws-kms',
    { parameters: awsParameters({ PublicKey: base64.replace(/.{64}/g, '$& ') }) },
    'base64-spaces',
  ],
  [
    'CRLF in base64',
    'aws-kms',
    { parameters: awsParameters({ PublicKey: base64.replace(/.{64}/g, '$&\r\n') }) },
    'base64-spaces',
  ],
  ['base64url', 'aws-kms', { parameters: awsParameters({ ImportToken: '-_-_' }) }, 'base64-url'],
  [
    'base64 cut off',
    'aws-kms',
    { parameters: awsParameters({ PublicKey: base64.slice(0, -3) }) },
    'not-base64',
  ],
  ['DER cut off', 'aws-kms', changedKey(bytes => bytes.subarray(0, 400)), 'not-der'],
  [
    'DER with a wrong length',
    'aws-kms',
    changedKey(bytes => patched(bytes, 2, [2, 0x23])),
    'not-der',
  ],
  [
    'something behind the DER',
    'aws-kms',
    changedKey(bytes => Buffer.concat([bytes, Buffer.from('\n')])),
    'behind-der',
  ],
  [
    'key and token exchanged',
    'aws-kms',
    { parameters: awsParameters({ PublicKey: TOKEN.toString('base64'), ImportToken: base64 }) },
    'token-instead',
  ],
  [
    'the key twice',
    'aws-kms',
    { parameters: awsParameters({ ImportToken: base64 }) },
    'key-instead',
  ],
  [
    'a time in words',
    'aws-kms',
    { parameters: awsParameters({ ParametersValidTo: 'tomorrow' }) },
    'not-time',
  ],
  ['an EC key', 'aws-kms', changedKey(() => spkiOf(ec)), 'not-rsa'],
  [
    'an even modulus',
    'aws-kms',
    changedKey(bytes => patched(bytes, bytes.length - 6, [0])),
    'even-modulus',
  ],
  ['exponent 3', 'aws-kms', changedKey(() => spkiOf(odd)), 'odd-exponent'],
  ['no ZIP', 'aws-kms', { zip: Buffer.from('PK') }, 'not-zip', validTo],
  [
    'a ZIP without the token',
    'aws-kms',
    pairZip({ 'WrappingPublicKey.bin': spki }),
    'field-missing',
    validTo,
  ],
  [
    'a ZIP with a flipped bit',
    'aws-kms',
    { zip: flip(zip({ 'WrappingPublicKey.bin': spki, 'ImportToken.bin': TOKEN }), 90) },
    'zip-damaged',
    validTo,
  ],
  [
    'the console’s files exchanged',
    'aws-kms',
    { 'public-key': TOKEN, token: spki },
    'key-instead',
    validTo,
  ],
  ['no PEM', 'transit', wrapping('the key'), 'not-pem'],
  ['PEM without its end', 'transit', wrapping(text.slice(0, -30)), 'not-pem'],
  [
    'PEM with headers',
    'transit',
    wrapping(text.replace('\n', '\nProc-Type: 4,ENCRYPTED\n\n')),
    'pem-headers',
  ],
  ['two PEM blocks', 'transit', wrapping(text + text), 'pem-twice'],
  ['mail around PEM', 'transit', wrapping(`Hello,\n${text}`), 'pem-around'],
  ['PEM of another kind', 'transit', wrapping(text.replaceAll('PUBLIC KEY', 'PKCS7')), 'pem-other'],
  [
    'a certificate',
    'transit',
    wrapping(text.replaceAll('PUBLIC KEY', 'CERTIFICATE')),
    'certificate-instead',
  ],
  [
    'a private key',
    'transit',
    wrapping(privateKey.export({ format: 'pem', type: 'pkcs1' })),
    'private-key',
  ],
  [
    'spaces in PEM',
    'transit',
    wrapping(text.replace(/([A-Za-z0-9]{10})([A-Za-z0-9]{10}\n)/, '$1 $2')),
    'base64-spaces',
  ],
  ['PKCS#1 instead of SPKI', 'transit', wrapping(spki.subarray(24)), 'not-public-key'],
  ['an Ed25519 key', 'transit', wrapping(pemOf(ed)), 'algorithm'],
  [
    'an import job without its key',
    'gcp-kms',
    { 'import-job': importJob({ publicKey: undefined }) },
    'field-missing',
  ],
  [
    'an import job of another name',
    'gcp-kms',
    { 'import-job': importJob({ name: 'job' }) },
    'field-not-text',
  ],
  ['a secret identity of age', 'age', recipient('AGE-SECRET-KEY-1QQQ'), 'age-identity'],
  ['an SSH key', 'age', recipient('ssh-ed25519 AAAA user@host'), 'ssh-key'],
  [
    'a mistyped recipient',
    'age',
    recipient(AGE_RECIPIENT.toString().replace('hjy5', 'hjy6')),
    'checksum',
  ],
  ['a recipient of a plugin', 'age', recipient('age1yubikey1qqqq'), 'age-plugin'],
  ['a letter instead of a recipient', 'openpgp', recipient('Dear all'), 'not-recipient'],
  [
    'an RSA key of 1,024 bits',
    'cms',
    recipient(pemOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey)),
    'weak',
  ],
]

function patched(bytes: Buffer, at: number, patch: readonly number[]): Buffer {
  bytes.set(patch, at)
  return bytes
}

function flip(bytes: Buffer, at: number): Buffer {
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
  return bytes
}

/** Ends in a full stop, is one line, and tells what to do. */
function isOneSentence(error: unknown): void {
  assert.ok(error instanceof KeyclaveError, String(error))
  const sentence = sentenceOf(error, 'en')
  assert.match(sentence, /^[^\n]{20,600}\.$/)
  assert.match(
    sentence,
    /\b(bring|ask|have|look|choose|give|begin|destroy|deliver|download|find|do not|compare)\b/i,
    sentence,
  )
  assert.doesNotMatch(sentence, /undefined|\[object|NaN/)
}

test(`${CASES.length} malformed files are refused, each by its own name, in one sentence`, () => {
  assert.ok(CASES.length >= 30)
  for (const [what, destination, files, problem, options] of CASES) {
    const fit = FIT[destination] ?? FIT.age
    assert.ok(fit)
    const asking = { key: fit.key, files, options: options ?? fit.options }
    assert.throws(
      () => prepareDelivery(destination, request(asking)),
      (error: unknown) => {
        isOneSentence(error)
        const { code, data } = error as KeyclaveError
        assert.equal(code, 'DELIVERY_FILE', `${what}: ${code}`)
        assert.equal((data as { problem?: string }).problem, problem, what)
        return true
      },
    )
  }
})

test('what is fit in itself and not for this is refused by its own code', () => {
  const aws = (changes: object, options: Options = {}) => ({
    destination: 'aws-kms',
    files: { parameters: awsParameters({ ...changes }) },
    options,
  })
  const later = inHours(0.5).toISOString()
  const fit = (destination: string, options: Options = {}, files: Files = {}) => ({
    destination,
    files: { ...FIT[destination]?.files, ...files },
    options: { ...FIT[destination]?.options, ...options },
  })
  const refused = [
    [aws({ ParametersValidTo: inHours(-1).toISOString() }), 'DELIVERY_EXPIRED'],
    [aws({ ParametersValidTo: now.getTime() / 1000 }), 'DELIVERY_EXPIRED'],
    [aws({ ParametersValidTo: later }), 'DELIVERY_EXPIRES_SOON'],
    [aws({}, { algorithm: 'RSA_AES_KEY_WRAP_SHA_256' }), 'DELIVERY_ALGORITHM'],
    [aws({}, { algorithm: 'RSAES_PKCS1_V1_5' }), 'DELIVERY_ALGORITHM'],
    [aws({}, { algorithm: 'RSAES_OAEP_SHA_512' }), 'DELIVERY_ALGORITHM'],
    [aws({}, { key: ARN.replace('1234abcd', '4321abcd') }), 'DELIVERY_MISMATCH'],
    [aws({}, { 'material-ends': inHours(24 * 400).toISOString() }), 'DELIVERY_MATERIAL_END'],
    [aws({}, { 'material-ends': inHours(-1).toISOString() }), 'DELIVERY_MATERIAL_END'],
    [aws({}, { fingerprint: '0'.repeat(64) }), 'DELIVERY_FINGERPRINT'],
    [aws({}, { admin: 'arn:aws:iam::111122223333:role/admin' }), 'DELIVERY_ASKED'],
    [aws({}, { user: 'somebody' }), 'DELIVERY_OPTION'],
    [fit('transit', {}, { 'wrapping-key': rsaKey(2048).pem }), 'DELIVERY_MODULUS'],
    [fit('transit', { type: 'aes128-gcm96' }), 'DELIVERY_KEY_SIZE'],
    [fit('transit', { name: '$(reboot)' }), 'DELIVERY_OPTION'],
    [fit('gcp-kms', { hash: 'sha1' }), 'DELIVERY_HASH'],
    [
      fit(
        'gcp-kms',
        {},
        { 'import-job': importJob({ importMethod: 'RSA_OAEP_3072_SHA256_AES_256' }) },
      ),
      'DELIVERY_MODULUS',
    ],
    [
      fit('gcp-kms', {}, { 'import-job': importJob({ importMethod: 'RSA_PKCS1' }) }),
      'DELIVERY_ALGORITHM',
    ],
    [
      fit('gcp-kms', {}, { 'import-job': importJob({ expireTime: now.toISOString() }) }),
      'DELIVERY_EXPIRED',
    ],
    [fit('gcp-kms', { algorithm: 'hmac-sha256' }), 'DELIVERY_ALGORITHM'],
    [fit('azure-hsm', { hash: 'sha256' }), 'DELIVERY_HASH'],
    [fit('pkcs11', { way: 'oaep' }), 'DELIVERY_ASKED'],
    [fit('s3-sse-c', { closed: 'nothing' }), 'DELIVERY_ASKED'],
    [fit('ffmpeg-hls', { uri: 'http://keys.example.org/k' }), 'DELIVERY_OPTION'],
    [fit('aws-encryption-sdk', { namespace: 'aws-kms' }), 'DELIVERY_OPTION'],
    [fit('mediaconvert'), 'DELIVERY_ONLINE'],
    [fit('s3-sse-kns'), 'DELIVERY_DESTINATION'],
  ] as const
  for (const [{ destination, files, options }, code] of refused) {
    const key = (FIT[destination] ?? FIT['aws-kms'])?.key
    assert.ok(key)
    assert.throws(
      () => prepareDelivery(destination, request({ key, files, options })),
      (error: unknown) => {
        isOneSentence(error)
        assert.equal(
          (error as KeyclaveError).code,
          code,
          `${destination} ${JSON.stringify(options)}`,
        )
        return true
      },
    )
  }
})
