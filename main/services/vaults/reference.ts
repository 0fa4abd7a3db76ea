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

/**
 * Does several things with a vault that is opened, and its log verified, once for all of them.
 *
 * @param vault null: there is none, and the work is done beside none
 * @param mode  `write` for what may be noted, too, where the vault may be written to
 */
export async function openedOnce<Result>(
  vault: VaultReference | null,
  mode: Exclude<VaultMode, 'look'>,
  work: (beside: VaultReference | null) => Promise<Result>,
): Promise<Result> {
  if (vault === null) return await work(null)
  const { readOnly, use } = vault
  return await use(readOnly ? 'read' : mode, opened => work({ ...openReference(opened), readOnly }))
}
