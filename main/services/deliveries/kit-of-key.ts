import { refuse } from '../../../shared/errors.ts'
import { type Kit, parseKit } from '../../core/kit/index.ts'
import type { Vault } from '../../vault/index.ts'
import { keyNamed } from '../keys/index.ts'

/** The kit, as the vault keeps it, of the quorum in force that seals this key. @throws as `keyNamed`; KIT_NONE */
export function kitOfKey(vault: Vault, wanted: string, today: Date): Kit {
  const { setId } = keyNamed(vault, wanted, today)
  const stored = vault.kits.kitOf(setId)
  if (stored === null) throw refuse('KIT_NONE', { vault: vault.path })
  return parseKit(stored.bytes)
}
