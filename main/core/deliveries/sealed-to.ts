import type { DestinationId } from '../../../shared/deliveries.ts'
import { type Step, step } from '../../../shared/delivery-steps.ts'
import { refuse } from '../../../shared/errors.ts'
import { type Envelope, readAgeRecipients, readCmsRecipient } from '../wrapping/index.ts'
import type { Asked, Given } from './asked.ts'
import { checkValid, compareFingerprint, otherKey } from './checks.ts'
import type { Checked, DeliveryRequest } from './destination.ts'
import { command } from './shell.ts'

/**
 * Destinations that take a key as it is (S3 SSE-C, HLS, CENC …): what is secret is sealed to the machine that
 * uses it, until the moment it does. `closed=nothing` leaves it plain; whoever makes the package asks for a
 * signature first.
 */

export const SEALED_ASKS: Asked = {
  files: { recipient: 'optional' },
  options: {
    closed: { form: 'one-of', among: ['age', 'cms', 'nothing'] },
    fingerprint: { form: 'fingerprint' },
  },
}

export interface Sealing extends Checked {
  readonly envelope: Envelope
  /** What a part is called once it is closed. */
  readonly ending: '.age' | '.cms' | ''
}

/**
 * @throws DELIVERY_ASKED where the recipient is missing or is one too many; DELIVERY_FILE, DELIVERY_EXPIRED,
 *         DELIVERY_FINGERPRINT
 */
export function sealingOf(
  destination: DestinationId,
  given: Given,
  { files, now }: DeliveryRequest,
): Sealing {
  const refuseAsked = (missing: readonly string[], unknown: readonly string[]) =>
    refuse('DELIVERY_ASKED', { destination, missing, unknown })
  const { recipient } = files
  if (given.closed === 'nothing') {
    if (recipient !== undefined) throw refuseAsked([], ['recipient'])
    return {
      under: null,
      validTo: null,
      notices: ['plain'],
      envelope: { by: 'nothing' },
      ending: '',
    }
  }
  if (recipient === undefined) throw refuseAsked(['recipient'], [])
  if (given.closed === 'cms') {
    const read = readCmsRecipient(recipient, now)
    const { key } = read.recipient
    const under = otherKey(read.fingerprint, key.kind === 'rsa' ? key.bits : null)
    compareFingerprint(destination, under, given.fingerprint)
    if (read.until !== null) checkValid(destination, read.until, now)
    return {
      ...{ under, validTo: read.until, notices: ['sealed-once-more'], ending: '.cms' },
      envelope: { by: 'cms', recipients: [read.recipient] },
    }
  }
  const { recipients, fingerprint } = readAgeRecipients(recipient)
  const under = otherKey(fingerprint, null)
  compareFingerprint(destination, under, given.fingerprint)
  return {
    ...{ under, validTo: null, notices: ['sealed-once-more'], ending: '.age' },
    envelope: { by: 'age', recipients },
  }
}

/** Where a plain key stands while it is used: memory that is no disk, and nobody else’s. */
export const MEMORY = '/dev/shm'

/** How a part is opened on the machine that uses it. */
export function opened({ ending }: Sealing, name: string): Step {
  const to = `${MEMORY}/${name}`
  switch (ending) {
    case '.age':
      return step(
        'open-age',
        { file: `${name}.age`, to },
        'umask 077',
        command('age', '-d', ['-i', 'machine.agekey'], ['-o', to], `${name}.age`),
      )
    case '.cms':
      return step(
        'open-cms',
        { file: `${name}.cms`, to },
        'umask 077',
        command(
          'openssl',
          'cms',
          '-decrypt',
          '-binary',
          ['-inform', 'DER'],
          ['-in', `${name}.cms`],
          ['-inkey', 'machine.key'],
          ['-out', to],
        ),
      )
    case '':
      return step('take-plain', { file: name, to }, command('install', ['-m', '600'], name, to))
  }
}

/** Afterwards. */
export const cleared = (name: string): Step =>
  step('clear', { file: `${MEMORY}/${name}` }, command('shred', '-u', `${MEMORY}/${name}`))
