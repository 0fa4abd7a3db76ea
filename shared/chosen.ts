import './no-jit.ts'
import * as z from 'zod'
import { replaceLeaves } from './schema-leaves.ts'

/**
 * Fields of the contract whose value is a file or a folder. What crosses is a token that the main side made up for
 * what a person chose, and for what; only the main side has the path (THREATS: Which files a window can touch).
 */

/**
 * For what something was chosen. file: to be read. folder: files are put into it. new: it is to be made. source: it is
 * backed up, looked through or encrypted again, with all that is in it. leftover: a program that was killed left it, and it may be removed.
 */
export const CHOICE_KINDS = ['file', 'folder', 'new', 'source', 'leftover'] as const
export type ChoiceKind = (typeof CHOICE_KINDS)[number]

export declare const CHOSEN: unique symbol
/** What a token is to a type: text that only the main side can make. */
export interface ChosenMark {
  readonly [CHOSEN]: true
}
export type Chosen = string & ChosenMark

/** A value of the contract as the main side has it: a path at the place of each token. */
export type WithPaths<Value> = Value extends ChosenMark
  ? string
  : { [Name in keyof Value]: WithPaths<Value[Name]> }

/** A token of one kind, 32 hex digits. In an answer: of something that the main side itself hands out. */
export const chosen = (kind: ChoiceKind) =>
  z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .meta({ chosen: kind, examples: ['00112233445566770011223344556677'] }) as unknown as z.ZodType<
    Chosen,
    Chosen
  >

/** For what a field takes a choice; null for every other schema. */
export const choiceKindOf = (schema: z.core.$ZodType): ChoiceKind | null =>
  (z.globalRegistry.get(schema)?.chosen as ChoiceKind | undefined) ?? null

/** Does something to each token of a value while the schema reads it; what it throws goes through. */
export const schemaWithChoices = (
  schema: z.ZodType,
  exchange: (kind: ChoiceKind, value: string) => string,
  /** Of what stands there before: a token by its own schema, or a path. */
  before: 'token' | 'path',
): z.ZodType =>
  replaceLeaves(schema, choiceKindOf, (kind, token) =>
    (before === 'token' ? token : z.string()).transform(value => exchange(kind, value as string)),
  )
