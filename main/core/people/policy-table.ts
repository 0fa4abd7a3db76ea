import type { Waiver } from '../../../shared/roles.ts'
import type { Relief, Requirement } from '../../../shared/signers.ts'

/** Who signs for one deed, and which entry records it. */
export interface DeedRule {
  /** The action of the log entry that must carry what was agreed to. */
  readonly entry: string
  /** Members that a statement about it must have: without one of them it is about something else. */
  readonly binds: readonly string[]
  readonly strict: Requirement
  /** The entry stands at the end of long work: what was agreed to is recorded within seven days. */
  readonly lasts?: true
  /** What a small team needs instead. */
  readonly smallTeam?: Relief
}

/**
 * A policy: who must sign for what, under a number. A log says by which number its people sign (FORMAT:
 * Policies), and what was signed is verified by that one for ever. So each number is a file of its own, which
 * is never edited once a version has been released with it; another rule is another number.
 */
export interface PolicyTable {
  readonly number: number
  readonly deeds: { readonly [action: string]: DeedRule }
  /** The rules that a small team does without. */
  readonly waivers: readonly Waiver[]
}
