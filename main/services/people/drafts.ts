import { refuse } from '../../../shared/errors.ts'
import type { NewPerson, Vault } from '../../vault/index.ts'
import type { Deed } from './authorize.ts'
import type { NewKeyOf } from './people-changes.ts'
import type { SignedChange } from './signed-change.ts'

/** A change that was planned, judged by the vault as it is when people sign, and again when it is done. */
type PlannedChange = (vault: Vault) => SignedChange

/** What waits for signatures: a key of somebody new, a new one of somebody there, another change, or work outside of the vault. */
type Draft =
  | { readonly kind: 'person'; readonly person: NewPerson }
  | { readonly kind: 'key'; readonly replacement: NewKeyOf }
  | { readonly kind: 'change'; readonly planned: PlannedChange }
  | { readonly kind: 'deed'; readonly deed: Deed }

/** Most drafts that wait; the oldest gives way. */
const MOST_DRAFTS = 20

/** What people have made or planned in the window and nobody has signed yet: public, and gone with the next lock. */
export class Drafts {
  readonly #drafts = new Map<string, Draft>()

  keepPerson(id: string, person: NewPerson): void {
    this.#keep(id, { kind: 'person', person })
  }

  keepKey(id: string, replacement: NewKeyOf): void {
    this.#keep(id, { kind: 'key', replacement })
  }

  keepChange(id: string, planned: PlannedChange): void {
    this.#keep(id, { kind: 'change', planned })
  }

  /** What is done outside of the vault, so that it is looked at again when it is done. */
  keepDeed(id: string, deed: Deed): void {
    this.#keep(id, { kind: 'deed', deed })
  }

  /** @throws DRAFT_UNKNOWN */
  person(id: string): NewPerson {
    const draft = this.#drafts.get(id)
    if (draft?.kind !== 'person') throw refuse('DRAFT_UNKNOWN', {})
    return draft.person
  }

  /** @throws DRAFT_UNKNOWN */
  key(id: string): NewKeyOf {
    const draft = this.#drafts.get(id)
    if (draft?.kind !== 'key') throw refuse('DRAFT_UNKNOWN', {})
    return draft.replacement
  }

  /** @throws DRAFT_UNKNOWN */
  change(id: string): PlannedChange {
    const draft = this.#drafts.get(id)
    if (draft?.kind !== 'change') throw refuse('DRAFT_UNKNOWN', {})
    return draft.planned
  }

  /** @throws DRAFT_UNKNOWN */
  deed(id: string): Deed {
    const draft = this.#drafts.get(id)
    if (draft?.kind !== 'deed') throw refuse('DRAFT_UNKNOWN', {})
    return draft.deed
  }

  /** It is recorded now. */
  delete(id: string): void {
    this.#drafts.delete(id)
  }

  clear(): void {
    this.#drafts.clear()
  }

  #keep(id: string, draft: Draft): void {
    const [oldest] = this.#drafts.keys()
    if (this.#drafts.size >= MOST_DRAFTS && oldest !== undefined) this.#drafts.delete(oldest)
    this.#drafts.set(id, draft)
  }
}
