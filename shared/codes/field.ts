/**
 * What a refusal's data is made of: positions, counts, names, paths and words of a closed list; never a
 * secret, never what a person typed as one, and never a sentence. Every code has one strict schema.
 */
import '../no-jit.ts'
import * as z from 'zod'
import { ACTIONS, ROLES } from '../roles.ts'
import type { ExitKind } from './exit.ts'

/** Characters of the longest text in a refusal: the pax records of an archive hold paths as long. */
const LONGEST_TEXT = 16 * 1024
const MOST_ITEMS = 10_000

/** A name, a label, an id: what somebody chose, or a file says. */
export const text = z.string().max(LONGEST_TEXT)
export const texts = z.array(text).max(MOST_ITEMS).readonly()
/** A position, or a number of things. */
export const whole = z.int()
export const wholes = z.array(whole).max(MOST_ITEMS).readonly()
export const flag = z.boolean()

/** What has no name among the files. */
export const STREAMS = ['standard-input', 'standard-output', 'typed-line'] as const
export const path = text
/** A file as it was named, or what stands in its place. */
export const place = z.union([text, z.strictObject({ stream: z.enum(STREAMS) })])
export type Place = z.infer<typeof place>

/** What the policy asks signatures for. */
export const action = z.enum(ACTIONS)
export const role = z.enum(ROLES)
export const personState = z.enum(['active', 'suspended', 'retired'])

/**
 * One code: the kind of refusal, and the schema of its data.
 *
 * Each may say which of several files (or people) it is about: its `source`.
 */
export const code = <const Shape extends z.core.$ZodLooseShape = Record<never, never>>(
  exit: ExitKind,
  shape?: Shape,
) => ({
  exit,
  data: z.strictObject({ ...(shape ?? ({} as Shape)), source: place.exactOptional() }),
})
