/** The window's half of sealing, by the browser's own cryptography. */
import { bytesToHex } from '@noble/hashes/utils.js'
import { DIRECTIONS, NONCE_BYTES } from './agreement.ts'
import type { SealedWith } from './wire.ts'

/** A key of the main side, for one call. */
export interface Offer {
  readonly offer: string
  /** X25519, 32 bytes. */
  readonly publicKey: Uint8Array
}

/** What one call is sealed with, both ways. */
export interface CallKey {
  readonly sealedWith: SealedWith
  readonly seal: (bytes: Uint8Array) => Promise<Uint8Array>
  /** @throws when it was not sealed for this call */
  readonly open: (sealed: Uint8Array) => Promise<Uint8Array>
}

/** What is used of WebCrypto, which browsers and Node have; the types of neither are here. */
interface WebCrypto {
  readonly getRandomValues: (bytes: Uint8Array) => Uint8Array
  readonly subtle: {
    readonly generateKey: (
      name: string,
      extractable: boolean,
      uses: readonly string[],
    ) => Promise<{ readonly publicKey: Key; readonly privateKey: Key }>
    readonly exportKey: (format: 'raw', key: Key) => Promise<ArrayBuffer>
    readonly importKey: (
      format: 'raw',
      bytes: Uint8Array,
      algorithm: string,
      extractable: boolean,
      uses: readonly string[],
    ) => Promise<Key>
    readonly deriveBits: (how: object, key: Key, bits: number) => Promise<ArrayBuffer>
    readonly deriveKey: (
      how: object,
      key: Key,
      kind: object,
      extractable: boolean,
      uses: readonly string[],
    ) => Promise<Key>
    readonly encrypt: (how: object, key: Key, bytes: Uint8Array) => Promise<ArrayBuffer>
    readonly decrypt: (how: object, key: Key, bytes: Uint8Array) => Promise<ArrayBuffer>
  }
}
type Key = object

const { crypto } = globalThis as unknown as { readonly crypto: WebCrypto }

/** Makes a key for one call, and agrees with the main side's. */
export async function agreeOnCallKey({ offer, publicKey }: Offer): Promise<CallKey> {
  const { subtle } = crypto
  const own = await subtle.generateKey('X25519', false, ['deriveBits'])
  const ownPublic = new Uint8Array(await subtle.exportKey('raw', own.publicKey))
  const theirs = await subtle.importKey('raw', publicKey, 'X25519', false, [])
  const how = { name: 'X25519', public: theirs }
  const agreed = new Uint8Array(await subtle.deriveBits(how, own.privateKey, 256))
  const material = await subtle.importKey('raw', agreed, 'HKDF', false, ['deriveKey'])
  agreed.fill(0)
  const salt = new Uint8Array([...publicKey, ...ownPublic])
  const derive = (direction: string, use: 'encrypt' | 'decrypt'): Promise<Key> => {
    const info = Uint8Array.from(direction, character => character.charCodeAt(0))
    const hkdf = { name: 'HKDF', hash: 'SHA-256', salt, info }
    return subtle.deriveKey(hkdf, material, { name: 'AES-GCM', length: 256 }, false, [use])
  }
  const [there, back] = await Promise.all([
    derive(DIRECTIONS.toMain, 'encrypt'),
    derive(DIRECTIONS.toWindow, 'decrypt'),
  ])
  return {
    sealedWith: { offer, publicKey: bytesToHex(ownPublic) },
    seal: async bytes => {
      const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
      const sealed = await subtle.encrypt({ name: 'AES-GCM', iv }, there, bytes)
      bytes.fill(0)
      return new Uint8Array([...iv, ...new Uint8Array(sealed)])
    },
    open: async sealed => {
      const iv = sealed.subarray(0, NONCE_BYTES)
      const box = sealed.subarray(NONCE_BYTES)
      return new Uint8Array(await subtle.decrypt({ name: 'AES-GCM', iv }, back, box))
    },
  }
}
