/**
 * Every refusal of Keyclave: a stable code, the sentence a person reads, data that says where, and the
 * exit code of the command line (DESIGN: Errors).
 *
 * A sentence says what is wrong, where, and what to do now. Data holds positions, counts, names and
 * paths; never a secret and never what a person typed.
 */

/** Exit codes of the command line, by the kind of refusal. */
export const EXIT_CODES = {
  done: 0,
  usage: 1,
  invalid: 2,
  quorum: 3,
  passphrase: 4,
  damaged: 5,
  io: 6,
} as const

export type ExitKind = keyof typeof EXIT_CODES

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type ErrorData = { readonly [key: string]: Json }

interface Rule<D extends ErrorData> {
  readonly exit: ExitKind
  readonly sentence: (data: D) => string
}

const rule = <D extends ErrorData>(exit: ExitKind, sentence: (data: D) => string): Rule<D> => ({
  exit,
  sentence,
})

const list = (numbers: readonly number[]): string => numbers.join(', ')

export const RULES = {
  // Command line
  USAGE: rule<{ problem: string }>('usage', d => `${d.problem} Run the command with --help.`),
  CANCELLED: rule<Record<string, never>>(
    'io',
    () => 'Cancelled. Nothing was kept: what had been written so far was removed.',
  ),

  // One share
  SHARE_LENGTH: rule<{ have: number; need: number }>(
    'invalid',
    d => `A share has ${d.need} bytes, this has ${d.have}. Read the whole card again.`,
  ),
  SHARE_WORD_COUNT: rule<{ have: number; need: number }>(
    'invalid',
    d =>
      `A share has ${d.need} words, here are ${d.have}. Enter all ${d.need}, in order, with "?" for a word that cannot be read.`,
  ),
  SHARE_WORD_UNKNOWN: rule<{ word: number }>(
    'invalid',
    d =>
      `Word ${d.word} is not in the word list. Look at word ${d.word} on the card again, or enter "?" for it if it cannot be read.`,
  ),
  SHARE_WORDS_WRONG: rule<{ words: readonly number[] }>(
    'invalid',
    d =>
      `The words do not fit together. Look again at ${d.words.length === 1 ? 'word' : 'words'} ${list(d.words)} on the card.`,
  ),
  SHARE_DAMAGED: rule<Record<string, never>>(
    'damaged',
    () =>
      'Too many words are wrong or missing to say which. Read the whole card again, row by row; a different card of another custodian may be needed.',
  ),
  SHARE_QR_FORMAT: rule<{ problem: string }>(
    'invalid',
    d => `This is not the QR code of a share: ${d.problem}. Scan the code on a share card.`,
  ),
  SHARE_QR_CHECKSUM: rule<Record<string, never>>(
    'damaged',
    () => 'The QR text of the share is damaged. Scan the card again, or enter its words.',
  ),
  SHARE_VERSION: rule<{ have: number; known: number }>(
    'invalid',
    d =>
      `This share has format version ${d.have}; this Keyclave knows version ${d.known}. Use the Keyclave version named on the card.`,
  ),
  SHARE_HEADER: rule<{ field: string; have: number; expected: string }>(
    'invalid',
    d =>
      `The share's ${d.field} must be ${d.expected}, it is ${d.have}. It is not a valid share: read the card again.`,
  ),
} as const

export type ErrorCode = keyof typeof RULES
export type DataOf<C extends ErrorCode> = (typeof RULES)[C] extends Rule<infer D> ? D : never

/** A refusal. `message` is the sentence for a person; `data` says where. */
export class KeyclaveError extends Error {
  readonly code: ErrorCode
  readonly data: ErrorData

  constructor(code: ErrorCode, data: ErrorData) {
    super((RULES[code].sentence as (data: ErrorData) => string)(data))
    this.name = 'KeyclaveError'
    this.code = code
    this.data = data
  }

  get exitCode(): number {
    return EXIT_CODES[RULES[this.code].exit]
  }
}

/**
 * Makes the error of one rule, for `throw refuse('SHARE_WORD_UNKNOWN', { word: 17 })`.
 */
export const refuse = <C extends ErrorCode>(code: C, data: DataOf<C>): KeyclaveError =>
  new KeyclaveError(code, data)

/** How an error crosses a boundary (worker, window): code and position; the sentence is made anew. */
export interface WireError {
  readonly code: ErrorCode
  readonly data: ErrorData
}

export const toWire = (error: KeyclaveError): WireError => ({ code: error.code, data: error.data })
export const fromWire = (wire: WireError): KeyclaveError => new KeyclaveError(wire.code, wire.data)

/** Marks the branch that no value reaches; a new member of a union makes it a compile error. */
export function assertNever(value: never): never {
  throw new TypeError(`unexpected value: ${typeof value}`)
}
