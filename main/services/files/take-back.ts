import type { LeftBehind } from '../../../shared/codes/index.ts'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'

/** What could not be removed again. */
export type Left = readonly LeftBehind[]

/**
 * Does work that is taken back when it fails. What is thrown is why it failed, whatever comes of taking it
 * back: what that leaves behind is named in the refusal.
 *
 * @param takeBack throws nothing
 */
export async function orTakeBack<Result>(
  takeBack: () => Promise<Left>,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw leaving(error, await takeBack())
  }
}

/** A refusal that says as well what could not be removed again. */
export function leaving(error: unknown, left: Left): unknown {
  if (left.length === 0) return error
  if (error instanceof KeyclaveError) return error.leaving(left)
  const refusal = refuse('INTERNAL', {}).leaving(left)
  refusal.cause = error
  return refusal
}
