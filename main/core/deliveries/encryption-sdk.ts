import { Buffer } from 'node:buffer'
import { step } from '../../../shared/delivery-steps.ts'
import { refuse } from '../../../shared/errors.ts'
import { type Asked, type Given, readAsked, said } from './asked.ts'
import { define } from './define.ts'
import { cleared, MEMORY, opened, SEALED_ASKS, type Sealing, sealingOf } from './sealed-to.ts'
import { command } from './shell.ts'

/**
 * The AWS Encryption SDK, a raw AES keyring: the key, its name and its namespace, which go into every message.
 * The specification of raw keyrings forbids the namespace `aws-kms`, and not every SDK looks: it is refused here.
 */

const ID = 'aws-encryption-sdk'
const PART = 'keyring.key'

const PROOF_NAME = 'proof.mjs'

/**
 * Run on the connected side: the command line of the Encryption SDK has no raw keyrings, so this is a program. The key
 * is read into a buffer of its own, which the SDK asks for.
 */
const PROOF = `import { readFileSync } from 'node:fs'
import { buildClient, RawAesKeyringNode, RawAesWrappingSuiteIdentifier } from '@aws-crypto/client-node'

const said = JSON.parse(readFileSync('keyring.json', 'utf8'))
const keyring = keyName =>
  new RawAesKeyringNode({
    keyNamespace: said.keyNamespace,
    keyName,
    unencryptedMasterKey: Uint8Array.from(readFileSync('${MEMORY}/${PART}')),
    wrappingSuite: RawAesWrappingSuiteIdentifier[said.wrappingSuite],
  })

const { encrypt, decrypt } = buildClient()
const text = 'Keyclave delivered this key.'
const { result } = await encrypt(keyring(said.keyName), text)
const { plaintext } = await decrypt(keyring(said.keyName), result)
if (plaintext.toString() !== text) throw new Error('another text came back')
const opened = await decrypt(keyring('not-' + said.keyName), result).catch(() => null)
if (opened !== null) throw new Error('a keyring of another name opened it')
console.log('encrypted and decrypted by ' + said.keyNamespace + '/' + said.keyName + '; refused under another name')
`

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
    { name: PROOF_NAME, bytes: Buffer.from(PROOF) },
  ],
  instructions: target => ({
    prepare: [step('sdk-install', {}, command('npm', 'install', '@aws-crypto/client-node'))],
    arrive: [
      opened(target, PART),
      step('sdk-keyring', {
        file: `${MEMORY}/${PART}`,
        namespace: said(target.given, 'namespace'),
        name: said(target.given, 'name'),
      }),
    ],
    proof: [
      step('sdk-proof', { name: said(target.given, 'name') }, command('node', PROOF_NAME)),
      cleared(PART),
    ],
    watch: [step('sdk-watch', {})],
    disable: [step('sdk-disable', {})],
  }),
})
