import { Buffer } from 'node:buffer'
import { step } from '../../../shared/delivery-steps.ts'
import { refuse } from '../../../shared/errors.ts'
import { OAEP_HASHES, type OaepHash } from '../../../shared/oaep-hash.ts'
import { type Envelope, readRsaPublicKey } from '../wrapping/index.ts'
import { type Asked, type Given, readAsked, said } from './asked.ts'
import { checkModulus, compareFingerprint, otherKey } from './checks.ts'
import { define } from './define.ts'
import {
  type Accepts,
  type Checked,
  type DeliveryRequest,
  LATER,
  type OtherKey,
} from './destination.ts'
import { command } from './shell.ts'

/**
 * An HSM by PKCS#11: AES-KWP under a KEK that both sides have, RSA-OAEP, or RSA-AES wrap.
 *
 * Mechanisms: CKM_AES_KEY_WRAP_PAD 0x210A, which is RFC 5649 in SoftHSM and nShield, and CKM_AES_KEY_WRAP_KWP
 * 0x210B (PKCS#11 3.0); CKM_RSA_PKCS_OAEP 0x9; CKM_RSA_AES_KEY_WRAP 0x1054.
 */

const ID = 'pkcs11'
const MODULI = [2048, 3072, 4096]
const MECHANISMS = { kwp: '0x210A', oaep: 'RSA-PKCS-OAEP', 'rsa-aes': '0x1054' } as const
type Way = keyof typeof MECHANISMS

const accepts: Accepts = { bits: [128, 192, 256], bytes: [], rsa: [] }

const asks: Asked = {
  files: { 'wrapping-key': 'optional' },
  options: {
    way: { form: 'one-of', among: ['kwp', 'oaep', 'rsa-aes'] },
    hash: { form: 'one-of', among: ['sha256', 'sha1', 'sha384', 'sha512'] },
    module: { form: 'file-path', required: true },
    token: { form: 'name', required: true },
    label: { form: 'name', required: true },
    id: { form: 'hex-bytes', required: true },
    'unwrap-id': { form: 'hex-bytes', required: true },
    'kek-check': { form: 'check-value' },
    fingerprint: { form: 'fingerprint' },
  },
}

interface Target extends Checked {
  readonly way: Way
  readonly envelope: Envelope
  readonly hash: OaepHash
  readonly given: Given
}

const asked = (missing: readonly string[], unknown: readonly string[]) =>
  refuse('DELIVERY_ASKED', { destination: ID, missing, unknown })

/** Under which key: the KEK of the vault, or the public key that the HSM showed. @throws DELIVERY_… */
function under(way: Way, hash: OaepHash, given: Given, { files }: DeliveryRequest) {
  const file = files['wrapping-key']
  if (way === 'kwp') {
    if (file !== undefined) throw asked([], ['wrapping-key'])
    if (given['kek-check'] === undefined) throw asked(['kek-check'], [])
    return { under: null, envelope: { by: 'aes-kwp' } as const }
  }
  if (file === undefined) throw asked(['wrapping-key'], [])
  if (given['kek-check'] !== undefined) throw asked([], ['kek-check'])
  const key = readRsaPublicKey(file, 'wrapping-key')
  checkModulus(ID, key, MODULI)
  const other: OtherKey = otherKey(key.fingerprint, key.bits)
  compareFingerprint(ID, other, given.fingerprint)
  const by = way === 'oaep' ? 'rsa-oaep' : 'rsa-aes'
  return { under: other, envelope: { by, spki: key.spki, hash } as const }
}

/** Shows three bytes of AES-ECB over zeros. */
function checkValueOf(tool: readonly string[], id: string): string {
  const zeros = ['--encrypt', '--mechanism', 'AES-ECB', '--input-file', '/dev/stdin']
  const encrypt = command('pkcs11-tool', tool, '--login', zeros, ['--id', id])
  return `head -c 16 /dev/zero | ${encrypt} | head -c 3 | od -An -tx1`
}

export const pkcs11 = define<Target>({
  ...{ id: ID, accepts, asks, form: 'wrapped' },
  preflight: request => {
    const given = readAsked(ID, asks, request.files, request.options)
    const way = said(given, 'way') as Way
    const hash = OAEP_HASHES.find(one => one === given.hash) ?? 'sha256'
    const needsHash = way !== 'kwp' && request.options.hash === undefined
    return {
      ...under(way, hash, given, request),
      ...{ way, hash, given, validTo: null },
      notices: needsHash ? ['algorithm-assumed'] : [],
    }
  },
  called: ({ given }) => `${said(given, 'token')}/${said(given, 'label')}`,
  wrap: ({ envelope }) => ({
    parts: [{ name: 'key.wrapped', content: { form: 'raw' }, envelope }],
    values: [{ value: 'check-values' }],
  }),
  files: (_, wrapped) => [
    { name: 'key.wrapped', bytes: wrapped?.parts['key.wrapped'] ?? Buffer.alloc(0) },
  ],
  instructions: ({ way, given, hash }, wrapped) => {
    const tool = ['--module', said(given, 'module'), '--token-label', said(given, 'token')]
    const object = ['--id', said(given, 'id')]
    const oaep =
      way === 'oaep'
        ? [
            ['--hash-algorithm', hash.toUpperCase().replace('SHA1', 'SHA-1')],
            ['--mgf', `MGF1-${hash.toUpperCase()}`],
          ]
        : []
    const unwrap = command(
      'pkcs11-tool',
      tool,
      '--login',
      '--unwrap',
      ['--mechanism', MECHANISMS[way]],
      ...oaep,
      ['--id', said(given, 'unwrap-id')],
      ['--input-file', 'key.wrapped'],
      ['--key-type', 'AES:'],
      ['--application-id', said(given, 'id')],
      ['--application-label', said(given, 'label')],
      '--sensitive',
    )
    return {
      prepare: [
        way === 'kwp'
          ? step(
              'pkcs11-kek',
              { id: said(given, 'unwrap-id'), check: given['kek-check'] ?? '' },
              checkValueOf(tool, said(given, 'unwrap-id')),
            )
          : step(
              'pkcs11-public-key',
              { id: said(given, 'unwrap-id') },
              command(
                'pkcs11-tool',
                tool,
                '--read-object',
                ['--type', 'pubkey'],
                ['--id', said(given, 'unwrap-id')],
                ['--output-file', 'wrapping-key.der'],
              ),
            ),
      ],
      arrive: [
        way === 'kwp'
          ? step('pkcs11-unwrap', { mechanism: MECHANISMS[way] }, unwrap)
          : step(
              'pkcs11-unwrap-rsa',
              { mechanism: MECHANISMS[way], hash: hash.toUpperCase() },
              unwrap,
            ),
      ],
      proof: [
        step(
          'pkcs11-proof',
          { ecb: wrapped?.values.ecbCheck ?? LATER, cmac: wrapped?.values.cmacCheck ?? LATER },
          checkValueOf(tool, said(given, 'id')),
        ),
      ],
      watch: [step('pkcs11-watch', {})],
      disable: [
        step(
          'pkcs11-disable',
          {},
          command('pkcs11-tool', tool, '--login', '--delete-object', ['--type', 'secrkey'], object),
        ),
      ],
    }
  },
})
