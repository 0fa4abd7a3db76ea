/**
 * What a catalogue of one language must hold: a message for every code, and none for anything else. A
 * missing or superfluous one is a compile error in the folder of that language.
 */

import type * as z from 'zod'
import type {
  CODES,
  DataOf,
  ItemName,
  NoticeCode,
  Place,
  PlanWarning,
  ReplacedQuorum,
  RoomCheckName,
  RoomEvidence,
  VoidCard,
  Work,
} from '../../codes/index.ts'
import type { Output } from '../../contract.ts'
import type { Untypeable } from '../../typed-again.ts'
import type { Wording } from './wording.ts'

type ItemProof = Output<'kit.inspect'>['proofs'][number]['proof']
type Attention = Output<'vault.overview'>['attention'][number]

/** A sentence as it is, or made of the data. */
export type MessageOf<Data> =
  Record<never, never> extends Omit<Data, 'source'> ? string : (data: Data) => string

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
  /** A refusal's sentence with the file (or the person) that it is about. */
  readonly aboutSource: (source: Place, sentence: string) => string
}
