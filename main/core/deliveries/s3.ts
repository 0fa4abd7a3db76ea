import { step } from '../../../shared/delivery-steps.ts'
import { type Asked, type Given, readAsked, said } from './asked.ts'
import { define } from './define.ts'
import { type Accepts, type Checked, type DeliveryRequest, LATER } from './destination.ts'
import { cleared, MEMORY, opened, SEALED_ASKS, type Sealing, sealingOf } from './sealed-to.ts'
import { command } from './shell.ts'

/** S3 server-side encryption: with a key of the client (SSE-C), with a KMS key, or with S3's own. */

const bucket = { form: 'name', required: true } as const
const PART = 'sse-c.key'

interface SseC extends Sealing {
  readonly given: Given
}

const SSE_C_ASKS: Asked = {
  files: SEALED_ASKS.files,
  options: { ...SEALED_ASKS.options, bucket, object: { form: 'file-path', required: true } },
}

/** The raw key, 32 bytes, as a file: never in hexadecimal or base64, which S3 would take for another key. */
export const s3SseC = define<SseC>({
  ...{ id: 's3-sse-c', asks: SSE_C_ASKS, form: 'sealed' },
  accepts: { bits: [256], bytes: [], rsa: [] },
  preflight: request => {
    const given = readAsked('s3-sse-c', SSE_C_ASKS, request.files, request.options)
    return { ...sealingOf('s3-sse-c', given, request), given }
  },
  called: ({ given }) => `${said(given, 'bucket')}/${said(given, 'object')}`,
  wrap: ({ envelope, ending }) => ({
    parts: [{ name: `${PART}${ending}`, content: { form: 'raw' }, envelope }],
    values: [{ value: 'md5' }],
  }),
  files: (_, wrapped) =>
    Object.entries(wrapped?.parts ?? {}).map(([name, bytes]) => ({ name, bytes })),
  instructions: (target, wrapped) => {
    const at = [
      ['--bucket', said(target.given, 'bucket')],
      ['--key', said(target.given, 'object')],
    ]
    const md5 = wrapped?.values.md5 ?? LATER
    const customer = [
      ['--sse-customer-algorithm', 'AES256'],
      ['--sse-customer-key', `fileb://${MEMORY}/${PART}`],
    ]
    const s3 = (verb: string, ...rest: readonly (string | readonly string[])[]): string =>
      command('aws', 's3api', verb, ...at, ...rest)
    return {
      prepare: [
        step(
          's3-unblock',
          { bucket: said(target.given, 'bucket') },
          command('aws', 's3api', 'get-bucket-encryption', [
            '--bucket',
            said(target.given, 'bucket'),
          ]),
          command(
            'aws',
            's3api',
            'put-bucket-encryption',
            ['--bucket', said(target.given, 'bucket')],
            [
              '--server-side-encryption-configuration',
              '{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"AES256"},"BlockedEncryptionTypes":{"EncryptionType":["NONE"]}}]}',
            ],
          ),
        ),
      ],
      arrive: [
        opened(target, PART),
        step(
          's3-put',
          { object: said(target.given, 'object') },
          s3('put-object', ['--body', 'FILE'], ...customer),
        ),
      ],
      proof: [
        step('s3-md5', { md5 }, s3('head-object', ...customer, ['--query', 'SSECustomerKeyMD5'])),
        step('s3-get', {}, s3('get-object', ...customer, 'FILE.back')),
        cleared(PART),
      ],
      watch: [step('s3-watch', {})],
      disable: [step('s3-disable', {})],
    }
  },
})

const KMS_ASKS: Asked = { files: {}, options: { bucket, key: { form: 'arn', required: true } } }
const SSE_S3_ASKS: Asked = { files: {}, options: { bucket } }
const ANY: Accepts = { bits: [128, 192, 256], bytes: 'any', rsa: 'any' }

interface Bucket extends Checked {
  readonly given: Given
}
const bucketOf =
  (id: 's3-sse-kms' | 's3-sse-s3', asks: Asked) =>
  ({ files, options }: DeliveryRequest): Bucket => ({
    ...{ under: null, validTo: null, notices: [] },
    given: readAsked(id, asks, files, options),
  })

const defaultEncryption = (given: Given, rule: object): string =>
  command(
    'aws',
    's3api',
    'put-bucket-encryption',
    ['--bucket', said(given, 'bucket')],
    [
      '--server-side-encryption-configuration',
      JSON.stringify({
        Rules: [{ ...rule, BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } }],
      }),
    ],
  )

/** No secret leaves for the bucket: the key is in KMS, delivered there. */
export const s3SseKms = define<Bucket>({
  ...{ id: 's3-sse-kms', asks: KMS_ASKS, form: 'nothing' },
  accepts: { bits: [256], bytes: [], rsa: [] },
  preflight: bucketOf('s3-sse-kms', KMS_ASKS),
  called: ({ given }) => said(given, 'bucket'),
  wrap: () => null,
  files: () => [],
  instructions: ({ given }) => {
    const arn = said(given, 'key')
    const rule = {
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: arn },
      BucketKeyEnabled: true,
    }
    const region = arn.split(':')[3] ?? ''
    return {
      prepare: [step('s3-kms-first', { arn })],
      arrive: [step('s3-kms-bucket', { arn }, defaultEncryption(given, rule))],
      proof: [
        step(
          's3-kms-proof',
          { arn },
          command(
            'aws',
            's3api',
            'put-object',
            ['--bucket', said(given, 'bucket')],
            ['--key', 'proof'],
            ['--body', '/etc/hostname'],
            ['--query', '[ServerSideEncryption,SSEKMSKeyId]'],
          ),
        ),
      ],
      watch: [
        step(
          'aws-kms-watch',
          {},
          command(
            'aws',
            'cloudtrail',
            'lookup-events',
            ['--region', region],
            ['--lookup-attributes', `AttributeKey=ResourceName,AttributeValue=${arn}`],
          ),
        ),
      ],
      disable: [
        step(
          's3-kms-disable',
          {},
          command('aws', 'kms', 'disable-key', ['--region', region], ['--key-id', arn]),
        ),
      ],
    }
  },
})

/** S3's own keys: nothing of the vault is used, and nothing can be taken away. */
export const s3SseS3 = define<Bucket>({
  ...{ id: 's3-sse-s3', asks: SSE_S3_ASKS, form: 'nothing', accepts: ANY },
  preflight: bucketOf('s3-sse-s3', SSE_S3_ASKS),
  called: ({ given }) => said(given, 'bucket'),
  wrap: () => null,
  files: () => [],
  instructions: ({ given }) => ({
    prepare: [step('s3-own-when', {})],
    arrive: [
      step(
        's3-own-bucket',
        {},
        defaultEncryption(given, {
          ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
        }),
      ),
    ],
    proof: [
      step(
        's3-own-proof',
        {},
        command('aws', 's3api', 'get-bucket-encryption', ['--bucket', said(given, 'bucket')]),
      ),
    ],
    watch: [step('s3-watch', {})],
    disable: [step('s3-own-disable', {})],
  }),
})
