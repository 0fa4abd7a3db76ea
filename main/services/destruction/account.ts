import type { CopyFate } from '../../../shared/key-life.ts'
import type { Vault } from '../../vault/index.ts'
import type { SignedChange } from '../people/index.ts'
import { requireNote } from './destroyed-cards.ts'
import { itemNamed } from './named-item.ts'
import { requireDestroyed } from './what-is-known.ts'

/** What became of one copy. */
export interface CopyNote {
  /** As `copiesOf` names it, or what people call one that nobody recorded. */
  readonly copy: string
  readonly fate: CopyFate
  readonly by: string
  /** The number of a bag, a device, a medium; null: none. */
  readonly serial: string | null
}

/**
 * What became of copies of something that was destroyed here.
 *
 * @throws as `itemNamed`; NOT_DESTROYED, DESTRUCTION_NOTE
 */
export const copiesAccounted =
  (item: string, setId: string | undefined, copies: readonly CopyNote[]) =>
  (vault: Vault): SignedChange => {
    const named = itemNamed(vault, item, setId, 'destroyed')
    requireDestroyed(vault, named)
    for (const { copy, by, serial } of copies) {
      requireNote('copy', copy)
      requireNote('by', by)
      if (serial !== null) requireNote('serial', serial)
    }
    const { subject } = named
    return {
      unsigned: 'administrator',
      deed: { action: 'destruction.account', terms: { subject, copies } },
      carryOut: ({ actor }) => vault.destructions.account({ actor, item: subject, copies }),
    }
  }
