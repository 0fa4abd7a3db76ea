import type { RandomSource } from '../core/random.ts'
import { openVault, type Vault } from '../vault/vault.ts'

/** Opens a vault with this program's clock and randomness; the caller closes it. */
export type OpenVault = (path: string, mode: 'read' | 'write') => Promise<Vault>

export const vaultOpener =
  ({ now, random }: { readonly now: () => Date; readonly random: RandomSource }): OpenVault =>
  (path, mode) =>
    openVault({ path, mode, now, random })
