import type {
  DeliveryFileName,
  DeliveryNotice,
  DeliveryOptionName,
  DestinationGroup,
  DestinationId,
} from '../../deliveries.ts'
import type { ReceiptFacts } from '../../delivery-receipt.ts'
import type { DeliveryForm, DeliveryOutcome } from '../../delivery-states.ts'
import type { DeliveryStep, InstructionPart, StepFacts } from '../../delivery-steps.ts'
import type { Blocks } from '../../help/document.ts'

/** What a language says of deliveries: destinations, what to do there, what to know before. */
export interface DeliveriesWording {
  readonly destinations: {
    readonly [id in DestinationId]: {
      readonly name: string
      /** What leaves for it. */
      readonly blob: string
      /** What is peculiar to it. */
      readonly limits: string
      /** When to choose it: a sentence or two. */
      readonly when: string
    }
  }
  readonly groups: {
    readonly [group in DestinationGroup]: { readonly name: string; readonly hint: string }
  }
  /** What a destination asks for, as a form says it; `file` and `option` of one name may be two things. */
  readonly asked: {
    readonly files: { readonly [name in DeliveryFileName]: AskedWords }
    readonly options: { readonly [name in DeliveryOptionName]: AskedWords }
    /** Values of one of a few that do not speak for themselves. */
    readonly values: { readonly [value: string]: string }
  }
  readonly notices: { readonly [notice in DeliveryNotice]: string }
  /** A sentence, or two; the commands stand below it. */
  readonly steps: { readonly [C in DeliveryStep]: (facts: StepFacts<C>) => string }
  /** Headings of the instructions. */
  readonly parts: {
    readonly [part in InstructionPart]: string
  }
  readonly forms: { readonly [form in DeliveryForm]: string }
  /** Behind "that delivery 0123…". */
  readonly outcomes: { readonly [outcome in DeliveryOutcome]: string }
  /** How a key is taken out of use there, where the package is not at hand. */
  readonly disable: { readonly [id in DestinationId]: string }
  /** The page of a receipt. */
  readonly receipt: (facts: ReceiptFacts) => Blocks
}

interface AskedWords {
  readonly label: string
  readonly hint: string
}
