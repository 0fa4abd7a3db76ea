import * as z from 'zod'
import { code, path, text, whole } from './field.ts'

/** What can be at work while something else is asked for. */
export const BUSY_TASKS = [
  'proof',
  'backup',
  'backup-check',
  'restore',
  'drill',
  'print',
  'people-change',
  'register-change',
  'vault-change',
  'ceremony-step',
  'old-quorum-opening',
  'quorum-opening',
] as const
export type BusyTask = (typeof BUSY_TASKS)[number]

export const windowCodes = {
  LOCKED: code('invalid'),
  TASK_RUNNING: code('invalid', { task: z.enum(BUSY_TASKS) }),
  CALL_FORBIDDEN: code('invalid'),
  CALL_UNKNOWN: code('invalid'),
  CALL_INPUT: code('invalid', { call: text, field: text }),
  INTERNAL: code('io'),
  WINDOW_CONTENT: code('damaged', { path }),
  WINDOW_BUILD: code('io'),
  SWITCH_UNKNOWN: code('usage', { position: whole }),
  SANDBOX_OFF: code('usage'),
  WINDOW_OPEN: code('io'),
  DISPLAY_MISSING: code('io', { command: text }),
  BROWSER_MISSING: code('io', { command: text }),
  ISOLATION_NONE: code('io', { command: text }),
  NODE_CHANGED: code('damaged', { path, have: text, expected: text }),
}
