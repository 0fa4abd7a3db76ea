import { Buffer } from 'node:buffer'
import { aead, allocSecret, type RandomSource, wipe } from '../bytes/index.ts'
import { KDF_PROFILES, stretch } from '../passphrase/index.ts'
import { SEED_BYTES, type Signer, signerOf } from './signature.ts'

/**
 * A person's sign-in key: an Ed25519 seed, sealed under their PIN or passphrase (FORMAT: Sign-in keys).
 *
 * Argon2id of the secret (RFC 9106, second recommended option) gives the key of a ChaCha20-Poly1305
 * (RFC 8439) box around the seed. Person and public key are bound in as additional data, so that no box
 * can be put in another's place.
 */

/** A sealed key, as it is stored. All of it may be known; it is as strong as the secret. */
export interface SealedSignInKey {
  /** 64 hex digits. */
  readonly publicKey: string
  /** 32 hex digits, random; as ASCII it is the salt of Argon2id. */
  readonly salt: string
  /** 24 hex digits, random. */
  readonly nonce: string
  /** 96 hex digits: the sealed seed and its tag. */
  readonly box: string
}

const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Makes a key for a person.
 *
 * @param person 16 hex digits
 * @param secret     PIN or passphrase, UTF-8, judged already; the caller still owns it
 * @param possession what the new key is to sign, of its public key: 64 hex digits
 * @returns the key, and its signature over that
 */
export async function newSignInKey(
  person: string,
  secret: Uint8Array,
  random: RandomSource,
  possession: (publicKey: string) => string,
): Promise<SealedSignInKey & { readonly possession: string }> {
  const seed = random(SEED_BYTES)
  try {
    const sealed = await seal(person, seed, secret, random)
    const signer = signerOf(seed)
    try {
      return { ...sealed, possession: signer.sign(possession(sealed.publicKey)) }
    } finally {
      signer.close()
    }
  } finally {
    wipe(seed)
  }
}

/**
 * Opens a key for signing.
 *
 * @param secret UTF-8; the caller still owns it
 * @returns a signer, for the caller to close soon; null when the secret is wrong, or the box another's
 * @throws KDF_MEMORY
 */
export async function openSignInKey(
  person: string,
  sealed: SealedSignInKey,
  secret: Uint8Array,
): Promise<Signer | null> {
  const seed = await open(person, sealed, secret)
  if (seed === null) return null
  try {
    const signer = signerOf(seed)
    if (signer.publicKey === sealed.publicKey) return signer
    signer.close()
    return null
  } finally {
    wipe(seed)
  }
}

/**
 * The same key under another PIN or passphrase.
 *
 * @returns null when the old secret is wrong
 */
export async function resealSignInKey(
  person: string,
  sealed: SealedSignInKey,
  old: Uint8Array,
  fresh: Uint8Array,
  random: RandomSource,
): Promise<SealedSignInKey | null> {
  const seed = await open(person, sealed, old)
  if (seed === null) return null
  try {
    return await seal(person, seed, fresh, random)
  } finally {
    wipe(seed)
  }
}

async function seal(
  person: string,
  seed: Buffer,
  secret: Uint8Array,
  random: RandomSource,
): Promise<SealedSignInKey> {
  const signer = signerOf(seed)
  signer.close()
  const { publicKey } = signer
  const salt = random(16).toString('hex')
  const nonce = random(NONCE_BYTES)
  const key = await stretch(secret, salt, KDF_PROFILES[1])
  try {
    const box = Buffer.alloc(SEED_BYTES + TAG_BYTES)
    aead.crypto_aead_chacha20poly1305_ietf_encrypt(
      box,
      seed,
      boundTo(person, publicKey),
      null,
      nonce,
      key,
    )
    return { publicKey, salt, nonce: nonce.toString('hex'), box: box.toString('hex') }
  } finally {
    wipe(key)
  }
}

async function open(
  person: string,
  { publicKey, salt, nonce, box }: SealedSignInKey,
  secret: Uint8Array,
): Promise<Buffer | null> {
  const key = await stretch(secret, salt, KDF_PROFILES[1])
  const seed = allocSecret(SEED_BYTES)
  try {
    aead.crypto_aead_chacha20poly1305_ietf_decrypt(
      seed,
      null,
      Buffer.from(box, 'hex'),
      boundTo(person, publicKey),
      Buffer.from(nonce, 'hex'),
      key,
    )
    return seed
  } catch {
    wipe(seed)
    return null
  } finally {
    wipe(key)
  }
}

/** Additional data: tag, person (8 bytes), public key (32 bytes). */
const boundTo = (person: string, publicKey: string): Buffer =>
  Buffer.concat([
    Buffer.from('keyclave/v1 sign-in key', 'ascii'),
    Buffer.from(person, 'hex'),
    Buffer.from(publicKey, 'hex'),
  ])
