import { KeyclaveError } from '../../../shared/errors.ts'
import { equalSecrets, wipe } from '../../core/bytes/index.ts'
import { type SecretSource, typedSecret } from '../quorum/index.ts'

/**
 * A new PIN or passphrase, as somebody typed it twice in the window.
 *
 * @returns throws PIN_DIFFERS, naming the person among several
 */
export const typedTwice =
  (first: Uint8Array, second: Uint8Array, name: string): SecretSource =>
  () => {
    const [secret, again] = [typedSecret(first), typedSecret(second)]
    try {
      if (equalSecrets(secret, again)) return secret
      wipe(secret)
      throw new KeyclaveError('PIN_DIFFERS', { source: name })
    } finally {
      wipe(again)
    }
  }
