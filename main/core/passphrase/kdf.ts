import type { Buffer } from 'node:buffer'
import type { KdfProfile } from '../../../shared/share.ts'
import { runOnce, secretNamed, taggedHash } from '../bytes/index.ts'

/** From the passphrase to 32 bytes, slowly: each guess costs one Argon2id. Source: FORMAT, Keys. */

export interface KdfCost {
  readonly memoryKiB: number
  readonly passes: number
  readonly lanes: number
}

/**
 * The profiles that a share can name. Nothing weaker exists.
 *
 * 1 is RFC 9106 §4, second recommended option; 2 the first; 3 stands between them and is the default.
 */
export const KDF_PROFILES: { readonly [profile in KdfProfile]: KdfCost } = {
  1: { memoryKiB: 64 * 1024, passes: 3, lanes: 4 },
  2: { memoryKiB: 2 * 1024 * 1024, passes: 1, lanes: 4 },
  3: { memoryKiB: 1024 * 1024, passes: 4, lanes: 4 },
}

/**
 * The Argon2 salt: 32 lower-case hex characters, as ASCII, since the stock `argon2` command takes its
 * salt as an argument.
 *
 * @param setId 5 bytes
 */
export const passphraseSalt = (setId: Uint8Array): string =>
  taggedHash('keyclave/v1 passphrase salt', setId).subarray(0, 16).toString('hex')

/**
 * `Kp`, 32 bytes; the caller wipes it.
 *
 * @param passphrase UTF-8; the caller still owns it
 * @param setId      5 bytes
 * @throws PASSPHRASE_ENCODING; KDF_MEMORY when the machine cannot give the profile its memory
 */
export async function deriveKp(
  passphrase: Uint8Array,
  setId: Uint8Array,
  profile: KdfProfile,
): Promise<Buffer> {
  return await stretch(passphrase, passphraseSalt(setId), KDF_PROFILES[profile])
}

/**
 * Argon2id (RFC 9106) of a passphrase or PIN after NFKC: 32 bytes; the caller wipes them.
 *
 * @param secret UTF-8; the caller still owns it
 * @param salt   ASCII
 * @throws PASSPHRASE_ENCODING, KDF_MEMORY
 */
export async function stretch(secret: Uint8Array, salt: string, cost: KdfCost): Promise<Buffer> {
  const { secrets } = await runOnce(
    new URL('./kdf.worker.ts', import.meta.url),
    { salt, cost },
    { passphrase: secret },
  )
  return secretNamed(secrets, 'kp')
}
