import type { Action, Deed } from '../../deeds.ts'
import type { ShortcutWording } from '../../help/shortcuts-document.ts'
import type { TopicGroup } from '../../help/topics.ts'
import type { LogAction, LogNote, OtherLogAction } from '../../log-actions.ts'
import type { RecordStep, StepFacts } from '../../record-steps.ts'
import type { ApartReason, PersonReason, Profile, Role, Waiver } from '../../roles.ts'
import type { KdfProfile } from '../../share.ts'
import type { Need, RolesProblem } from '../../signers.ts'

/**
 * What a language has to say about people, deeds, the log and the record. A word that is missing, or that
 * nothing asks for, does not compile.
 */
export interface Wording {
  readonly policy: PolicyWording
  readonly deeds: { readonly [action in Action]: DeedWording<action> }
  readonly log: LogWording
  readonly record: RecordWording
  readonly help: HelpWording
}

export interface HelpWording {
  /** What documents of one kind stand under. */
  readonly groups: { readonly [group in TopicGroup]: string }
  readonly shortcuts: ShortcutWording
}

export interface PolicyWording {
  readonly roles: {
    /** "administrator", "an administrator", and what they do. */
    readonly [role in Role]: { readonly name: string; readonly one: string; readonly does: string }
  }
  readonly profiles: {
    readonly [profile in Profile]: { readonly title: string; readonly hint: string }
  }
  /** As it is said after "the reason:". */
  readonly reasons: { readonly [reason in PersonReason]: string }
  readonly waivers: {
    readonly [waiver in Waiver]: { readonly title: string; readonly why: string }
  }
  /** Why two roles are kept apart, as it is said after "because". */
  readonly apart: { readonly [reason in ApartReason]: string }
  /** "administrator and witness". */
  readonly rolesTogether: (roles: readonly Role[]) => string
  /** "two people who are administrators or witnesses", "everyone who is in the room". */
  readonly need: (need: Need) => string
  /** What is wrong with one person's roles, as the end of a sentence. */
  readonly rolesProblem: (problem: RolesProblem) => string
  /** What a guess at the passphrase costs, wherever it is said: "KDF profile 3: 1 GiB of memory, four passes". */
  readonly kdf: { readonly [profile in KdfProfile]: string }
  /** Who opens a quorum: "any 3 of these 5 people, together with the passphrase". */
  readonly quorum: (quorum: { readonly threshold: number; readonly count: number }) => string
}

export interface DeedWording<A extends Action> {
  /** What it is, as the policy and a refusal call it: "Run a ceremony". */
  readonly title: string
  /**
   * What those who sign agree to, as a sentence without its full stop. It is made of the terms that they
   * sign and, where those have only an id or a hash, the name of what it is.
   */
  readonly what: (terms: Deed<A>['terms'], name: string) => string
  /** What its entry of the log is called: "Ceremony begun". */
  readonly done: string
}

/** What an entry of the log may say: the names of all details. */
export type DetailName = { [A in LogAction]: Named<LogNote<A>['details']> }[LogAction]

/** The names of members; an entry that says nothing has none. */
type Named<T> = string extends keyof T ? never : keyof T & string

export interface LogWording {
  /** What was done; the entries of deeds have their words there. */
  readonly actions: { readonly [action in OtherLogAction]: string }
  readonly details: { readonly [name in DetailName | 'agreed' | 'unsigned']: string }
}

/** A step of a record for a reader: what it was, and what belongs to it. */
export interface Told {
  readonly what: string
  readonly details: string
}

/** The facts of a step as they are read out: numbers and hashes are text already. */
export type Spoken<S extends RecordStep> = {
  readonly [F in keyof StepFacts<S>]: StepFacts<S>[F] extends number | undefined
    ? Exclude<StepFacts<S>[F], number> | string
    : Exclude<StepFacts<S>[F], number>
}

export interface RecordWording {
  readonly steps: { readonly [S in RecordStep]: (facts: Spoken<S>) => Told }
}
