import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { refuse } from '../../../shared/errors.ts'

/**
 * Asks for one line, which is shown as it is typed: for what is no secret.
 *
 * @param limit characters at most; what is typed beyond is refused
 * @throws CANCELLED on Ctrl-C, or when the terminal goes away; FILE_TOO_LARGE beyond `limit`
 */
export async function askShown(
  question: string,
  limit: number,
  { keyboard, screen, signal }: ShownPlace,
): Promise<string> {
  if (signal.aborted) throw refuse('CANCELLED', {})
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const cancel = (): void => reject(refuse('CANCELLED', {}))
  const lines = createInterface({ input: keyboard, output: screen })
  lines.on('SIGINT', cancel).on('close', cancel)
  signal.addEventListener('abort', cancel)
  try {
    lines.question(question, resolve)
    const line = await promise
    if (line.length > limit) {
      throw refuse('FILE_TOO_LARGE', { path: { stream: 'typed-line' }, have: line.length, limit })
    }
    return line
  } finally {
    signal.removeEventListener('abort', cancel)
    lines.close()
  }
}

/** A terminal that somebody types at. */
interface ShownPlace {
  readonly keyboard: Readable
  readonly screen: Writable
  /** Ends the wait when a signal arrives. */
  readonly signal: AbortSignal
}
