import { KeyclaveError } from '../../../shared/errors.ts'
import { openHeader } from '../age/index.ts'
import { wipe } from '../bytes/index.ts'

/**
 * Whether the header of an age file is for this identity: its file key is unwrapped in a worker and wiped,
 * and no payload is decrypted.
 *
 * @throws AGE_HEADER, AGE_MAC
 */
export async function unwraps(header: Uint8Array, identity: Uint8Array): Promise<boolean> {
  try {
    wipe(await openHeader(header, identity))
    return true
  } catch (error) {
    if (error instanceof KeyclaveError && error.code === 'AGE_NO_MATCH') return false
    throw error
  }
}
