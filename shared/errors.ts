/**
 * Every refusal of Keyclave: a stable code, and data that says where (ARCHITECTURE: Errors).
 *
 * The codes and the schemas of their data are in codes/, the sentences in messages/: a refusal crosses a
 * boundary without a sentence, and the desk says it in its language. This module loads no schema, because
 * a thread of one piece of work refuses as well.
 */
import type { DataOf, ErrorCode, LeftBehind, Place } from './codes/index.ts'
import type { Json } from './json.ts'

export type { DataOf, ErrorCode } from './codes/index.ts'

/** Positions, counts, names and paths; never a secret, and never what a person typed as one. */
export type ErrorData = { readonly [key: string]: Json }

/**
 * A refusal. `message` is for whoever reads a stack or a failed test: the code and its data as JSON, which
 * hold no secret. What a person reads is made by `sentenceOf`, in messages/.
 *
 * A `source` in the data names the file (or the person) that the refusal is about, `leftBehind` what
 * could not be removed again.
 */
export class KeyclaveError extends Error {
  readonly code: ErrorCode
  readonly data: ErrorData

  constructor(code: ErrorCode, data: ErrorData) {
    super(`${code} ${JSON.stringify(data)}`)
    this.name = 'KeyclaveError'
    this.code = code
    this.data = data
  }

  /** The same refusal, saying which of several files it is about. */
  about(source: Place): KeyclaveError {
    return new KeyclaveError(this.code, { ...this.data, source })
  }

  /** The same refusal, saying as well what could not be removed again. */
  leaving(left: readonly LeftBehind[]): KeyclaveError {
    const { leftBehind = [] } = this.data as { readonly leftBehind?: readonly LeftBehind[] }
    return new KeyclaveError(this.code, { ...this.data, leftBehind: [...leftBehind, ...left] })
  }
}

/**
 * Makes the error of one rule, for `throw refuse('SHARE_WORD_UNKNOWN', { word: 17 })`.
 */
export const refuse = <C extends ErrorCode>(code: C, data: DataOf<C>): KeyclaveError =>
  new KeyclaveError(code, data)

/** How an error leaves a worker or the main side; what comes in is made anew by `fromWire`. */
export interface WireError {
  readonly code: ErrorCode
  readonly data: ErrorData
}

export const toWire = ({ code, data }: KeyclaveError): WireError => ({ code, data })

/** Marks the branch that no value reaches; a new member of a union makes it a compile error. */
export function assertNever(value: never): never {
  throw new TypeError(`unexpected value: ${typeof value}`)
}
