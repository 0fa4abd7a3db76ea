import { Buffer } from 'node:buffer'
import { createCipheriv, createDecipheriv } from 'node:crypto'
import sodium from 'sodium-native'
import { DIRECTIONS, NONCE_BYTES, TAG_BYTES } from '../../../shared/secret/agreement.ts'
import { hkdf } from './hkdf.ts'
import type { RandomSource } from './random.ts'
import { allocSecret, wipe } from './secret.ts'

/** The main side's half of sealing what is secret in a call of the window (shared/secret/agreement.ts). */

/** What one call is sealed with, both ways. */
export interface CallKey {
  /** @throws when it was not sealed for this call. The caller wipes what it gets. */
  readonly open: (sealed: Uint8Array) => Buffer
  /** The caller still owns the bytes. */
  readonly seal: (bytes: Uint8Array) => Buffer
  /** Wipes it: nothing that was sealed with it can be opened any more. */
  readonly end: () => void
}

/** A key that waits for one call. */
export interface OfferedKey {
  /** X25519, 32 bytes. */
  readonly publicKey: Buffer
  /** Agrees with the window's key; the offered one is wiped. @throws of a key of low order */
  readonly agree: (theirs: Uint8Array) => CallKey
  readonly end: () => void
}

export function offerKey(random: RandomSource): OfferedKey {
  const secretKey = random(sodium.crypto_scalarmult_SCALARBYTES)
  const publicKey = Buffer.alloc(sodium.crypto_scalarmult_BYTES)
  sodium.crypto_scalarmult_base(publicKey, secretKey)
  return {
    publicKey,
    agree: theirs => {
      const agreed = allocSecret(sodium.crypto_scalarmult_BYTES)
      try {
        sodium.crypto_scalarmult(agreed, secretKey, Buffer.from(theirs))
        const salt = Buffer.concat([publicKey, theirs])
        const derive = (direction: string): Buffer => hkdf(agreed, salt, direction, 32)
        return callKey(derive(DIRECTIONS.toMain), derive(DIRECTIONS.toWindow), random)
      } finally {
        wipe(agreed, secretKey)
      }
    },
    end: () => wipe(secretKey),
  }
}

const callKey = (toMain: Buffer, toWindow: Buffer, random: RandomSource): CallKey => ({
  open: sealed => {
    const nonce = sealed.subarray(0, NONCE_BYTES)
    const tag = sealed.subarray(sealed.byteLength - TAG_BYTES)
    const cipher = createDecipheriv('aes-256-gcm', toMain, nonce, { authTagLength: TAG_BYTES })
    cipher.setAuthTag(tag)
    const inside = sealed.subarray(NONCE_BYTES, sealed.byteLength - TAG_BYTES)
    const [body, rest] = [cipher.update(inside), cipher.final()]
    try {
      const bytes = allocSecret(body.byteLength + rest.byteLength)
      bytes.set(body)
      bytes.set(rest, body.byteLength)
      return bytes
    } finally {
      wipe(body, rest)
    }
  },
  seal: bytes => {
    const nonce = random(NONCE_BYTES)
    const cipher = createCipheriv('aes-256-gcm', toWindow, nonce, { authTagLength: TAG_BYTES })
    return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
  },
  end: () => wipe(toMain, toWindow),
})
