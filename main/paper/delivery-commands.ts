import type { DestinationId } from '../../shared/deliveries.ts'
import type { Instructions } from '../../shared/delivery-steps.ts'
import {
  instructionsAsScript,
  instructionsAsText,
} from '../../shared/messages/delivery-instructions.ts'
import { words } from './words.ts'

/** What is to be done at a destination, in words: as it is read, and as it is run. */
export interface DeliveryCommands {
  /** Markdown. */
  readonly text: string
  /** For a POSIX shell. */
  readonly script: string
}

export const deliveryCommands = (
  destination: DestinationId,
  instructions: Instructions,
): DeliveryCommands => ({
  text: instructionsAsText(words, destination, instructions),
  script: instructionsAsScript(words, destination, instructions),
})
