import { Buffer } from 'node:buffer'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { base64 } from '@scure/base'
import { Decrypter } from 'age-encryption'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import type { PairAlgorithm } from '../../../shared/key-pairs.ts'
import { unwrapWith, wrapFileKey } from '../age/in-worker.ts'
import {
  ageIdentityText,
  openChunks,
  payloadKey,
  sealChunks,
  sealedLength,
  splitAgeFile,
} from '../age/index.ts'
import { allocSecret, copySecret, secretNamed, serveOnce, wipe } from '../bytes/index.ts'
import { canonicalBytes, canonicalJson, parseCanonical } from '../text/index.ts'
import { provesPair } from './private-key.ts'
import type { ItemDescription, ItemKind, OpenAllWork, OpenWork, SealWork } from './sealed-item.ts'

/** Seals, opens and proves one item; see sealed-item.ts. Here, and only here, its secret is a string. */

const VERSION = 1
/** The run of all chunks: the payload is sealed, and opened, in one go. */
const WHOLE = { first: 0, last: true } as const

/** A spelling of bytes. */
interface Spelling {
  readonly encode: (bytes: Uint8Array) => string
  /** Throws when it is not this spelling. */
  readonly decode: (text: string) => Uint8Array
}

const ascii: Spelling = {
  encode: bytes => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1'),
  decode: text => Buffer.from(text, 'latin1'),
}

/**
 * How each kind of secret is written in JSON: as a person with stock tools needs it. Not by a Buffer's
 * hex and base64, which leave a copy in freed memory.
 */
const SPELLINGS: { readonly [kind in ItemKind]: Spelling } = {
  'master-key': { encode: bytesToHex, decode: hexToBytes },
  'imported-secret': base64,
  'key-pair': base64,
  'status-key': { encode: bytesToHex, decode: hexToBytes },
  'backup-identity': ascii,
}

/** What is public in the sealed JSON: everything but `secret`. */
const publicPart = (description: ItemDescription, setId: string) => ({
  ...description,
  v: VERSION,
  quorum: setId,
})

async function seal(
  { setId, recipient }: SealWork,
  { description, nonce }: SealWork['items'][number],
  secret: Buffer,
): Promise<Uint8Array> {
  const text = SPELLINGS[description.kind].encode(secret)
  const plaintext = canonicalBytes({ ...publicPart(description, setId), secret: text })
  let fileKey: Buffer | null = null
  let key: Buffer | null = null
  try {
    const made = await wrapFileKey([recipient])
    fileKey = made.fileKey
    key = payloadKey(fileKey, nonce)
    const payload = Buffer.alloc(sealedLength(plaintext.length))
    sealChunks(key, WHOLE, [plaintext], payload)
    return new Uint8Array(Buffer.concat([made.header, nonce, payload]))
  } finally {
    wipe(plaintext, fileKey, key)
  }
}

/** The plaintext of the age file, to be wiped; `null` when no recipient of it is this identity. */
async function decrypt(work: OpenWork, seed: Buffer): Promise<Buffer | null> {
  const decrypter = new Decrypter()
  decrypter.addIdentity(ageIdentityText(seed, work.identity))
  let fileKey: Buffer | null = null
  let key: Buffer | null = null
  try {
    const { header, nonce, payload } = splitAgeFile(Buffer.from(work.sealed))
    fileKey = await unwrapWith(decrypter, header)
    key = payloadKey(fileKey, nonce)
    const plaintext = allocSecret(payload.length)
    const { length, failure } = openChunks(key, WHOLE, payload, plaintext)
    if (failure === null) return plaintext.subarray(0, length)
    wipe(plaintext)
    throw refuse(failure.code, { chunk: failure.chunk })
  } catch (error) {
    if (!(error instanceof KeyclaveError)) throw error
    if (error.code === 'AGE_NO_MATCH') return null
    throw refuse('ITEM_DAMAGED', { item: work.item })
  } finally {
    wipe(fileKey, key)
  }
}

/** Compares what the item says of itself with what the kit says of it. */
function compare(work: OpenWork, sealed: { readonly [field: string]: unknown }): void {
  const expected = publicPart(work.description, work.setId)
  const differing = Object.entries(expected).find(([field, value]) => sealed[field] !== value)
  if (differing) throw refuse('KIT_TAMPERED', { where: { item: work.item, field: differing[0] } })
  if (canonicalJson(sealed) !== canonicalJson(expected)) {
    throw refuse('KIT_TAMPERED', { where: { item: work.item, field: null } })
  }
}

async function open(work: OpenWork, seed: Buffer): Promise<Buffer | null> {
  const plaintext = await decrypt(work, seed)
  if (plaintext === null) return null
  const parsed = parseCanonical(plaintext)
  wipe(plaintext)
  const damaged = refuse('ITEM_DAMAGED', { item: work.item })
  if (!('value' in parsed) || typeof parsed.value !== 'object' || parsed.value === null) {
    throw damaged
  }
  const { secret, ...described } = parsed.value as { readonly [field: string]: unknown }
  if (typeof secret !== 'string') throw damaged
  compare(work, described)
  const bytes = decodeSecret(SPELLINGS[work.description.kind], secret)
  if (bytes === null) throw damaged
  const own = copySecret(bytes)
  wipe(bytes)
  return own
}

/** The secret's bytes; `null` when it is empty, or not spelled in the one way it can be. */
function decodeSecret({ encode, decode }: Spelling, text: string): Uint8Array | null {
  try {
    const bytes = decode(text)
    return bytes.length > 0 && encode(bytes) === text ? bytes : null
  } catch {
    return null
  }
}

/** Whether what is sealed is the private half of the pair that is described. */
function isHalfOf({ algorithm, publicKey }: ItemDescription, secret: Buffer): boolean {
  // The library takes no memory that threads share.
  const own = copySecret(secret)
  try {
    return provesPair(own, {
      algorithm: algorithm as PairAlgorithm,
      publicKey: String(publicKey),
    })
  } finally {
    wipe(own)
  }
}

/** Those that are sealed to this quorum, by their numbers. */
async function openAll(
  { items, setId, identity }: OpenAllWork,
  seed: Buffer,
): Promise<{ readonly [number: string]: Buffer }> {
  const opened: { [number: string]: Buffer } = {}
  try {
    for (const [i, item] of items.entries()) {
      const secret = await open({ does: 'open', ...item, setId, identity }, seed)
      if (secret !== null) opened[`${i}`] = secret
    }
    return opened
  } catch (error) {
    wipe(...Object.values(opened))
    throw error
  }
}

type Work = SealWork | OpenWork | OpenAllWork

serveOnce<Work, readonly Uint8Array[] | 'opened' | 'not mine' | boolean>(async (work, secrets) => {
  if (work.does === 'open-all') {
    return { output: 'opened', secrets: await openAll(work, secretNamed(secrets, 'seed')) }
  }
  if (work.does === 'seal') {
    const output: Uint8Array[] = []
    for (const [i, item] of work.items.entries()) {
      output.push(await seal(work, item, secretNamed(secrets, `${i}`)))
    }
    return { output }
  }
  const secret = await open(work, secretNamed(secrets, 'seed'))
  if (work.does === 'prove') {
    const proved = secret !== null && isHalfOf(work.description, secret)
    wipe(secret)
    return { output: proved }
  }
  return secret ? { output: 'opened', secrets: { secret } } : { output: 'not mine' }
})
