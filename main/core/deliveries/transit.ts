import { Buffer } from 'node:buffer'
import { step } from '../../../shared/delivery-steps.ts'
import { refuse } from '../../../shared/errors.ts'
import { OAEP_HASHES, type OaepHash } from '../../../shared/oaep-hash.ts'
import { type RsaPublicKey, readRsaPublicKey, type ValueWork } from '../wrapping/index.ts'
import { type Asked, readAsked, said } from './asked.ts'
import { checkModulus, compareFingerprint, otherKey } from './checks.ts'
import { define } from './define.ts'
import { type Accepts, type Checked, type DeliveredKey, LATER } from './destination.ts'
import { command } from './shell.ts'

/**
 * The transit engine of OpenBao and Vault: RSA-AES wrap under the mount's own RSA-4096 key, in base64.
 *
 * Source: OpenBao, builtin/logical/transit/path_import.go and sdk/helper/keysutil/policy.go: the first 512
 * bytes are the wrapped ephemeral key, whatever is said; base64 is the standard one.
 */

const ID = 'transit'

/** Bytes that each type of key takes: a list, or from and to. */
const TYPES: {
  readonly [type: string]: { readonly takes: Accepts['bytes']; readonly cipher: TransitCipher }
} = {
  'aes256-gcm96': { takes: [32], cipher: 'aes-gcm' },
  'aes128-gcm96': { takes: [16], cipher: 'aes-gcm' },
  'chacha20-poly1305': { takes: [32], cipher: 'chacha20-poly1305' },
  hmac: { takes: { least: 32, most: 512 }, cipher: 'hmac' },
}
type TransitCipher = Extract<ValueWork, { value: 'transit' }>['cipher']

const accepts: Accepts = { bits: [128, 256], bytes: { least: 16, most: 512 }, rsa: [] }

const asks: Asked = {
  files: { 'wrapping-key': 'required' },
  options: {
    name: { form: 'name', required: true },
    mount: { form: 'name' },
    type: { form: 'one-of', among: Object.keys(TYPES) },
    hash: { form: 'one-of', among: ['sha256', 'sha1', 'sha384', 'sha512'] },
    program: { form: 'one-of', among: ['bao', 'vault'] },
    'transit-version': { form: 'number' },
    fingerprint: { form: 'fingerprint' },
  },
}

interface Target extends Checked {
  readonly key: RsaPublicKey
  readonly hash: OaepHash
  readonly type: string
  readonly name: string
  readonly mount: string
  readonly program: string
  /** The number that transit gives this version. */
  readonly transitVersion: number
}

const bytesOf = ({ material }: DeliveredKey): number =>
  material.kind === 'secret' ? material.bytes : material.bits / 8

/** @throws DELIVERY_SECRET_SIZE, DELIVERY_KEY_SIZE */
function checkType(type: string, key: DeliveredKey): void {
  const takes = TYPES[type]?.takes
  const bytes = bytesOf(key)
  const [sizes, fits] = Array.isArray(takes)
    ? [takes as readonly number[], takes.includes(bytes)]
    : [[32, 512], bytes >= 32 && bytes <= 512]
  if (fits) return
  if (key.material.kind === 'secret') {
    throw refuse('DELIVERY_SECRET_SIZE', { destination: ID, bytes, takes: sizes })
  }
  throw refuse('DELIVERY_KEY_SIZE', {
    ...{ destination: ID, bits: bytes * 8 },
    takes: sizes.map(size => size * 8),
  })
}

/** What is encrypted offline, so that transit shows what it has by reading it. */
export const proofText = ({ label, version, id }: DeliveredKey): string =>
  `Keyclave delivered ${label} version ${version}, id ${id}`

export const transit = define<Target>({
  ...{ id: ID, accepts, asks, form: 'wrapped' },
  preflight: ({ key, files, options }) => {
    const given = readAsked(ID, asks, files, options)
    const type = said(given, 'type')
    checkType(type, key)
    const wrapping = readRsaPublicKey(files['wrapping-key'] ?? Buffer.alloc(0), 'wrapping-key')
    checkModulus(ID, wrapping, [4096])
    const under = otherKey(wrapping.fingerprint, wrapping.bits)
    compareFingerprint(ID, under, given.fingerprint)
    return {
      ...{ under, validTo: null, key: wrapping, type },
      notices: options.hash === undefined ? ['algorithm-assumed'] : [],
      hash: OAEP_HASHES.find(hash => hash === given.hash) ?? 'sha256',
      name: said(given, 'name'),
      mount: given.mount ?? 'transit',
      program: said(given, 'program'),
      transitVersion: Number(given['transit-version'] ?? key.version),
    }
  },
  called: ({ mount, name }) => `${mount}/${name}`,
  wrap: ({ key: wrapping, hash, type, transitVersion }, key) => ({
    parts: [
      {
        name: 'key.wrapped',
        content: { form: 'raw' },
        envelope: { by: 'rsa-aes', spki: wrapping.spki, hash },
      },
    ],
    values: [
      {
        value: 'transit',
        cipher: TYPES[type]?.cipher ?? 'aes-gcm',
        version: transitVersion,
        text: proofText(key),
      },
    ],
  }),
  // No line end behind it: what is read with `@` is sent as it is.
  files: (_, wrapped) => [
    {
      name: 'key.wrapped.b64',
      bytes: Buffer.from((wrapped?.parts['key.wrapped'] ?? Buffer.alloc(0)).toString('base64')),
    },
  ],
  instructions: ({ program, mount, name, type, hash, transitVersion }, wrapped, key) => {
    const at = `${mount}/keys/${name}`
    const isFirst = transitVersion === 1
    const proof = wrapped?.values.transit ?? LATER
    const text = Buffer.from(proofText(key)).toString('base64')
    const again = isFirst ? 'import' : 'import_version'
    return {
      prepare: [
        step(
          'transit-wrapping-key',
          { mount },
          `${command(program, 'read', '-field=public_key', `${mount}/wrapping_key`)} > wrapping-key.pem`,
        ),
      ],
      arrive: [
        step(
          'transit-import',
          { name, type },
          command(
            program,
            'write',
            `${at}/${again}`,
            ...[
              'ciphertext=@key.wrapped.b64',
              `hash_function=${hash.toUpperCase()}`,
              ...(isFirst ? [`type=${type}`, 'allow_rotation=false'] : []),
            ],
          ),
        ),
      ],
      proof: [
        type === 'hmac'
          ? step(
              'transit-proof-hmac',
              { proof },
              command(program, 'write', '-field=hmac', `${mount}/hmac/${name}`, `input=${text}`),
            )
          : step(
              'transit-proof',
              { text },
              command(
                program,
                'write',
                '-field=plaintext',
                `${mount}/decrypt/${name}`,
                `ciphertext=${proof}`,
              ),
            ),
      ],
      watch: [
        step(
          'transit-watch',
          { mount, name },
          command(program, 'audit', 'enable', 'file', `file_path=/var/log/${program}-audit.log`),
          command('grep', `"path":"${mount}/decrypt/${name}"`, `/var/log/${program}-audit.log`),
        ),
      ],
      disable: [
        step(
          'transit-disable',
          { version: String(transitVersion) },
          command(
            program,
            'write',
            `${at}/config`,
            `min_decryption_version=${transitVersion + 1}`,
            `min_encryption_version=${transitVersion + 1}`,
          ),
        ),
        step(
          'transit-rewrap',
          { name },
          command(program, 'write', `${mount}/rewrap/${name}`, 'ciphertext=@old.txt'),
        ),
      ],
    }
  },
})
