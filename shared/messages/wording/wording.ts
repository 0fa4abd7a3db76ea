import type { StatusSignatureProblem } from '../../codes/index.ts'
import type { Applies, ClauseName, ExceptionKind, Section } from '../../compliance.ts'
import type { Output } from '../../contract.ts'
import type { Action, Deed } from '../../deeds.ts'
import type { ShortcutWording } from '../../help/shortcuts-document.ts'
import type { TopicGroup } from '../../help/topics.ts'
import type {
  CardEnd,
  CopyFate,
  Erasure,
  Instruction,
  KeyDue,
  KeyException,
  KeyReason,
  KeyState,
} from '../../key-life.ts'
import type { LogAction, LogNote, OtherLogAction } from '../../log-actions.ts'
import type { RecordStep, StepFacts } from '../../record-steps.ts'
import type { ApartReason, PersonReason, Profile, Role, Waiver } from '../../roles.ts'
import type { KdfProfile } from '../../share.ts'
import type { Need, RolesProblem } from '../../signers.ts'
import type { DeliveriesWording } from './deliveries.ts'

/**
 * What a language has to say about people, deeds, the log and the record. A word that is missing, or that
 * nothing asks for, does not compile.
 */
export interface Wording {
  readonly policy: PolicyWording
  readonly deeds: { readonly [action in Action]: DeedWording<action> }
  readonly log: LogWording
  readonly record: RecordWording
  readonly keys: KeysWording
  readonly status: StatusWording
  readonly compliance: ComplianceWording
  readonly deliveries: DeliveriesWording
  readonly help: HelpWording
}

export interface ComplianceWording {
  readonly applies: { readonly [applies in Applies]: string }
  readonly sections: { readonly [section in Section]: string }
  /** What the records say to a clause, as a sentence. */
  readonly clauses: { readonly [clause in ClauseName]: string }
  /** What is out of the ordinary, as it is said of what it is about. */
  readonly exceptions: { readonly [kind in ExceptionKind]: string }
}

export interface StatusWording {
  /** Why the signatures of a list are not enough, as it is said after "because". */
  readonly problems: { readonly [problem in StatusSignatureProblem]: string }
  /** What a list says of a key or, where none was asked about, of itself. */
  readonly answer: (answer: Output<'status.check'>['answer']) => string
}

export interface KeysWording {
  /** As a list of keys has it: "in use". */
  readonly states: { readonly [state in KeyState]: string }
  /** As it is said after "the reason:". */
  readonly reasons: { readonly [reason in KeyReason]: string }
  /** What whoever holds a copy of a key is to do. */
  readonly instructions: { readonly [instruction in Instruction]: string }
  /** As it is said after "although". */
  readonly exceptions: { readonly [why in KeyException]: string }
  /** How a card was destroyed, as it is said after a colon. */
  readonly cardEnds: { readonly [method in CardEnd]: string }
  /** What became of a copy: "still there". */
  readonly copyFates: { readonly [fate in CopyFate]: string }
  readonly erasures: { readonly [method in Erasure]: string }
  /** "to protect for 12 months and to read for 48 months …": months, and days of `warn`. */
  readonly period: (period: {
    readonly protect: number
    readonly process: number
    readonly rotate: number
    readonly warn: number
  }) => string
  /** What comes up for a key on a day. */
  readonly due: { readonly [what in KeyDue]: string }
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
  /** The button that does it once it is signed: "Begin the ceremony". */
  readonly verb: string
  /** What its entry of the log is called: "Ceremony begun". */
  readonly done: string
}

/** What an entry of the log may say: the names of all details. */
export type DetailName = { [A in LogAction]: Named<LogNote<A>['details']> }[LogAction]

/** Within what is added to an entry: who agreed to it, to what, and of which log. */
type AddedDetail =
  | 'agreed'
  | 'unsigned'
  | 'statement'
  | 'asked'
  | 'log'
  | 'head'
  | 'signatures'
  | 'request'
  | 'terms'
  | 'signature'
  | 'subject'
  | 'id'
  | 'version'
  | 'index'
  | 'backupKeys'
  | 'subsets'
  | 'possible'
  | 'exhaustive'
/** The names of members; an entry that says nothing has none. */
type Named<T> = string extends keyof T ? never : keyof T & string

/** What a subject (`person:…`, `quorum:…`) is called; null: the log does not say. */
export type EntryNames = (subject: string) => string | null

/** An entry as it is told. */
export interface ToldEntry<A extends LogAction> {
  /** Who did it, as a sentence begins. */
  readonly who: string
  readonly subject: LogNote<A>['subject']
  readonly details: LogNote<A>['details']
  readonly names: EntryNames
}

export interface LogWording {
  /** Who did what, of which quorum: a sentence without a digest in it. */
  readonly tells: { readonly [A in LogAction]: (entry: ToldEntry<A>) => string }
  readonly about: {
    /** Who does what nobody did. */
    readonly program: string
    /** Somebody of a vault without people, as a sentence begins: "The operator". */
    readonly unsigned: (actor: string) => string
    /** An entry of another version. */
    readonly unknown: (entry: { readonly who: string; readonly action: string }) => string
    /** Which quorums it is about, where its sentence does not say so. */
    readonly concerns: (setIds: readonly string[], names: EntryNames) => string
    /** Who agreed to it beforehand. */
    readonly signers: (people: readonly string[]) => string
    /** To the second, in the format of this machine's place. */
    readonly when: (time: string) => string
    readonly yes: string
    readonly no: string
    /** Of a detail that is there and empty. */
    readonly nothing: string
  }
  /** What was done; the entries of deeds have their words there. */
  readonly actions: { readonly [action in OtherLogAction]: string }
  readonly details: { readonly [name in DetailName | AddedDetail]: string }
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
