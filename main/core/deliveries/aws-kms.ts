import { Buffer } from 'node:buffer'
import { type Instructions, step } from '../../../shared/delivery-steps.ts'
import { refuse } from '../../../shared/errors.ts'
import type { OaepHash } from '../../../shared/oaep-hash.ts'
import { type Asked, type Given, readAsked } from './asked.ts'
import { type KmsParameters, readKmsParameters } from './aws-kms-parameters.ts'
import { keyPolicy } from './aws-kms-policy.ts'
import { checkModulus, checkValid, compareFingerprint, otherKey } from './checks.ts'
import { define } from './define.ts'
import type { Accepts, Checked, DeliveredKey, PackageFile } from './destination.ts'
import { command } from './shell.ts'

/**
 * AWS KMS, a key of origin EXTERNAL: the raw key under RSAES-OAEP. RSA_AES_KEY_WRAP_… is documented for key
 * pairs alone.
 */

const ID = 'aws-kms'
const MODULI = [2048, 3072, 4096]
/** KMS takes no end of imported material that is further away. */
const MOST_DAYS = 365
const DAY = 24 * 60 * 60 * 1000

const ALGORITHMS: { readonly [algorithm: string]: OaepHash } = {
  RSAES_OAEP_SHA_256: 'sha256',
  RSAES_OAEP_SHA_1: 'sha1',
}

const accepts: Accepts = { bits: [256], bytes: [28, 32, 48, 64], rsa: [] }

const asks: Asked = {
  files: { parameters: 'optional', zip: 'optional', 'public-key': 'optional', token: 'optional' },
  options: {
    key: { form: 'arn' },
    algorithm: { form: 'name' },
    'valid-to': { form: 'moment' },
    'material-ends': { form: 'moment' },
    fingerprint: { form: 'fingerprint' },
    admin: { form: 'role' },
    importer: { form: 'role' },
    user: { form: 'role' },
  },
}

interface Target extends Checked {
  readonly parameters: KmsParameters
  readonly hash: OaepHash
  readonly arn: string
  readonly ends: Date | null
  readonly roles: {
    readonly admin: string
    readonly importer: string
    readonly user: string
  } | null
}

/** @throws DELIVERY_ALGORITHM */
function hashOf(algorithm: string): OaepHash {
  const hash = Object.hasOwn(ALGORITHMS, algorithm) ? ALGORITHMS[algorithm] : undefined
  if (hash !== undefined) return hash
  const problem = algorithm.startsWith('RSA_AES_KEY_WRAP')
    ? 'for-key-pairs'
    : algorithm === 'RSAES_PKCS1_V1_5'
      ? 'no-integrity'
      : 'unknown'
  const takes = Object.keys(ALGORITHMS)
  throw refuse('DELIVERY_ALGORITHM', { destination: ID, algorithm, problem, takes })
}

/** @throws DELIVERY_MISMATCH, DELIVERY_ASKED */
function arnOf({ keyArn }: KmsParameters, given: Given): string {
  const arn = given.key ?? keyArn
  if (arn === null || arn === undefined) {
    throw refuse('DELIVERY_ASKED', { destination: ID, missing: ['key'], unknown: [] })
  }
  if (keyArn !== null && keyArn !== arn) {
    throw refuse('DELIVERY_MISMATCH', { destination: ID, one: keyArn, other: arn })
  }
  return arn
}

/** @throws DELIVERY_MATERIAL_END */
function endOf(given: Given, now: Date): Date | null {
  const said = given['material-ends']
  if (said === undefined) return null
  const until = new Date(said)
  const days = (until.getTime() - now.getTime()) / DAY
  if (days > 0 && days <= MOST_DAYS) return until
  throw refuse('DELIVERY_MATERIAL_END', {
    ...{ destination: ID, until: until.toISOString(), now: now.toISOString() },
    days: MOST_DAYS,
  })
}

/** @throws DELIVERY_ASKED where some of them were named and not all */
function rolesOf({ admin, importer, user }: Given): Target['roles'] {
  if (admin !== undefined && importer !== undefined && user !== undefined) {
    return { admin, importer, user }
  }
  const named = Object.entries({ admin, importer, user }).filter(([, role]) => role === undefined)
  if (named.length === 3) return null
  const missing = named.map(([name]) => name)
  throw refuse('DELIVERY_ASKED', { destination: ID, missing, unknown: [] })
}

const rsaSpec = (bits: number): string => `RSA_${bits}`

function instructions(target: Target, { version }: DeliveredKey): Instructions {
  const { arn, ends, hash, parameters, roles } = target
  const region = arn.split(':')[3] ?? ''
  const at = ['--region', region]
  const algorithm = hash === 'sha256' ? 'RSAES_OAEP_SHA_256' : 'RSAES_OAEP_SHA_1'
  const model =
    ends === null
      ? [['--expiration-model', 'KEY_MATERIAL_DOES_NOT_EXPIRE']]
      : [
          ['--expiration-model', 'KEY_MATERIAL_EXPIRES'],
          ['--valid-to', ends.toISOString()],
        ]
  const kms = (verb: string, ...rest: readonly (string | readonly string[])[]): string =>
    command('aws', 'kms', verb, at, ['--key-id', arn], ...rest)
  return {
    prepare: [
      ...(roles === null
        ? []
        : [
            step(
              'aws-kms-policy',
              { arn },
              kms(
                'put-key-policy',
                ['--policy-name', 'default'],
                ['--policy', 'file://key-policy.json'],
              ),
            ),
          ]),
      step(
        'aws-kms-parameters',
        { algorithm, spec: rsaSpec(parameters.key.bits) },
        kms(
          'get-parameters-for-import',
          ['--wrapping-algorithm', algorithm],
          ['--wrapping-key-spec', rsaSpec(parameters.key.bits)],
        ),
      ),
    ],
    arrive: [
      step(
        'aws-kms-import',
        { arn },
        kms(
          'import-key-material',
          ['--encrypted-key-material', 'fileb://EncryptedKeyMaterial.bin'],
          ['--import-token', 'fileb://ImportToken.bin'],
          ...model,
          ...(version > 1 ? [['--import-type', 'NEW_KEY_MATERIAL']] : []),
        ),
      ),
      ...(version > 1 ? [step('aws-kms-rotate', {}, kms('rotate-key-on-demand'))] : []),
    ],
    proof: [
      step(
        'aws-kms-proof',
        {},
        kms('describe-key', ['--query', 'KeyMetadata.[KeyState,Origin,ExpirationModel,ValidTo]']),
      ),
    ],
    watch: [
      step(
        'aws-kms-watch',
        {},
        command('aws', 'cloudtrail', 'lookup-events', at, [
          '--lookup-attributes',
          `AttributeKey=ResourceName,AttributeValue=${arn}`,
        ]),
      ),
    ],
    disable: [step('aws-kms-disable', {}, kms('disable-key')), step('aws-kms-keep', {})],
  }
}

export const awsKms = define<Target>({
  ...{ id: ID, accepts, asks, form: 'wrapped' },
  preflight: ({ files, options, now }) => {
    const given = readAsked(ID, asks, files, options)
    const parameters = readKmsParameters(files, given)
    const hash = hashOf(given.algorithm ?? 'RSAES_OAEP_SHA_256')
    checkModulus(ID, parameters.key, MODULI)
    const under = otherKey(parameters.key.fingerprint, parameters.key.bits)
    compareFingerprint(ID, under, given.fingerprint)
    const { validTo } = parameters
    if (validTo === null) {
      throw refuse('DELIVERY_ASKED', { destination: ID, missing: ['valid-to'], unknown: [] })
    }
    checkValid(ID, validTo, now)
    const ends = endOf(given, now)
    return {
      ...{ under, validTo, parameters, hash, ends },
      arn: arnOf(parameters, given),
      roles: rolesOf(given),
      notices: [
        ...(given.algorithm === undefined ? (['algorithm-assumed'] as const) : []),
        ...(parameters.keyArn === null ? (['valid-to-said'] as const) : []),
        ...(ends === null ? [] : (['material-expires'] as const)),
      ],
    }
  },
  called: ({ arn }) => arn,
  wrap: ({ parameters, hash }, { material }) => ({
    parts: [
      {
        name: 'EncryptedKeyMaterial.bin',
        content: { form: 'raw' },
        envelope: { by: 'rsa-oaep', spki: parameters.key.spki, hash },
      },
    ],
    values: material.kind === 'aes' ? [{ value: 'check-values' }] : [],
  }),
  files: ({ parameters, hash, ends, roles, arn }, wrapped): PackageFile[] => [
    ...Object.entries(wrapped?.parts ?? {}).map(([name, bytes]) => ({ name, bytes })),
    { name: 'ImportToken.bin', bytes: parameters.token },
    ...(roles === null
      ? []
      : [
          {
            name: 'key-policy.json',
            bytes: Buffer.from(
              keyPolicy({ ...roles, arn, hash, bits: parameters.key.bits, expires: ends !== null }),
            ),
          },
        ]),
  ],
  instructions: (target, _, key) => instructions(target, key),
})
