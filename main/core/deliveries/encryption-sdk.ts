import { Buffer } from 'node:buffer'
import { step } from '../../../shared/delivery-steps.ts'
import { refuse } from '../../../shared/errors.ts'
import { type Asked, type Given, readAsked, said } from './asked.ts'
import { define } from './define.ts'
import { cleared, MEMORY, opened, SEALED_ASKS, type Sealing, sealingOf } from './sealed-to.ts'
import { command } from './shell.ts'

/**
 * The AWS Encryption SDK, a raw AES keyring: the key, its name and its namespace, which go into every message.
 * A namespace `aws-kms` is refused by the SDK.
 */

const ID = 'aws-encryption-sdk'
const PART = 'keyring.key'

const asks: Asked = {
  files: SEALED_ASKS.files,
  options: {
    ...SEALED_ASKS.options,
    namespace: { form: 'name', required: true },
    name: { form: 'name', required: true },
  },
}

interface Target extends Sealing {
  readonly given: Given
}

export const encryptionSdk = define<Target>({
  ...{ id: ID, asks, form: 'sealed' },
  accepts: { bits: [128, 192, 256], bytes: [], rsa: [] },
  preflight: request => {
    const given = readAsked(ID, asks, request.files, request.options)
    if (given.namespace === 'aws-kms') {
      throw refuse('DELIVERY_OPTION', {
        ...{ destination: ID, option: 'namespace', form: 'name', among: [] },
      })
    }
    return { ...sealingOf(ID, given, request), given }
  },
  called: ({ given }) => `${said(given, 'namespace')}/${said(given, 'name')}`,
  wrap: ({ envelope, ending }) => ({
    parts: [{ name: `${PART}${ending}`, content: { form: 'raw' }, envelope }],
    values: [{ value: 'check-values' }],
  }),
  files: ({ given }, wrapped, { material }) => [
    ...Object.entries(wrapped?.parts ?? {}).map(([name, bytes]) => ({ name, bytes })),
    {
      name: 'keyring.json',
      bytes: Buffer.from(
        `${JSON.stringify(
          {
            keyNamespace: given.namespace,
            keyName: given.name,
            wrappingSuite: `AES${material.kind === 'aes' ? material.bits : ''}_GCM_IV12_TAG16_NO_PADDING`,
          },
          null,
          2,
        )}\n`,
      ),
    },
  ],
  instructions: target => ({
    prepare: [],
    arrive: [
      opened(target, PART),
      step('sdk-keyring', {
        file: `${MEMORY}/${PART}`,
        namespace: said(target.given, 'namespace'),
        name: said(target.given, 'name'),
      }),
    ],
    proof: [
      step(
        'sdk-proof',
        {},
        command(
          'aws-encryption-cli',
          '--encrypt',
          ['--input', 'proof.txt'],
          ['--output', 'proof.enc'],
          [
            '--wrapping-keys',
            `provider=${said(target.given, 'namespace')}`,
            `key=${said(target.given, 'name')}`,
          ],
          ['--metadata-output', 'proof.json'],
        ),
      ),
      cleared(PART),
    ],
    watch: [step('sdk-watch', {})],
    disable: [step('sdk-disable', {})],
  }),
})
