import * as z from 'zod'
import { SETTINGS_PROBLEMS } from '../settings.ts'
import { code, path } from './field.ts'

export const settingsCodes = {
  SETTINGS_DAMAGED: code('damaged', { path, problem: z.enum(SETTINGS_PROBLEMS) }),
}
