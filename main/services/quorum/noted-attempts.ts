import { KeyclaveError } from '../../../shared/errors.ts'
import type { Kit } from '../../core/kit/index.ts'
import type { Vault } from '../../vault/index.ts'
import type { VaultReference } from '../vaults/index.ts'

/** Refusals that may be somebody trying: noted in the vault, and on its overview when they repeat. */
export const NOTED: { readonly [code: string]: string } = {
  PASSPHRASE_WRONG: 'passphrase.refused',
  SHARE_FOREIGN: 'share.refused',
  SHARE_MISMATCH: 'share.refused',
  SHARE_FORGED: 'share.refused',
}

/** What an attempt was about. */
export const attemptedOn = (kit: Kit | null): string =>
  kit === null ? 'recovery:without-kit' : `quorum:${kit.quorum.setId}`

/**
 * Does what opens a quorum, and notes it in the vault, if there is one, when that is refused like an
 * attempt. Throws what `work` throws: a vault that cannot be written to must not hide what was wrong.
 */
export const notingAttempts = <Result>(
  vault: Vault | null,
  kit: Kit | null,
  work: () => Promise<Result>,
): Promise<Result> =>
  withNote(work, async code => {
    if (vault !== null) note(vault, kit, code)
  })

/** The same in the window, whose vault is opened for each piece of work. */
export const notingAttemptsIn = <Result>(
  reference: VaultReference | null,
  kit: Kit | null,
  work: () => Promise<Result>,
): Promise<Result> =>
  withNote(work, async code => {
    if (reference === null || reference.readOnly) return
    await reference.use('write', vault => note(vault, kit, code)).catch(ignoreRefusal)
  })

async function withNote<Result>(
  work: () => Promise<Result>,
  take: (code: string) => Promise<void>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (isNoted(error)) await take(error.code)
    throw error
  }
}

const isNoted = (error: unknown): error is KeyclaveError =>
  error instanceof KeyclaveError && NOTED[error.code] !== undefined

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof KeyclaveError)) throw error
}

function note({ audit }: Vault, kit: Kit | null, code: string): void {
  const action = NOTED[code]
  if (action === undefined) return
  try {
    audit.append({ actor: 'keyclave', action, subject: attemptedOn(kit), details: { code } })
  } catch (error) {
    ignoreRefusal(error)
  }
}
