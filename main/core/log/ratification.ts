import type { SignatureCheck } from './people-in-log.ts'

/**
 * Which signatures of a log have to be verified one by one, so that all of them are known to be right.
 *
 * Somebody who signs a statement of the third format signs the whole log that their machine had verified by
 * then: its hashes, and the signatures in it. So that one signature stands for what the same key has signed
 * before. It stands for no other key, and for nothing that says who may sign (FORMAT: Opening a signed log).
 */
export class Ratification {
  readonly #always: SignatureCheck[] = []
  /** By key, in the order of the log: what nothing ratifies so far. */
  readonly #pending = new Map<string, SignatureCheck[]>()

  /** Takes the next signature of a log whose chain is right. */
  add(check: SignatureCheck): true {
    const { key, ratifies } = check
    const pending = this.#pending.get(key) ?? []
    const rest = ratifies === 0 ? pending : after(pending, ratifies)
    this.#pending.set(key, rest)
    if (check.always) this.#always.push(check)
    else rest.push(check)
    return true
  }

  /** The signatures that are left to be verified, in the order of the log. */
  remaining(): readonly SignatureCheck[] {
    return [...this.#always, ...[...this.#pending.values()].flat()].sort(
      (a, b) => a.sequence - b.sequence,
    )
  }
}

function after(checks: SignatureCheck[], sequence: number): SignatureCheck[] {
  const first = checks.findIndex(check => check.sequence > sequence)
  return first === -1 ? [] : checks.slice(first)
}
