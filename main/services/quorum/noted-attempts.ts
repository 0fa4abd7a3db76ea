import { KeyclaveError } from '../../../shared/errors.ts'
import type { Subject } from '../../../shared/log-subjects.ts'
import type { TrustedKit } from '../../core/kit/index.ts'
import type { VaultReference } from '../vaults/index.ts'

/** Refusals that may be somebody trying: noted in the vault, and on its overview when they repeat. */
const NOTED: {
  readonly [code: string]: 'passphrase.refused' | 'share.refused' | undefined
} = {
  PASSPHRASE_WRONG: 'passphrase.refused',
  SHARE_FOREIGN: 'share.refused',
  SHARE_MISMATCH: 'share.refused',
  SHARE_FORGED: 'share.refused',
}

/** What an attempt was about. */
const attemptedOn = (kit: TrustedKit | null): Subject<'attempt'> =>
  kit === null ? 'recovery:without-kit' : `quorum:${kit.quorum.setId}`

/**
 * Does what opens a quorum, and notes it in the vault, if there is one to write to, when that is refused
 * like an attempt. Throws what `work` throws: a vault that cannot be written to must not hide what was wrong.
 */
export async function notingAttempts<Result>(
  vault: VaultReference | null,
  kit: TrustedKit | null,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof KeyclaveError) await noteAttempt(vault, kit, error)
    throw error
  }
}

/** Notes a refusal in the vault, if it may be somebody trying and there is one to write to. */
export async function noteAttempt(
  vault: VaultReference | null,
  kit: TrustedKit | null,
  refusal: KeyclaveError,
): Promise<void> {
  if (vault === null || vault.readOnly || isKitsWordAlone(refusal)) return
  await note(vault, kit, refusal.code)
}

/** On the word of a kit that no log knows nobody's card is noted as forged: the kit may be. */
export const isKitsWordAlone = ({ code, data }: KeyclaveError): boolean =>
  code === 'SHARE_FORGED' && data.confirmed === false

async function note(vault: VaultReference, kit: TrustedKit | null, code: string): Promise<void> {
  const action = NOTED[code]
  if (action === undefined) return
  try {
    await vault.use('write', ({ audit }) => {
      audit.append({ actor: 'keyclave', action, subject: attemptedOn(kit), details: { code } })
    })
  } catch (error) {
    if (!(error instanceof KeyclaveError)) throw error
  }
}
