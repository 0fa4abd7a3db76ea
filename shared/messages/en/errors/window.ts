import type { BusyTask, windowCodes } from '../../../codes/window.ts'
import type { ErrorMessages } from '../../wording/messages.ts'

const TASKS: { readonly [problem in BusyTask]: string } = {
  proof: 'proof',
  backup: 'backup',
  'backup-check': 'check of a backup',
  restore: 'restore',
  'backup-scan': 'search for backups',
  reencryption: 're-encryption',
  drill: 'drill',
  print: 'print',
  'people-change': 'change of the people',
  'register-change': 'change of the register',
  'key-change': 'change of a key',
  'vault-change': 'change of the vault',
  'ceremony-step': 'step of the ceremony',
  'old-quorum-opening': 'opening of the old quorum',
  'quorum-opening': 'opening of the quorum',
}

export const windowErrors: ErrorMessages<typeof windowCodes> = {
  LOCKED: 'Keyclave is locked. Unlock it first; a running ceremony is still there.',
  TASK_RUNNING: d =>
    `Another ${TASKS[d.task]} is still at work. Wait until it is done, or cancel it.`,
  CALL_FORBIDDEN:
    'Only the main frame of Keyclave’s own window may call Keyclave. Nothing was done.',
  CALL_UNKNOWN: 'The window asked for something Keyclave does not know. Restart Keyclave.',
  CALL_INPUT: d =>
    `What the window sent for ${d.call} has the wrong form at ${d.field || 'the top'}. Nothing was done. Check this field and try again.`,
  INTERNAL:
    'Something went wrong inside Keyclave, and it did not go on. Restart Keyclave and do this step again; what was stored before is untouched.',
  WINDOW_CONTENT: d =>
    `The window’s file ${d.path} is not the one that was built. Nothing was shown. Build or install Keyclave again.`,
  WINDOW_BUILD:
    'The window could not be built; the reason stands above. Run npm ci, then start Keyclave again.',
  SWITCH_UNKNOWN: d =>
    `Keyclave’s window takes no argument but --unisolated, and argument ${d.position} is another. Start it without; for the terminal, see ${d.command}`,
  SANDBOX_OFF:
    'Keyclave was started with --no-sandbox, and does not run without its sandbox. The AppImage asks for that where the system gives programs no namespaces of their own. Install the .deb package, which brings what it needs, or have the administrator allow user namespaces.',
  WINDOW_OPEN: 'Keyclave is already open in this session. Go on in its window, or close it first.',
  DISPLAY_MISSING: d =>
    `Here is no display to open a window on. Start Keyclave from a desktop session, or work in this terminal: ${d.command}`,
  BROWSER_MISSING: d =>
    `Neither Electron’s runtime nor a Chromium is installed, so there is no window. Install one: ${d.command}`,
  BROWSER_SANDBOX: d =>
    `Chromium has no sandbox here, and Keyclave opens no window without one. Install its helper: ${d.command}. If it is installed, have the administrator allow user namespaces. The commands of the terminal need neither.`,
  BROWSER_DISPLAY: d =>
    `The display ${d.display || 'of this session'} does not answer, so there is no window. See that the desktop session runs and is yours, then start Keyclave again. The commands of the terminal need no display.`,
  BROWSER_FAILED: d =>
    `The browser at ${d.path} ended before the window was open. It said: ${d.said || 'nothing'}. Install it again, or work in a terminal.`,
  ISOLATION_NONE: d =>
    `Nothing here takes the network away from Keyclave: neither unshare nor bwrap works, so the window’s browser could reach it. On a machine without any network that is no loss. Otherwise pull the cable and switch the radio off, or have bubblewrap installed. To agree beforehand: ${d.command}`,
  NODE_CHANGED: d =>
    `The Node at ${d.path} is not the one that came with Keyclave: its SHA-256 is ${d.have}, and ${d.expected} was expected. Nothing was started. Install Keyclave again from a source that you trust; in a checkout, remove node_modules and run npm ci.`,
}
