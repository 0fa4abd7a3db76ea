import { z } from 'zod'
import { nameProblem, rule } from '../text/index.ts'

/** Fields that stand in many places of a kit. Source: FORMAT, Recovery kit. */

export const hex = (bytes: number) =>
  z.custom<string>(
    value => typeof value === 'string' && new RegExp(`^[0-9a-f]{${2 * bytes}}$`).test(value),
    rule({ hexDigits: 2 * bytes }),
  )

/** A name that people read; the rules stand in public-name.ts. */
export const nameSchema = z.string().superRefine((name, context) => {
  const problem = nameProblem(name)
  if (problem !== null) context.addIssue({ code: 'custom', ...rule(problem) })
})

export const instant = z.iso.datetime({ precision: 3 })
