import { code, path, text, whole } from './field.ts'

export const windowCodes = {
  LOCKED: code('invalid'),
  TASK_RUNNING: code('invalid', { task: text }),
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
}
