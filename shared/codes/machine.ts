import * as z from 'zod'
import { code, text } from './field.ts'

/** What a person has asked the ceremony machine for. */
export const MACHINE_DEEDS = ['keyboard', 'clock', 'media', 'off'] as const
export type MachineDeed = (typeof MACHINE_DEEDS)[number]

export const machineCodes = {
  MACHINE_OTHER: code('invalid'),
  MACHINE_REFUSED: code('io', { deed: z.enum(MACHINE_DEEDS) }),
  MACHINE_TIME: code('invalid'),
  MACHINE_NO_MEDIUM: code('invalid', { path: text }),
}
