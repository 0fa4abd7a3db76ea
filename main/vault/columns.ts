import { z } from 'zod'

/** What the columns of the vault hold, as rows come out. */

export const hex256 = z.string().regex(/^[0-9a-f]{64}$/)
export const id = z.string().regex(/^[0-9a-f]{16}$/)
export const setId = z.string().regex(/^[0-9a-f]{10}$/)
export const time = z.iso.datetime({ precision: 3 })
export const text = z.string().min(1)
export const count = z.int().min(0)
export const blob = z.custom<Uint8Array>(value => value instanceof Uint8Array)

/** A JSON column, parsed. */
export const json = text.transform((value, context): unknown => {
  try {
    return JSON.parse(value)
  } catch {
    context.addIssue({ code: 'custom', message: 'not JSON' })
    return z.NEVER
  }
})
