import { Buffer } from 'node:buffer'
import { step } from '../../../shared/delivery-steps.ts'
import { refuse } from '../../../shared/errors.ts'
import type { OaepHash } from '../../../shared/oaep-hash.ts'
import { type RsaPublicKey, readRsaPublicKey, unfit } from '../wrapping/index.ts'
import { type Asked, readAsked, said } from './asked.ts'
import { checkHash, checkModulus, checkValid, compareFingerprint, otherKey } from './checks.ts'
import { define } from './define.ts'
import type { Accepts, Checked, DeliveredKey } from './destination.ts'
import { type Fields, readFields, textField, timeField } from './parameters.ts'
import { command } from './shell.ts'

/**
 * Google Cloud KMS: an import job's RSA key, RSA-AES wrap or OAEP alone.
 *
 * Source: Cloud KMS v1, ImportJob (importMethod, expireTime, state, publicKey.pem), as
 * `gcloud kms import-jobs describe --format json` prints it.
 */

const ID = 'gcp-kms'
const FILE = 'wrapping-key'

/** Bytes of an AES key or a secret, by algorithm. */
const ALGORITHMS: { readonly [algorithm: string]: readonly [purpose: string, bytes: number] } = {
  'google-symmetric-encryption': ['encryption', 32],
  'aes-128-gcm': ['raw-encryption', 16],
  'aes-256-gcm': ['raw-encryption', 32],
  'aes-128-cbc': ['raw-encryption', 16],
  'aes-256-cbc': ['raw-encryption', 32],
  'aes-128-ctr': ['raw-encryption', 16],
  'aes-256-ctr': ['raw-encryption', 32],
  'hmac-sha256': ['mac', 32],
  'hmac-sha384': ['mac', 48],
  'hmac-sha512': ['mac', 64],
}

const accepts: Accepts = { bits: [128, 256], bytes: [32, 48, 64], rsa: [] }

const asks: Asked = {
  files: { 'import-job': 'required' },
  options: {
    key: { form: 'name', required: true },
    algorithm: { form: 'one-of', among: Object.keys(ALGORITHMS) },
    hash: { form: 'name' },
    fingerprint: { form: 'fingerprint' },
  },
}

const METHOD = /^RSA_OAEP_(3072|4096)_(SHA1|SHA256)(_AES_256)?$/
const NAME =
  /^projects\/([a-z0-9:.-]+)\/locations\/([a-z0-9-]+)\/keyRings\/([\w-]+)\/importJobs\/([\w-]+)$/

interface Target extends Checked {
  readonly key: RsaPublicKey
  readonly wrapsWith: 'rsa-oaep' | 'rsa-aes'
  readonly hash: OaepHash
  readonly where: readonly [string, string][]
  readonly job: string
  readonly ring: string
  readonly project: string
  readonly name: string
  readonly algorithm: string
}

function readMethod(
  fields: Fields,
): Pick<Target, 'wrapsWith' | 'hash'> & { readonly bits: number } {
  const method = textField(fields, 'importMethod', FILE)
  const [, bits, hash, aes] = METHOD.exec(method) ?? []
  if (bits === undefined) {
    throw refuse('DELIVERY_ALGORITHM', {
      ...{ destination: ID, algorithm: method, problem: 'unknown' },
      takes: ['RSA_OAEP_3072_SHA256_AES_256', 'RSA_OAEP_4096_SHA256_AES_256'],
    })
  }
  return {
    bits: Number(bits),
    hash: hash === 'SHA1' ? 'sha1' : 'sha256',
    wrapsWith: aes === undefined ? 'rsa-oaep' : 'rsa-aes',
  }
}

function readPem(fields: Fields): RsaPublicKey {
  const key = fields.publicKey
  if (typeof key !== 'object' || key === null) throw unfit(FILE, 'field-missing', 'publicKey')
  return readRsaPublicKey(Buffer.from(textField(key as Fields, 'pem', FILE)), FILE)
}

const bytesOf = ({ material }: DeliveredKey): number =>
  material.kind === 'secret' ? material.bytes : material.bits / 8

/** @throws DELIVERY_KEY_SIZE, DELIVERY_SECRET_SIZE, DELIVERY_KEY_KIND */
function checkAlgorithm(algorithm: string, key: DeliveredKey): void {
  const [purpose, bytes = 0] = ALGORITHMS[algorithm] ?? []
  const isSecret = key.material.kind === 'secret'
  if (isSecret !== (purpose === 'mac')) {
    throw refuse('DELIVERY_ALGORITHM', {
      ...{ destination: ID, algorithm, problem: 'key-type' },
      takes: Object.keys(ALGORITHMS).filter(one => (ALGORITHMS[one]?.[0] === 'mac') === isSecret),
    })
  }
  const have = bytesOf(key)
  if (have === bytes) return
  throw isSecret
    ? refuse('DELIVERY_SECRET_SIZE', { destination: ID, bytes: have, takes: [bytes] })
    : refuse('DELIVERY_KEY_SIZE', { destination: ID, bits: have * 8, takes: [bytes * 8] })
}

export const gcpKms = define<Target>({
  ...{ id: ID, accepts, asks, form: 'wrapped' },
  preflight: ({ key, files, options, now }) => {
    const given = readAsked(ID, asks, files, options)
    const algorithm = said(given, 'algorithm')
    checkAlgorithm(algorithm, key)
    const fields = readFields(files['import-job'] ?? Buffer.alloc(0), FILE)
    const { bits, ...method } = readMethod(fields)
    checkHash(ID, given.hash, [method.hash])
    const [, project, location, ring, job] = NAME.exec(textField(fields, 'name', FILE)) ?? []
    if (
      project === undefined ||
      location === undefined ||
      ring === undefined ||
      job === undefined
    ) {
      throw unfit(FILE, 'field-not-text', 'name')
    }
    const wrapping = readPem(fields)
    checkModulus(ID, wrapping, [bits])
    const under = otherKey(wrapping.fingerprint, wrapping.bits)
    compareFingerprint(ID, under, given.fingerprint)
    const validTo = timeField(fields, 'expireTime', FILE)
    checkValid(ID, validTo, now)
    return {
      ...{ under, validTo, notices: [], key: wrapping, ...method },
      where: [
        ['--project', project],
        ['--location', location],
        ['--keyring', ring],
      ],
      ...{ job, ring, project, algorithm, name: said(given, 'key') },
    }
  },
  called: ({ ring, name }) => `${ring}/${name}`,
  wrap: ({ key, wrapsWith, hash }, { material }) => ({
    parts: [
      {
        name: 'wrapped-key.bin',
        content: { form: 'raw' },
        envelope: { by: wrapsWith, spki: key.spki, hash },
      },
    ],
    values: material.kind === 'aes' ? [{ value: 'check-values' }] : [],
  }),
  files: (_, wrapped) =>
    Object.entries(wrapped?.parts ?? {}).map(([name, bytes]) => ({ name, bytes })),
  instructions: ({ where, job, name, algorithm, project }, _, { version }) => ({
    prepare: [
      step(
        'gcp-kms-key',
        { name },
        command(
          'gcloud',
          'kms',
          'keys',
          'create',
          name,
          ...where,
          ['--purpose', ALGORITHMS[algorithm]?.[0] ?? ''],
          ['--default-algorithm', algorithm],
          '--import-only',
          '--skip-initial-version-creation',
        ),
      ),
    ],
    arrive: [
      step(
        'gcp-kms-import',
        { job },
        command(
          'gcloud',
          'kms',
          'keys',
          'versions',
          'import',
          ...where,
          ['--key', name],
          ['--import-job', job],
          ['--algorithm', algorithm],
          ['--wrapped-key-file', 'wrapped-key.bin'],
        ),
      ),
      step(
        'gcp-kms-primary',
        { version: String(version) },
        command('gcloud', 'kms', 'keys', 'update', name, ...where, [
          '--primary-version',
          String(version),
        ]),
      ),
    ],
    proof: [
      step(
        'gcp-kms-proof',
        {},
        command('gcloud', 'kms', 'keys', 'versions', 'list', ...where, ['--key', name]),
      ),
    ],
    watch: [
      step(
        'gcp-kms-watch',
        {},
        command(
          'gcloud',
          'logging',
          'read',
          ['--project', project],
          `protoPayload.serviceName="cloudkms.googleapis.com" AND protoPayload.resourceName:"cryptoKeys/${name}"`,
        ),
      ),
    ],
    disable: [
      step(
        'gcp-kms-disable',
        {},
        command('gcloud', 'kms', 'keys', 'versions', 'disable', String(version), ...where, [
          '--key',
          name,
        ]),
      ),
    ],
  }),
})
