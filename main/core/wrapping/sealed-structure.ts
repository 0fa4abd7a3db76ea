import type { Buffer } from 'node:buffer'
import { KeyclaveError } from '../../../shared/errors.ts'
import type { SealedShareForm } from '../../../shared/sealed-shares.ts'
import { findHeaderEnd } from '../age/index.ts'
import { bodyOf, context, membersOf, NotDer, oidOf, readOne, TAG } from './der.ts'
import { packetsOf } from './openpgp-packets.ts'

/**
 * Whether bytes are whole as something sealed to one recipient: all that whoever lacks the private half can see of
 * it. What it is sealed to, and what is in it, these bytes do not show.
 */
export function isWholeSealed(form: SealedShareForm, bytes: Buffer): boolean {
  try {
    return WHOLE[form](bytes)
  } catch (error) {
    if (error instanceof NotDer || error instanceof KeyclaveError) return false
    throw error
  }
}

const AGE_INTRO = 'age-encryption.org/v1\n'
/** Nonce of the payload, and the tag of its one chunk. */
const AGE_PAYLOAD = 16 + 16
const AUTH_ENVELOPED = '1.2.840.113549.1.9.16.1.23'
const GCM_TAG = 16
/** Of OpenPGP: a session key for one key, and the data with an integrity check. */
const OPENPGP_TAGS = '1,18'

const WHOLE: { readonly [form in SealedShareForm]: (bytes: Buffer) => boolean } = {
  age: bytes => {
    const end = findHeaderEnd(bytes)
    if (end === null || bytes.length - end <= AGE_PAYLOAD) return false
    const header = bytes.toString('latin1', 0, end)
    return header.startsWith(AGE_INTRO) && header.match(/^-> /gm)?.length === 1
  },
  cms: bytes => {
    const [type, content] = membersOf(readOne(bytes, TAG.sequence), TAG.sequence, 2)
    const [message] = membersOf(content, context(0), 1)
    const [, recipients, sealed, tag] = membersOf(message, TAG.sequence, 4)
    return (
      oidOf(type) === AUTH_ENVELOPED &&
      membersOf(recipients, TAG.set, 1).length === 1 &&
      membersOf(sealed, TAG.sequence, 3).length === 3 &&
      bodyOf(tag, TAG.octets).length === GCM_TAG
    )
  },
  openpgp: bytes =>
    packetsOf(bytes)
      .map(({ tag }) => tag)
      .join() === OPENPGP_TAGS,
}
