import { Buffer } from 'node:buffer'
import { allocSecret } from '../../core/bytes/index.ts'

/**
 * What somebody typed in the window, as UTF-8; the caller wipes it. The string itself cannot be wiped:
 * nothing keeps it, and it goes with the call it came with.
 */
export function typedSecret(text: string): Buffer {
  const bytes = allocSecret(Buffer.byteLength(text))
  bytes.write(text)
  return bytes
}

/** Typed words, one place a line, so that what was typed in one cannot move the others. */
export const typedWords = (words: readonly string[]): Buffer =>
  typedSecret(words.map(word => word.replaceAll(/\s+/g, ' ')).join('\n'))
