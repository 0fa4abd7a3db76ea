import { exitCodeOf } from '../../shared/codes/index.ts'
import { KeyclaveError, refuse } from '../../shared/errors.ts'
import { sentenceOf } from '../../shared/messages/index.ts'

/** What a program says on standard error before it ends, and how it ends. */
export interface LastWords {
  readonly text: string
  /** The refusal's sentence alone, for a person who sees no terminal. */
  readonly sentence: string
  readonly exitCode: number
}

/**
 * A refusal in one line. Anything else is a defect: it gets its stack as well, because nothing that
 * could be in it is secret while a shell is still opening its window.
 */
export function lastWords(error: unknown): LastWords {
  const refusal = error instanceof KeyclaveError ? error : refuse('INTERNAL', {})
  const sentence = sentenceOf(refusal, 'en')
  const line = `error[${refusal.code}]: ${sentence}\n`
  const stack = refusal === error ? '' : `${error instanceof Error ? error.stack : typeof error}\n`
  return { text: line + stack, sentence, exitCode: exitCodeOf(refusal.code) }
}
