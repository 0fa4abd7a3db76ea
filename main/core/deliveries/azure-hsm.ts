import { Buffer } from 'node:buffer'
import { step } from '../../../shared/delivery-steps.ts'
import { type RsaPublicKey, readRsaPublicKey } from '../wrapping/index.ts'
import { type Asked, readAsked, said } from './asked.ts'
import { checkHash, checkModulus, compareFingerprint, otherKey } from './checks.ts'
import { define } from './define.ts'
import type { Accepts, Checked } from './destination.ts'
import { command } from './shell.ts'

/**
 * Azure Key Vault Managed HSM: a `.byok` file, RSA-AES wrap with SHA-1 under a key exchange key of the HSM.
 *
 * Source: Microsoft, "Bring your own key specification" (schema 1.0.0): header kid, alg "dir", enc
 * "CKM_RSA_AES_KEY_WRAP"; ciphertext in base64url; the hash of OAEP and of MGF1 is SHA-1.
 */

const ID = 'azure-hsm'
const MODULI = [2048, 3072, 4096]

const accepts: Accepts = { bits: [128, 192, 256], bytes: [], rsa: [] }

const asks: Asked = {
  files: { 'wrapping-key': 'required' },
  options: {
    hsm: { form: 'name', required: true },
    name: { form: 'name', required: true },
    'kek-id': { form: 'uri', required: true },
    hash: { form: 'one-of', among: ['sha1', 'sha256', 'sha384', 'sha512'] },
    fingerprint: { form: 'fingerprint' },
  },
}

interface Target extends Checked {
  readonly key: RsaPublicKey
  readonly hsm: string
  readonly name: string
  readonly kekId: string
}

export const azureHsm = define<Target>({
  ...{ id: ID, accepts, asks, form: 'wrapped' },
  preflight: ({ files, options }) => {
    const given = readAsked(ID, asks, files, options)
    checkHash(ID, given.hash, ['sha1'])
    const key = readRsaPublicKey(files['wrapping-key'] ?? Buffer.alloc(0), 'wrapping-key')
    checkModulus(ID, key, MODULI)
    const under = otherKey(key.fingerprint, key.bits)
    compareFingerprint(ID, under, given.fingerprint)
    return {
      ...{ under, validTo: null, key, notices: ['never-outside-hsm'] },
      ...{ hsm: said(given, 'hsm'), name: said(given, 'name'), kekId: said(given, 'kek-id') },
    }
  },
  called: ({ hsm, name }) => `${hsm}/${name}`,
  wrap: ({ key }) => ({
    parts: [
      {
        name: 'ciphertext',
        content: { form: 'raw' },
        envelope: { by: 'rsa-aes', spki: key.spki, hash: 'sha1' },
      },
    ],
    values: [{ value: 'check-values' }],
  }),
  files: ({ name, kekId }, wrapped) => {
    const byok = {
      schema_version: '1.0.0',
      header: { kid: kekId, alg: 'dir', enc: 'CKM_RSA_AES_KEY_WRAP' },
      ciphertext: (wrapped?.parts.ciphertext ?? Buffer.alloc(0)).toString('base64url'),
      generator: 'Keyclave',
    }
    return [{ name: `${name}.byok`, bytes: Buffer.from(`${JSON.stringify(byok, null, 2)}\n`) }]
  },
  instructions: ({ hsm, name, kekId }) => {
    const at = ['--hsm-name', hsm]
    const key = (verb: string, ...rest: readonly (readonly string[])[]): string =>
      command('az', 'keyvault', 'key', verb, at, ['--name', name], ...rest)
    return {
      prepare: [
        step(
          'azure-kek',
          { kekId },
          command(
            'az',
            'keyvault',
            'key',
            'download',
            ['--id', kekId],
            ['--file', 'wrapping-key.pem'],
            ['--encoding', 'PEM'],
          ),
        ),
      ],
      arrive: [
        step(
          'azure-import',
          { name },
          key(
            'import',
            ['--kty', 'oct'],
            ['--byok-file', `${name}.byok`],
            ['--ops', 'encrypt', 'decrypt', 'wrapKey', 'unwrapKey'],
          ),
        ),
      ],
      proof: [
        step('azure-proof', {}, key('show', ['--query', 'key.{kid:kid,kty:kty,ops:keyOps}'])),
      ],
      watch: [
        step(
          'azure-watch',
          { hsm },
          command(
            'az',
            'monitor',
            'diagnostic-settings',
            'list',
            ['--resource', hsm],
            ['--resource-type', 'Microsoft.KeyVault/managedHSMs'],
          ),
        ),
      ],
      disable: [step('azure-disable', {}, key('set-attributes', ['--enabled', 'false']))],
    }
  },
})
