import { Buffer } from 'node:buffer'
import { Decrypter, Encrypter, Stanza } from 'age-encryption'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import { copySecret, wipe } from '../bytes/index.ts'
import { PAYLOAD_NONCE, sealedLength } from './payload.ts'

/**
 * The header of an age file, made and opened by the `age-encryption` library. It handles identities as
 * strings and keeps intermediate keys in its heap: outside tests this runs in a one-shot worker only
 * (age-header.ts).
 */

export interface Header {
  readonly header: Buffer
  /** 16 bytes; the caller wipes them. */
  readonly fileKey: Buffer
}

function addRecipients(encrypter: Encrypter, recipients: readonly string[]): void {
  recipients.forEach((recipient, index) => {
    try {
      encrypter.addRecipient(recipient)
    } catch {
      throw refuse('AGE_RECIPIENT', { recipient: index + 1 })
    }
  })
}

/**
 * Makes a header for a new random file key.
 *
 * The library offers no header alone: it encrypts an empty file, which ends with nonce and one empty
 * chunk, and a recipient without a stanza sees the file key. The library draws the file key itself. It is given a
 * stream and not bytes: to gather bytes it loads what Node fetches pages of the web with, which takes longer than all else here.
 *
 * @throws AGE_RECIPIENT
 */
export async function wrapFileKey(recipients: readonly string[]): Promise<Header> {
  const encrypter = new Encrypter()
  let seen: Uint8Array | null = null
  addRecipients(encrypter, recipients)
  encrypter.addRecipient({
    wrapFileKey: fileKey => {
      seen = fileKey
      return []
    },
  })
  try {
    const parts: Uint8Array[] = []
    for await (const part of await encrypter.encrypt(nothing())) parts.push(part)
    const file = Buffer.concat(parts)
    if (seen === null) throw new Error('age-encryption no longer shows the file key to recipients')
    const header = file.subarray(0, file.length - PAYLOAD_NONCE - sealedLength(0))
    return { header, fileKey: copySecret(seen) }
  } finally {
    wipe(seen)
  }
}

const nothing = (): ReadableStream<Uint8Array> =>
  new ReadableStream({ start: controller => controller.close() })

/** The library's two sentences that are not about a malformed header. */
const REFUSALS = new Map([
  ["no identity matched any of the file's recipients", () => refuse('AGE_NO_MATCH', {})],
  ['invalid header HMAC', () => refuse('AGE_MAC', {})],
])

/** A decrypter for one identity, given as the ASCII bytes of `AGE-SECRET-KEY-…`. */
function decrypterFor(identity: Uint8Array): Decrypter {
  const decrypter = new Decrypter()
  try {
    decrypter.addIdentity(Buffer.from(identity).toString('latin1'))
  } catch {
    throw refuse('AGE_IDENTITY', {})
  }
  return decrypter
}

/**
 * Opens a header with a decrypter of the library.
 *
 * @returns the file key (16 bytes), for the caller to wipe
 * @throws AGE_HEADER, AGE_NO_MATCH, AGE_MAC
 */
export async function unwrapWith(decrypter: Decrypter, header: Uint8Array): Promise<Buffer> {
  let fileKey: Uint8Array | null = null
  try {
    fileKey = await decrypter.decryptHeader(header)
    return copySecret(fileKey)
  } catch (error) {
    if (error instanceof KeyclaveError) throw error
    const refusal = REFUSALS.get((error as Error).message)
    throw refusal?.() ?? refuse('AGE_HEADER', { problem: 'malformed' })
  } finally {
    wipe(fileKey)
  }
}

/**
 * Opens a header with an identity.
 *
 * @param identity ASCII bytes of `AGE-SECRET-KEY-…`
 * @throws AGE_IDENTITY, AGE_HEADER, AGE_NO_MATCH, AGE_MAC
 */
export const unwrapFileKey = (header: Uint8Array, identity: Uint8Array): Promise<Buffer> =>
  unwrapWith(decrypterFor(identity), header)

/** The lines of a stanza: "-> type argument …", then base64 in lines of 64 characters, the last one shorter. */
const STANZA = /^-> [\x21-\x7e]+(?: [\x21-\x7e]+)*\n(?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{0,63}\n/gm

/** The stanzas in the bytes of a header of which some are damaged: those that are still of their form. */
const stanzasIn = (bytes: Buffer): Stanza[] =>
  [...bytes.toString('latin1').matchAll(STANZA)].map(([text]) => {
    const [first = '', ...body] = text.trimEnd().split('\n')
    return new Stanza(
      first.split(' ').slice(1),
      new Uint8Array(Buffer.from(body.join(''), 'base64')),
    )
  })

/** What a decrypter has besides what its type says. */
interface Unwrapping {
  unwrapFileKey(stanzas: readonly Stanza[]): Promise<Uint8Array | null>
}

/**
 * Opens a damaged header: one stanza that an identity unwraps is enough. What the header says besides is not
 * authentic; the file key is, as it opens the payload's chunks.
 *
 * The library checks the whole header before it returns a file key. Its one method that does not is private,
 * and is the same that its public one calls.
 *
 * @param bytes the file's first ones
 * @returns the file key (16 bytes), for the caller to wipe
 * @throws AGE_IDENTITY, AGE_NO_MATCH
 */
export async function unwrapDamaged(bytes: Buffer, identity: Uint8Array): Promise<Buffer> {
  const decrypter = decrypterFor(identity) as unknown as Unwrapping
  for (const stanza of stanzasIn(bytes)) {
    // A damaged one is refused by an exception or by null.
    const fileKey = await decrypter.unwrapFileKey([stanza]).catch(() => null)
    if (fileKey === null) continue
    try {
      return copySecret(fileKey)
    } finally {
      wipe(fileKey)
    }
  }
  throw refuse('AGE_NO_MATCH', {})
}
