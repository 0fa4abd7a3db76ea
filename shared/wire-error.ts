/** A refusal that another thread or process sent: believed only as far as its code's schema goes. */
import './no-jit.ts'
import * as z from 'zod'
import { CODES, type ErrorCode, isErrorCode } from './codes/index.ts'
import { type ErrorData, KeyclaveError, refuse, toWire } from './errors.ts'

const wireSchema = z.strictObject({ code: z.custom<ErrorCode>(isErrorCode), data: z.unknown() })

/**
 * Makes a refusal anew from code and data.
 *
 * @param wire what was sent, of any form
 * @returns INTERNAL for a code that does not exist, and for data that is not its code's
 */
export function fromWire(wire: unknown): KeyclaveError {
  const error = wireSchema.safeParse(wire)
  if (!error.success) return refuse('INTERNAL', {})
  const { code } = error.data
  const data = CODES[code].data.safeParse(error.data.data)
  return data.success ? new KeyclaveError(code, data.data as ErrorData) : refuse('INTERNAL', {})
}

/** A refusal as a text, for an answer in which several stand. */
export const toWireText = (error: KeyclaveError): string => JSON.stringify(toWire(error))

/** The refusal that such a text says. @returns as `fromWire` */
export function fromWireText(text: string): KeyclaveError {
  try {
    return fromWire(JSON.parse(text))
  } catch {
    return refuse('INTERNAL', {})
  }
}
