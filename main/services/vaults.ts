import { lstatSync } from 'node:fs'
import { refuse } from '../../shared/errors.ts'
import type { RandomSource } from '../core/random.ts'
import { openVault, type Vault } from '../vault/vault.ts'

/** Opens a vault with this program's clock and randomness; the caller closes it. */
export type OpenVault = (path: string, mode: 'read' | 'write') => Promise<Vault>

export const vaultOpener =
  ({ now, random }: { readonly now: () => Date; readonly random: RandomSource }): OpenVault =>
  (path, mode) =>
    openVault({ path, mode, now, random })

/** For what only a vault that exists already can have recorded. @throws VAULT_MISSING */
export function requireVaultFile(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) {
    throw refuse('VAULT_MISSING', { path })
  }
}
