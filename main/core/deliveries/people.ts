import { Buffer } from 'node:buffer'
import type { DestinationId } from '../../../shared/deliveries.ts'
import { step } from '../../../shared/delivery-steps.ts'
import {
  type Envelope,
  readAgeRecipients,
  readCmsRecipient,
  readOpenPgpKey,
} from '../wrapping/index.ts'
import { type Asked, readAsked } from './asked.ts'
import { checkValid, compareFingerprint, otherKey } from './checks.ts'
import { define } from './define.ts'
import {
  type Accepts,
  type Checked,
  type DeliveredKey,
  type DeliveryRequest,
  LATER,
  type OtherKey,
} from './destination.ts'
import { MEMORY } from './sealed-to.ts'
import { command } from './shell.ts'

/** A person or a machine with a key of its own: age, CMS, OpenPGP. Anything may be sent. */

const ANY: Accepts = { bits: [128, 192, 256], bytes: 'any', rsa: 'any' }
const ASKS: Asked = {
  files: { recipient: 'required' },
  options: { fingerprint: { form: 'fingerprint' } },
}
const NONE = Buffer.alloc(0)

interface Recipient extends Checked {
  readonly under: OtherKey
  readonly envelope: Envelope
}

/** Where one key stands while it is used, and where several do. */
const OPENED = `${MEMORY}/key`
const ALL_OPENED = `${MEMORY}/keys`

/** What a recipient file says. */
type Read = (file: Uint8Array, now: Date) => Omit<Recipient, 'notices'>

function person(
  id: 'age' | 'cms' | 'openpgp',
  ending: string,
  read: Read,
  opening: readonly string[],
) {
  const partOf = ({ part = 'key' }: DeliveredKey): string => `${part}.${ending}`
  const openEach = opening.map(argument =>
    argument === OPENED ? `"${ALL_OPENED}/\${file%.${ending}}"` : argument,
  )
  return define<Recipient>({
    ...{ id, accepts: ANY, asks: ASKS, form: 'wrapped' },
    preflight: ({ files, options, now }: DeliveryRequest) => {
      const given = readAsked(id, ASKS, files, options)
      const found = read(files.recipient ?? NONE, now)
      compareFingerprint(id, found.under, given.fingerprint)
      if (found.validTo !== null) checkValid(id as DestinationId, found.validTo, now)
      return { ...found, notices: [] }
    },
    called: () => null,
    wrap: ({ envelope }, key) => ({
      parts: [{ name: partOf(key), content: { form: 'raw' }, envelope }],
      values: key.material.kind === 'aes' ? [{ value: 'check-values' }] : [],
    }),
    files: (_, wrapped, key) => {
      const name = partOf(key)
      return [{ name, bytes: wrapped?.parts[name] ?? NONE }]
    },
    together: ({ under }, keys) => ({
      prepare: [step('person-fingerprint', { fingerprint: under.fingerprint })],
      arrive: [
        step(
          'people-open',
          { keys: String(keys.length), folder: ALL_OPENED },
          'umask 077',
          command('mkdir', ALL_OPENED),
          `for file in [0-9]*.${ending}; do ${openEach.join(' ')} "$file"; done`,
        ),
      ],
      proof: [step('people-proof', {})],
      watch: [step('person-watch', {})],
      disable: [step('person-disable', {})],
    }),
    instructions: ({ under }, wrapped, key) => ({
      prepare: [step('person-fingerprint', { fingerprint: under.fingerprint })],
      arrive: [step('person-open', { file: partOf(key) }, command(...opening, partOf(key)))],
      proof: [
        step('person-proof', {
          cmac: wrapped === null ? LATER : (wrapped.values.cmacCheck ?? '-'),
        }),
      ],
      watch: [step('person-watch', {})],
      disable: [step('person-disable', {})],
    }),
  })
}

export const age = person(
  'age',
  'age',
  file => {
    const { recipients, fingerprint } = readAgeRecipients(file)
    return {
      under: otherKey(fingerprint, null),
      validTo: null,
      envelope: { by: 'age', recipients },
    }
  },
  ['age', '--decrypt', '-i', 'identity.txt', '-o', OPENED],
)

export const cms = person(
  'cms',
  'cms',
  (file, now) => {
    const { recipient, fingerprint, until } = readCmsRecipient(file, now)
    const { key } = recipient
    return {
      under: otherKey(fingerprint, key.kind === 'rsa' ? key.bits : null),
      validTo: until,
      envelope: { by: 'cms', recipients: [recipient] },
    }
  },
  [
    'openssl',
    'cms',
    '-decrypt',
    '-binary',
    '-inform',
    'DER',
    '-inkey',
    'private.key',
    '-out',
    OPENED,
    '-in',
  ],
)

export const openpgp = person(
  'openpgp',
  'pgp',
  (file, now) => {
    const key = readOpenPgpKey(file, now)
    const bits = key.material.kind === 'rsa' ? key.material.bits : null
    return {
      under: otherKey(key.fingerprint, bits),
      validTo: null,
      envelope: { by: 'openpgp', key },
    }
  },
  ['gpg', '--output', OPENED, '--decrypt'],
)
