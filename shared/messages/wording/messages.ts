/**
 * What a catalogue of one language must hold: a message for every code, and none for anything else. A
 * missing or superfluous one is a compile error in the folder of that language.
 */

import type * as z from 'zod'
import type {
  CODES,
  DataOf,
  ItemName,
  LeftBehind,
  NoticeCode,
  Place,
  PlanWarning,
  ReplacedQuorum,
  RoomCheckName,
  RoomEvidence,
  VoidCard,
  Work,
} from '../../codes/index.ts'
import type { CompromiseReport } from '../../compromise.ts'
import type { Output } from '../../contract.ts'
import type { Blocks } from '../../help/document.ts'
import type { SealedShareForm } from '../../sealed-shares.ts'
import type { Untypeable } from '../../typed-again.ts'
import type { Wording } from './wording.ts'

type ItemProof = Output<'kit.inspect'>['proofs'][number]['proof']
type Attention = Output<'vault.overview'>['attention'][number]

/** Where a person meets a refusal: an option of the command line is named at the terminal alone. */
export const DESKS = ['terminal', 'window'] as const
export type Desk = (typeof DESKS)[number]

type Said<Data> = (data: Data, desk: Desk) => string
/** A sentence as it is, or made of the data and of where it is read. */
export type MessageOf<Data> =
  Record<never, never> extends Omit<Data, 'source'> ? string | Said<Data> : Said<Data>

interface Code {
  readonly data: z.ZodObject
}

/** The sentences of some codes: what is wrong, where, and what to do now. */
export type ErrorMessages<Codes extends { readonly [code: string]: Code }> = {
  readonly [C in keyof Codes]: MessageOf<z.infer<Codes[C]['data']>>
}

/** What is told of one kind, where several kinds may have the same members. */
type Of<Told, Kind> = Told extends { readonly kind: infer Kinds }
  ? Kind extends Kinds
    ? Told
    : never
  : never

/** A message for each kind of something that has kinds. */
export type ByKind<Told extends { readonly kind: string }> = {
  readonly [Kind in Told['kind']]: (told: Of<Told, Kind>) => string
}

interface NumberedCard {
  readonly index: number
  readonly custodian: string
}

/** One language. */
export interface Messages extends Wording {
  /** What of a passphrase cannot be typed again, after "it". */
  readonly untypeable: { readonly [problem in Untypeable]: string }
  readonly errors: ErrorMessages<typeof CODES>
  /** A sealed item of a kit, and what proves it, without a full stop. */
  readonly items: {
    readonly name: (item: ItemName) => string
    readonly proof: (proof: ItemProof) => string
  }
  /** What a refusal says of one field, as the end of a sentence that begins with what stands there; null: nothing. */
  readonly inField: {
    readonly [C in 'PLAN_FORMAT' | 'PLAN_PEOPLE']: (data: DataOf<C>, field: string) => string | null
  }
  /** What a plan asks for that people should know. */
  readonly warnings: ByKind<PlanWarning>
  /** What is said while something goes on. */
  readonly notices: ByKind<NoticeCode>
  /** What long work is called while it goes on: "backing up". */
  readonly work: { readonly [work in Work]: string }
  readonly cards: {
    /** "card 1 (Ada), card 2 (Bob) and card 4 (Dan)": how a card is named wherever somebody has to find it. */
    readonly names: (cards: readonly NumberedCard[]) => string
    /** What a void ceremony means for paper: which cards are to be destroyed, by number. */
    readonly destroy: (issued: readonly VoidCard[]) => string
  }
  /** What a compromise reaches, and what to do about it. */
  readonly compromise: {
    /** "backup key 2 of quorum 0123456789" */
    readonly name: (of: CompromiseReport['of']) => string
    /** A sheet for terminal, window and paper. */
    readonly sheet: (report: CompromiseReport) => Blocks
  }
  /** What in a vault somebody should see to. */
  readonly attention: ByKind<Attention>
  /** The checks of the room before a ceremony. */
  readonly room: {
    readonly checks: {
      readonly [check in RoomCheckName]: {
        /** What is checked: "No network". */
        readonly title: string
        /** Why it matters, and what to do about it. */
        readonly why: string
      }
    }
    /** What was found, and where. */
    readonly evidence: (found: RoomEvidence) => string
  }
  /** What a replaced quorum can still open, and what is to be done about it. */
  readonly replaced: {
    readonly stillOpens: (quorum: ReplacedQuorum) => string
    readonly toDo: (quorum: ReplacedQuorum) => string
  }
  /** What an absent custodian gave for their share to be sealed to. */
  readonly sealedShareForms: { readonly [form in SealedShareForm]: string }
  /** A refusal's sentence with the file (or the person) that it is about. */
  readonly aboutSource: (source: Place, sentence: string) => string
  /** What could not be removed again, and what to do with it. */
  readonly leftBehind: (left: readonly LeftBehind[]) => string
  /** What is not in a backup, by agreement: kinds and patterns, and how many of each. */
  readonly leftOut: (
    leftOut: readonly { readonly what: string; readonly count: number }[],
  ) => string
}
