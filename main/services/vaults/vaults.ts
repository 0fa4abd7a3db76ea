import { lstatSync, rmSync } from 'node:fs'
import { refuse } from '../../../shared/errors.ts'
import type { RandomSource } from '../../core/bytes/index.ts'
import { openVault, type Vault, type VaultMode } from '../../vault/index.ts'

/** Opens a vault with this program's clock and randomness; the caller closes it. */
export type OpenVault = (path: string, mode: VaultMode) => Promise<Vault>

export const vaultOpener =
  ({ now, random }: { readonly now: () => Date; readonly random: RandomSource }): OpenVault =>
  (path, mode) =>
    openVault({ path, mode, now, random })

/** For what only a vault that exists already can have recorded. @throws VAULT_MISSING */
export function requireVaultFile(path: string): void {
  if (!isVaultFile(path)) throw refuse('VAULT_MISSING', { path })
}

/** Whether something is there that could be a vault; opening it tells. */
export const isVaultFile = (path: string): boolean =>
  lstatSync(path, { throwIfNoEntry: false }) !== undefined

/** Makes a vault without people, and closes it. @throws FILE_EXISTS, VAULT_* */
export async function makeVault(path: string, open: OpenVault): Promise<void> {
  if (isVaultFile(path)) throw refuse('FILE_EXISTS', { path })
  const vault = await open(path, 'write')
  vault.close()
}

/** Takes away a closed vault in which nothing was recorded, with the files that SQLite keeps beside it. */
export function removeVault(path: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true })
}
