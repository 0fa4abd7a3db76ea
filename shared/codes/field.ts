/**
 * What a refusal's data is made of: positions, counts, names, paths and words of a closed list; never a
 * secret, never what a person typed as one, and never a sentence. Every code has one strict schema.
 */
import '../no-jit.ts'
import * as z from 'zod'
import { ACTIONS } from '../deeds.ts'
import { ROLES } from '../roles.ts'
import { needSchema } from '../signers.ts'
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
/** A date, `2028-11-21`. */
export const day = z.iso.date().meta({ examples: ['2028-11-21'] })
export const flag = z.boolean()

/** What has no name among the files. */
export const STREAMS = ['standard-input', 'standard-output', 'typed-line'] as const
export const path = text
/** A file as it was named, or what stands in its place. */
export const place = z.union([text, z.strictObject({ stream: z.enum(STREAMS) })])
export type Place = z.infer<typeof place>

/**
 * What lies in something that could not be removed again: files in the clear that a restore had written, a
 * secret, shares of a quorum that is not there, or nothing that is secret.
 */
export const LEFT_KINDS = ['decrypted', 'secret', 'shares', 'unfinished'] as const
export type LeftKind = (typeof LEFT_KINDS)[number]
const leftBehind = z.strictObject({ path: text, kind: z.enum(LEFT_KINDS) })
export type LeftBehind = z.infer<typeof leftBehind>

/** What the policy asks signatures for. */
export const action = z.enum(ACTIONS)
export const role = z.enum(ROLES)
/** Who has not signed. */
export const needs = z.array(needSchema).max(MOST_ITEMS).readonly()
export const personState = z.enum(['active', 'suspended', 'retired'])

/**
 * One code: the kind of refusal, and the schema of its data.
 *
 * Each may say which of several files (or people) it is about, its `source`, and what could not be removed
 * again, `leftBehind`.
 */
export const code = <const Shape extends z.core.$ZodLooseShape = Record<never, never>>(
  exit: ExitKind,
  shape?: Shape,
) => ({
  exit,
  data: z.strictObject({
    ...(shape ?? ({} as Shape)),
    ...{
      source: place.exactOptional(),
      leftBehind: z.array(leftBehind).max(MOST_ITEMS).exactOptional(),
    },
  }),
})
