/** A refusal that another thread or process sent: believed only as far as its code's schema goes. */
import { CODES, isErrorCode } from './codes/index.ts'
import { type ErrorData, KeyclaveError, refuse } from './errors.ts'

/**
 * Makes a refusal anew from code and data.
 *
 * @param wire what was sent, of any form
 * @returns INTERNAL for a code that does not exist, and for data that its code does not have
 */
export function fromWire(wire: unknown): KeyclaveError {
  const { code, data } = (wire ?? {}) as { readonly code?: unknown; readonly data?: unknown }
  if (!isErrorCode(code)) return refuse('INTERNAL', {})
  const known = CODES[code].data.safeParse(data)
  return known.success ? new KeyclaveError(code, known.data as ErrorData) : refuse('INTERNAL', {})
}
