import type { ExceptionKind } from '../../../shared/compliance.ts'
import type { KeyReason, KeyState } from '../../../shared/key-life.ts'
import type { Role } from '../../../shared/roles.ts'
import type { Day } from '../../core/life/index.ts'
import type { Vault } from '../../vault/index.ts'

/** What stands in a report for an auditor, line by line. */

/** What a vault records of a period, both days in it, as an auditor asks for it. */
export interface Period {
  readonly from: Day
  readonly to: Day
}

export interface KeyLine {
  readonly label: string
  readonly id: string
  readonly version: number
  readonly kind: string
  readonly purpose: string
  readonly setId: string
  readonly fingerprint: string | null
  readonly made: Day
  readonly activates: Day | null
  readonly protectUntil: Day | null
  readonly processUntil: Day | null
  /** At the end of the period. */
  readonly state: KeyState
  /** What became of it in the period. */
  readonly transitions: readonly {
    readonly on: string
    readonly from: KeyState
    readonly to: KeyState
    readonly reason: KeyReason
    readonly occurred: Day | null
  }[]
}

export interface CryptoperiodLine {
  readonly label: string
  readonly version: number
  readonly purpose: string
  /** Days from its first to its last on which it protects, and to the last on which it is read. */
  readonly protectDays: number | null
  readonly processDays: number | null
  /** What is agreed on for its purpose, in months, and days of `warn`; null: nothing is. */
  readonly agreed: ReturnType<Vault['cryptoperiods']['of']>
}

/** A backup key, wherever it is sealed: once. */
export interface BackupKeyLine {
  /** The newest quorum that it is sealed to, and its number there. */
  readonly setId: string
  readonly generation: number
  /** SHA-256 of the recipient. */
  readonly fingerprint: string
  readonly made: Day
  /** When the next one was made, and new backups were no longer encrypted to this one; null: it was in use. */
  readonly replaced: Day | null
  /** Days from the one to the other, or to the end of the period. */
  readonly usedDays: number
  readonly state: KeyState
  /** Of a compromise: since when whoever has it may have read backups. */
  readonly occurred: Day | null
  readonly transitions: KeyLine['transitions']
}

/** A quorum and who holds which card of it, as the register says at the end. */
export interface QuorumLine {
  readonly setId: string
  readonly title: string
  readonly threshold: number
  readonly count: number
  readonly state: 'in-force' | 'replaced'
  readonly founded: Day
  readonly replaced: Day | null
  readonly cards: readonly {
    readonly index: number
    readonly custodian: string
    /** When somebody last looked at it; null: nobody since its ceremony. */
    readonly checked: Day | null
  }[]
}

export interface DeedLine {
  readonly entry: number
  readonly time: string
  readonly actor: string
  readonly action: string
  readonly subject: string
  /** What it is about by name, `video-root@2`; null: it has none. */
  readonly about: string | null
  /** Where something that was taken out or handed over went; null: nothing was. */
  readonly destination: string | null
  /** Who agreed to it; nobody, where one signature or none is asked for. */
  readonly signers: readonly string[]
}

export interface ExceptionLine {
  readonly kind: ExceptionKind
  /** What it is about: a key, an entry, a quorum. */
  readonly about: string
  /** Where the log says so; null: it follows from the rest. */
  readonly entry: number | null
  readonly on: Day | null
}

/** Everything in the report but who made it and when. */
export interface Gathered {
  readonly organisations: readonly string[]
  readonly keys: readonly KeyLine[]
  readonly cryptoperiods: readonly CryptoperiodLine[]
  readonly backupKeys: readonly BackupKeyLine[]
  readonly quorums: readonly QuorumLine[]
  readonly deeds: readonly DeedLine[]
  readonly people: readonly {
    readonly name: string
    readonly roles: readonly Role[]
    readonly state: string
    readonly since: Day
  }[]
  readonly profile: string | null
  readonly waivers: readonly string[]
  readonly drills: readonly {
    readonly held: string
    readonly setId: string
    readonly shares: readonly string[]
    readonly items: number
    readonly problem: string | null
  }[]
  readonly statusLists: readonly {
    readonly number: number
    readonly hash: string
    readonly issued: string
    readonly nextIssue: string
  }[]
  readonly exceptions: readonly ExceptionLine[]
  /** Of the log when the report was made. */
  readonly head: { readonly size: number; readonly hash: string }
}
