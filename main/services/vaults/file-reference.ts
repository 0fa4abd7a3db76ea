import { refuse } from '../../../shared/errors.ts'
import type { Watch } from '../tasks/index.ts'
import { reportInterrupted } from './interrupted.ts'
import type { VaultReference } from './reference.ts'
import { type OpenVault, requireVaultFile } from './vaults.ts'

/**
 * A vault that a command records in. It is opened for each piece of work, as in the window: the files to
 * back up may contain it, and reading it would give up this process's lock on it. It is always opened for
 * writing, so that an older one is brought up to date before anything is asked of it.
 *
 * A vault that is not there is refused: a misspelt name must not become a vault without people.
 *
 * @param watch is told of a ceremony that a crash had left open
 */
export const vaultAt = (
  path: string,
  openVault: OpenVault,
  watch: Pick<Watch, 'onEvent'>,
): VaultReference => ({
  path,
  readOnly: false,
  use: async (_, work) => {
    requireVaultFile(path)
    const vault = await openVault(path, 'write')
    try {
      reportInterrupted(vault, watch)
      return await work(vault)
    } finally {
      vault.close()
    }
  },
})

/** A vault that a command only looks at: its file is left as it is, to the byte. */
export const vaultToRead = (path: string, openVault: OpenVault): VaultReference => ({
  path,
  readOnly: true,
  use: async (mode, work) => {
    if (mode === 'write') throw refuse('VAULT_READ_ONLY', { path })
    const vault = await openVault(path, mode)
    try {
      return await work(vault)
    } finally {
      vault.close()
    }
  },
})
