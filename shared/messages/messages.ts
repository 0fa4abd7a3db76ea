/**
 * What a catalogue of one language must hold: a message for every code, and none for anything else. A
 * missing or superfluous one is a compile error in the folder of that language.
 */
import type * as z from 'zod'
import type { CODES, DataOf, Place } from '../codes/index.ts'

/** A sentence as it is, or made of the data. */
export type MessageOf<Data> =
  Record<never, never> extends Omit<Data, 'source'> ? string : (data: Data) => string

interface Code {
  readonly data: z.ZodObject
}

/** The sentences of some codes: what is wrong, where, and what to do now. */
export type ErrorMessages<Codes extends { readonly [code: string]: Code }> = {
  readonly [C in keyof Codes]: MessageOf<z.infer<Codes[C]['data']>>
}

/** One language. */
export interface Messages {
  readonly errors: ErrorMessages<typeof CODES>
  /** The same refusals, as the end of a sentence that begins with what stands in the field they are about. */
  readonly inField: { readonly [C in 'PLAN_FORMAT' | 'PLAN_PEOPLE']: (data: DataOf<C>) => string }
  /** A refusal's sentence with the file (or the person) that it is about. */
  readonly aboutSource: (source: Place, sentence: string) => string
}
