import * as z from 'zod'
import { code, path, text, whole } from './field.ts'

/** Work that takes time, reports `task.progress` and can be cancelled. One of each kind at a time. */
export const TASKS = [
  'proof',
  'backup',
  'backup-check',
  'restore',
  'backup-scan',
  'reencryption',
  'drill',
  'print',
] as const

/** What can be at work while something else is asked for. */
export const BUSY_TASKS = [
  ...TASKS,
  'people-change',
  'register-change',
  'key-change',
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
  SWITCH_UNKNOWN: code('usage', { position: whole, command: text }),
  SANDBOX_OFF: code('usage'),
  WINDOW_OPEN: code('io'),
  DISPLAY_MISSING: code('io', { command: text }),
  BROWSER_MISSING: code('io', { command: text }),
  BROWSER_SANDBOX: code('io', { command: text }),
  BROWSER_DISPLAY: code('io', { display: text }),
  BROWSER_FAILED: code('io', { path, said: text }),
  ISOLATION_NONE: code('io', { command: text }),
  NODE_CHANGED: code('damaged', { path, have: text, expected: text }),
}
