import * as z from 'zod'
import { code, whole } from './field.ts'

/** What is wrong with the header of an age file. */
export const AGE_HEADER_PROBLEMS = [
  'malformed',
  'last-line',
  'endless',
  'foreign',
  'too-long',
  'no-payload',
] as const
export type AgeHeaderProblem = (typeof AGE_HEADER_PROBLEMS)[number]

export const ageCodes = {
  AGE_HEADER: code('damaged', { problem: z.enum(AGE_HEADER_PROBLEMS) }),
  AGE_RECIPIENT: code('invalid', { recipient: whole }),
  AGE_IDENTITY: code('invalid'),
  AGE_NO_MATCH: code('invalid'),
  AGE_MAC: code('damaged'),
  AGE_PAYLOAD: code('damaged', { chunk: whole }),
  AGE_TRUNCATED: code('damaged', { chunk: whole }),
}
