import type { Buffer } from 'node:buffer'
import { copySecret } from '../../core/bytes/index.ts'

/**
 * A copy of what somebody typed in the window, for a verb that wipes what it is given. The router opens what
 * comes sealed, and wipes its own when the call is over.
 */
export const typedSecret = (typed: Uint8Array): Buffer => copySecret(typed)

/** Words with single spaces between them, changed where they are into words one a line, as they cross to the window. */
export function oneALine(words: Buffer): Buffer {
  for (let at = words.indexOf(SPACE); at !== -1; at = words.indexOf(SPACE, at))
    words[at] = LINE_FEED
  return words
}

const SPACE = 0x20
const LINE_FEED = 0x0a
