import type { Vault } from '../../vault/index.ts'
import type { Watch } from '../tasks/index.ts'
import { cardsToDestroy } from './cards-to-destroy.ts'

/**
 * Says on the command line that a crash had left a ceremony open: only the program that opens the vault
 * first learns of it.
 */
export function reportInterrupted(vault: Vault | null, { onEvent }: Pick<Watch, 'onEvent'>): void {
  if (!vault?.interrupted) return
  const { id, title, opened } = vault.interrupted
  const destroy = cardsToDestroy(vault, id)
  onEvent({
    kind: 'notice',
    notice: { kind: 'ceremony-interrupted', title, opened, destroy },
  })
}
