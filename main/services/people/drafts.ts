import { refuse } from '../../../shared/errors.ts'
import type { NewPerson } from '../../vault/index.ts'
import type { NewKeyOf } from './people-changes.ts'

/** A key that waits for signatures: of somebody new, or a new one of somebody there. */
type Draft =
  | { readonly kind: 'person'; readonly person: NewPerson }
  | { readonly kind: 'key'; readonly replacement: NewKeyOf }

/** Most drafts that wait; the oldest gives way. */
const MOST_DRAFTS = 20

/** What people have made in the window and nobody has signed yet: public, and gone with the next lock. */
export class Drafts {
  readonly #drafts = new Map<string, Draft>()

  keepPerson(id: string, person: NewPerson): void {
    this.#keep(id, { kind: 'person', person })
  }

  keepKey(id: string, replacement: NewKeyOf): void {
    this.#keep(id, { kind: 'key', replacement })
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
