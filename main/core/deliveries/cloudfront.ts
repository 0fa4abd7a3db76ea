import { Buffer } from 'node:buffer'
import { step } from '../../../shared/delivery-steps.ts'
import { publicKeyOf } from '../wrapping/index.ts'
import { type Asked, type Given, readAsked, said } from './asked.ts'
import { define } from './define.ts'
import { type DeliveredKey, LATER } from './destination.ts'
import { cleared, MEMORY, opened, SEALED_ASKS, type Sealing, sealingOf } from './sealed-to.ts'
import { command } from './shell.ts'
import { cannedPolicy, signedUrl } from './signed-url.ts'

/**
 * CloudFront signed URLs: an RSA-2048 key pair, its public half in a key group, its private half with whoever
 * signs, as PEM of PKCS#1. A canned policy is signed by RSA with SHA-1, which is what CloudFront verifies.
 */

const ID = 'cloudfront'
const PART = 'signer.pem'

const asks: Asked = {
  files: SEALED_ASKS.files,
  options: {
    ...SEALED_ASKS.options,
    name: { form: 'name', required: true },
    url: { form: 'uri', required: true },
    'url-ends': { form: 'moment', required: true },
    'key-pair-id': { form: 'name' },
    distribution: { form: 'name' },
  },
}

interface Target extends Sealing {
  readonly given: Given
  readonly policy: string
  /** Seconds since 1970. */
  readonly ends: number
}

function publicPem({ material }: DeliveredKey): string {
  if (material.kind === 'aes' || material.kind === 'secret') {
    throw new Error('checked before: a key pair')
  }
  const { spki } = publicKeyOf(material.publicKey, 'wrapping-key')
  const lines = spki.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN PUBLIC KEY-----\n${lines.join('\n')}\n-----END PUBLIC KEY-----\n`
}

const configOf = (name: string, key: DeliveredKey): string =>
  `${JSON.stringify({ CallerReference: `${key.id}-${key.version}`, Name: name, EncodedKey: publicPem(key) }, null, 2)}\n`

export const cloudfront = define<Target>({
  ...{ id: ID, asks, form: 'sealed' },
  accepts: { bits: [], bytes: [], rsa: [2048] },
  preflight: request => {
    const given = readAsked(ID, asks, request.files, request.options)
    const ends = Math.floor(Date.parse(said(given, 'url-ends')) / 1000)
    const policy = cannedPolicy(said(given, 'url'), ends)
    return { ...sealingOf(ID, given, request), given, ends, policy }
  },
  called: ({ given }) => said(given, 'name'),
  wrap: ({ envelope, ending, policy }) => ({
    parts: [{ name: `${PART}${ending}`, content: { form: 'pkcs1-pem' }, envelope }],
    values: [{ value: 'cloudfront', policy }],
  }),
  files: ({ given }, wrapped, key) => [
    ...Object.entries(wrapped?.parts ?? {}).map(([name, bytes]) => ({ name, bytes })),
    { name: 'public-key.pem', bytes: Buffer.from(publicPem(key)) },
    {
      name: 'public-key-config.json',
      bytes: Buffer.from(configOf(`${said(given, 'name')}-v${key.version}`, key)),
    },
  ],
  instructions: (target, wrapped) => {
    const { given, ends } = target
    const pair = given['key-pair-id'] ?? 'KEY_PAIR_ID'
    const url = said(given, 'url')
    return {
      prepare: [
        step(
          'cloudfront-group',
          { name: said(given, 'name') },
          command(
            'aws',
            'cloudfront',
            'create-public-key',
            ['--public-key-config', 'file://public-key-config.json'],
            ['--query', 'PublicKey.Id'],
          ),
          command('aws', 'cloudfront', 'create-key-group', [
            '--key-group-config',
            `Name=${said(given, 'name')},Items=${pair}`,
          ]),
        ),
      ],
      arrive: [
        opened(target, PART),
        step(
          'cloudfront-sign',
          { ends: new Date(ends * 1000).toISOString() },
          command(
            'aws',
            'cloudfront',
            'sign',
            ['--url', url],
            ['--key-pair-id', pair],
            ['--private-key', `file://${MEMORY}/${PART}`],
            ['--date-less-than', String(ends)],
          ),
        ),
      ],
      proof: [
        step('cloudfront-proof', {
          url: signedUrl(
            { kind: 'canned', url, ends },
            { signature: wrapped?.values.cloudfront ?? LATER, pair },
          ),
        }),
        cleared(PART),
      ],
      watch: [step('cloudfront-watch', {})],
      disable: [
        step(
          'cloudfront-disable',
          {},
          command('aws', 'cloudfront', 'get-key-group-config', ['--id', 'KEY_GROUP_ID']),
          command('aws', 'cloudfront', 'delete-public-key', ['--id', pair], ['--if-match', 'ETAG']),
        ),
      ],
    }
  },
})
