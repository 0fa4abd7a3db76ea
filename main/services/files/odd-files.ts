import { matchesGlob } from 'node:path'
import { ODD_KINDS, type OddKind } from '../../../shared/codes/index.ts'
import { refuse } from '../../../shared/errors.ts'
import type { LeftOut } from '../../core/backup/index.ts'

/** How many of a kind are named. */
const NAMED = 10

interface Odd {
  count: number
  readonly first: string[]
}

const isKind = (text: string): text is OddKind => (ODD_KINDS as readonly string[]).includes(text)

/**
 * What a backup cannot hold, gathered until all is seen, and what people agreed to leave out of it: kinds, and
 * patterns of paths in the backup (`Mail/**\/*.tmp`).
 */
export class OddFiles {
  readonly #kinds: ReadonlySet<string>
  readonly #patterns: readonly string[]
  readonly #odd = new Map<OddKind, Odd>()
  readonly #matched = new Map<string, number>()

  constructor(leaveOut: readonly string[] = []) {
    this.#kinds = new Set(leaveOut.filter(isKind))
    this.#patterns = leaveOut.filter(text => !isKind(text))
  }

  /** Whether people agreed to leave out what is of this kind. */
  leavesOutKind(kind: OddKind): boolean {
    return this.#kinds.has(kind)
  }

  /** Whether a pattern leaves this path out, with all that is below it. */
  leavesOut(path: string): boolean {
    const pattern = this.#patterns.find(one => matchesGlob(path, one))
    if (pattern === undefined) return false
    this.#matched.set(pattern, (this.#matched.get(pattern) ?? 0) + 1)
    return true
  }

  /** Takes a note of something that cannot be kept. */
  found(kind: OddKind, path: string): void {
    const odd = this.#odd.get(kind) ?? { count: 0, first: [] }
    odd.count += 1
    if (odd.first.length < NAMED) odd.first.push(path)
    this.#odd.set(kind, odd)
  }

  /**
   * What is left out by agreement, once everything was seen.
   *
   * @param some whether anything is left to be kept
   * @throws BACKUP_ODD with all that nobody agreed to leave out
   */
  settle(some: boolean): readonly LeftOut[] {
    const all = ODD_KINDS.flatMap(kind => {
      const odd = this.#odd.get(kind)
      return odd === undefined ? [] : [{ kind, count: odd.count, first: odd.first }]
    })
    const odd = all.filter(({ kind }) => !(some && this.#kinds.has(kind)))
    if (odd.length > 0) throw refuse('BACKUP_ODD', { odd })
    return [
      ...all.map(({ kind, count }) => ({ what: kind, count })),
      ...[...this.#matched].map(([what, count]) => ({ what, count })),
    ]
  }
}
