import { Buffer } from 'node:buffer'
import { Decrypter, Encrypter } from 'age-encryption'
import { refuse } from '../../shared/errors.ts'
import { ageIdentityText } from './age-identity-text.ts'
import { canonicalBytes, canonicalJson, parseCanonical } from './canonical-json.ts'
import { serveOnce } from './one-shot-worker.ts'
import type { ItemDescription, ItemKind, OpenWork, SealWork } from './sealed-item.ts'
import { copySecret, wipe } from './secret.ts'
import { secretNamed } from './worker-secret.ts'

/** Seals and opens one item; see sealed-item.ts. Here, and only here, its secret is a string. */

const VERSION = 1

/** How each kind of secret is written in JSON: as a person with stock tools needs it. */
const ENCODING: { readonly [kind in ItemKind]: 'hex' | 'base64' | 'ascii' } = {
  'master-key': 'hex',
  'imported-secret': 'base64',
  'backup-identity': 'ascii',
}

/** What is public in the sealed JSON: everything but `secret`. */
const publicPart = (description: ItemDescription, setId: string) => ({
  ...description,
  v: VERSION,
  quorum: setId,
})

async function seal(work: SealWork, secret: Buffer): Promise<Uint8Array> {
  const { description, setId, recipient } = work
  const text = secret.toString(ENCODING[description.kind])
  const plaintext = canonicalBytes({ ...publicPart(description, setId), secret: text })
  try {
    const encrypter = new Encrypter()
    encrypter.addRecipient(recipient)
    return await encrypter.encrypt(plaintext)
  } finally {
    wipe(plaintext)
  }
}

/** The plaintext of the age file; `null` when no recipient of it is this identity. */
async function decrypt(work: OpenWork, seed: Buffer): Promise<Uint8Array | null> {
  const decrypter = new Decrypter()
  decrypter.addIdentity(ageIdentityText(seed, work.identity))
  try {
    return await decrypter.decrypt(work.sealed)
  } catch (error) {
    if ((error as Error).message.startsWith('no identity matched')) return null
    throw refuse('ITEM_DAMAGED', { item: work.item })
  }
}

/** Compares what the item says of itself with what the kit says of it. */
function compare(work: OpenWork, sealed: { readonly [field: string]: unknown }): void {
  const expected = publicPart(work.description, work.setId)
  const differing = Object.entries(expected).find(([field, value]) => sealed[field] !== value)
  if (differing) throw refuse('KIT_TAMPERED', { where: `${differing[0]} of ${work.item}` })
  if (canonicalJson(sealed) !== canonicalJson(expected)) {
    throw refuse('KIT_TAMPERED', { where: `a field that is missing from ${work.item}` })
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
  const encoding = ENCODING[work.description.kind]
  const bytes = Buffer.from(secret, encoding)
  if (bytes.length === 0 || bytes.toString(encoding) !== secret) throw damaged
  const own = copySecret(bytes)
  wipe(bytes)
  return own
}

serveOnce<SealWork | OpenWork, Uint8Array | 'opened' | 'not mine'>(async (work, secrets) => {
  if (work.does === 'seal') return { output: await seal(work, secretNamed(secrets, 'secret')) }
  const secret = await open(work, secretNamed(secrets, 'seed'))
  return secret ? { output: 'opened', secrets: { secret } } : { output: 'not mine' }
})
