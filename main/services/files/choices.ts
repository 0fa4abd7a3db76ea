import path from 'node:path'
import type { ChoiceKind } from '../../../shared/chosen.ts'
import { refuse } from '../../../shared/errors.ts'
import type { RandomSource } from '../../core/bytes/index.ts'

/** As many folders are shown as the ones lately used. */
const MOST_RECENT = 5

interface Choice {
  readonly kind: ChoiceKind
  readonly path: string
}

/**
 * What people chose in this window, and for what. The page of the window has random names of it and no path: what
 * was not chosen has no name, and what was chosen for one thing serves for no other.
 */
export class Choices {
  readonly #random: RandomSource
  readonly #chosen = new Map<string, Choice>()
  readonly #tokens = new Map<string, string>()
  #recent: readonly string[] = []

  constructor(random: RandomSource) {
    this.#random = random
  }

  /** The token of something that a person chose, or that the main side hands out: the same for the same thing. */
  token(kind: ChoiceKind, at: string): string {
    const name = `${kind} ${at}`
    const before = this.#tokens.get(name)
    if (before !== undefined) return before
    const token = this.#random(16).toString('hex')
    this.#tokens.set(name, token)
    this.#chosen.set(token, { kind, path: at })
    return token
  }

  /** @throws CHOICE_UNKNOWN: nobody chose it in this window, or for something else */
  path(kind: ChoiceKind, token: string): string {
    const choice = this.#chosen.get(token)
    if (choice === undefined || choice.kind !== kind) throw refuse('CHOICE_UNKNOWN', {})
    return choice.path
  }

  /** The folder where something lies that was chosen, or that was; null: nobody chose it. */
  folderOf(token: string): string | null {
    const choice = this.#chosen.get(token)
    if (choice === undefined) return null
    return choice.kind === 'folder' ? choice.path : path.dirname(choice.path)
  }

  /** A person was here to choose something. */
  visited(folder: string): void {
    const others = this.#recent.filter(other => other !== folder)
    this.#recent = [folder, ...others].slice(0, MOST_RECENT)
  }

  /** Folders in which something was chosen, the latest first. */
  recent(): readonly string[] {
    return this.#recent
  }

  /** The page that had the tokens is gone. */
  forget(): void {
    this.#chosen.clear()
    this.#tokens.clear()
  }
}
