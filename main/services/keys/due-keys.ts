import { type Day, type Due, dayOf, dueOf } from '../../core/life/index.ts'
import type { SealedKey, Vault } from '../../vault/index.ts'
import { lifeOf } from './life-of-key.ts'
import { keysInForce, newestOf } from './named-key.ts'

/** Something that the newest version of a key is due for. */
export interface KeyDue {
  readonly key: SealedKey
  readonly due: Due
}

/** Days before a day of its own on which a key is named where nothing was agreed on for its purpose. */
export const WARN_DAYS = 90

/**
 * What the newest version of each key of the quorums in force is due for, the soonest first. Every list of what
 * is due is this one.
 *
 * @param within days from today; null: as many as were agreed on for the purpose of each key
 */
export function dueKeys(vault: Vault, within: number | null, now: Date): readonly KeyDue[] {
  const today = dayOf(now)
  const versions = Map.groupBy(keysInForce(vault), ({ id }) => id)
  return [...versions.values()]
    .flatMap(([first, ...others]) =>
      first === undefined ? [] : dueOfKey(vault, newestOf([first, ...others]), within, today),
    )
    .toSorted((one, other) => one.due.days - other.due.days)
}

/** What one version is due for, if it is the newest of its key. */
function dueOfKey(vault: Vault, key: SealedKey, within: number | null, today: Day): KeyDue[] {
  const period = vault.cryptoperiods.of(key.purpose)
  const ahead = within ?? period?.warn ?? WARN_DAYS
  return dueOf(lifeOf(key), period, today, ahead).map(due => ({ key, due }))
}

/** Keys whose next version is due, each once. */
export interface ToRotate {
  /** Their next versions are made here. */
  readonly made: readonly SealedKey[]
  /** The next one of an imported secret is brought, in a file of its own. */
  readonly brought: readonly SealedKey[]
}

/** @param setId of this quorum alone; absent: of all in force */
export function keysToRotate(
  vault: Vault,
  { within, setId }: { readonly within: number | null; readonly setId?: string },
  now: Date,
): ToRotate {
  const due = dueKeys(vault, within, now)
    .filter(({ due: { what } }) => what === 'rotate' || what === 'protect-ends')
    .filter(({ key }) => setId === undefined || key.setId === setId)
  const keys = [...new Map(due.map(({ key }) => [key.id, key])).values()]
  return {
    made: keys.filter(({ kind }) => kind !== 'imported-secret'),
    brought: keys.filter(({ kind }) => kind === 'imported-secret'),
  }
}

/** Those that one deed is about; where nothing can be made here, what is to be brought, which is refused with how. */
export const namesToRotate = ({ made, brought }: ToRotate): readonly string[] =>
  (made.length > 0 ? made : brought).map(({ id }) => id)
