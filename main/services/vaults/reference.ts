import type { Vault, VaultMode } from '../../vault/index.ts'

/**
 * A vault as a verb keeps hold of it while it works. The window opens it for each piece of work; the
 * command line has opened it once for the whole command.
 */
export interface VaultReference {
  readonly path: string
  readonly readOnly: boolean
  /**
   * Does something with the vault. For writing it is locked meanwhile, and only then. `look` is for what only
   * shows what a vault says: it opens one, too, that is not what its log says.
   *
   * @throws VAULT_READ_ONLY, VAULT_*; VAULT_TABLES, AUDIT_BROKEN, but not to look
   */
  readonly use: <Result>(
    mode: VaultMode,
    work: (vault: Vault) => Result | Promise<Result>,
  ) => Promise<Result>
}

/** A vault that is open for writing already; its owner closes it. */
export const openReference = (vault: Vault): VaultReference => ({
  path: vault.path,
  readOnly: false,
  use: async (_, work) => work(vault),
})
