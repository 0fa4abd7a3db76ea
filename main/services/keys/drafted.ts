import type { Vault } from '../../vault/index.ts'
import type { SignedChange } from '../people/index.ts'

/**
 * A change whose keys are made already, and sealed: it can be judged again by the vault as it is when people
 * have signed, and is another deed if that has changed meanwhile.
 */
export interface Drafted extends SignedChange {
  readonly again: (vault: Vault) => SignedChange
}

export const drafted = (vault: Vault, again: Drafted['again']): Drafted => ({
  ...again(vault),
  again,
})
