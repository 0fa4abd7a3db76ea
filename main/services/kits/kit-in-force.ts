import { refuse } from '../../../shared/errors.ts'
import type { Kit } from '../../core/kit/index.ts'
import type { Vault } from '../../vault/index.ts'
import { loggedIn } from './logged-quorum.ts'

/**
 * @throws QUORUM_UNKNOWN when the vault has never heard of the quorum of this kit; VAULT_HEAD when it should
 *         have: it is an older copy, or another branch
 */
export function requireHeld(vault: Vault, kit: Kit): void {
  const { setId } = kit.quorum
  loggedIn(vault, kit)
  if (vault.quorums.list().some(held => held.setId === setId)) return
  throw refuse('QUORUM_UNKNOWN', { setId })
}

/**
 * Refuses a kit that something newer has taken the place of, as far as the vault knows: it would encrypt
 * to a retired backup key, or leave out what was added later. A kit that the vault does not know passes.
 *
 * @throws QUORUM_REPLACED, KIT_OUTDATED
 */
export function requireInForce(vault: Vault, kit: Kit): void {
  const { setId } = kit.quorum
  vault.replacements.requireNone(setId)
  const newest = vault.kits.kitOf(setId)
  if (newest !== null && newest.digest !== kit.digest) throw refuse('KIT_OUTDATED', { setId })
}
