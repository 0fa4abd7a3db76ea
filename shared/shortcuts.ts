/**
 * The keys that do something in the window: those of every text field and page, and nothing of the browser
 * underneath, which could print, save, search or show the source of what stands on the screen.
 */

/** What a pressed key is judged by; a `KeyboardEvent` is one. */
export interface PressedKey {
  readonly key: string
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  /** Whether a third level of the keyboard is held, on which many layouts have their signs. */
  readonly getModifierState: (name: 'AltGraph') => boolean
}

/** What a row of keys does; each has its words in the catalogue. */
export type ShortcutUse =
  | 'help'
  | 'next'
  | 'back'
  | 'press'
  | 'leave'
  | 'choose'
  | 'unreadable'
  | 'copy'
  | 'cut'
  | 'paste'
  | 'undo'
  | 'redo'
  | 'all'
  | 'words'
  | 'mark'
  | 'larger'
  | 'smaller'
  | 'usual'

interface Shortcut {
  readonly use: ShortcutUse
  /** Held with it: Ctrl, on a Mac Command. */
  readonly control: boolean
  readonly shift: boolean
  /** As a keyboard event names them. */
  readonly keys: readonly string[]
}

const alone = (use: ShortcutUse, ...keys: readonly string[]): Shortcut => ({
  ...{ use, keys, control: false, shift: false },
})
const withShift = (use: ShortcutUse, ...keys: readonly string[]): Shortcut => ({
  ...alone(use, ...keys),
  shift: true,
})
const withControl = (use: ShortcutUse, ...keys: readonly string[]): Shortcut => ({
  ...alone(use, ...keys),
  control: true,
})
const withBoth = (use: ShortcutUse, ...keys: readonly string[]): Shortcut => ({
  ...withControl(use, ...keys),
  shift: true,
})

const MOVES = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'] as const

/**
 * Every shortcut of the window: what is pressed is judged by this table, and the help shows it. A plus is
 * shifted on some keyboards and not on others.
 */
export const SHORTCUTS: readonly Shortcut[] = [
  alone('help', 'F1'),
  alone('next', 'Tab'),
  withShift('back', 'Tab'),
  alone('press', 'Enter', ' '),
  alone('leave', 'Escape'),
  alone('choose', 'ArrowUp', 'ArrowDown'),
  alone('unreadable', '?'),
  withControl('copy', 'c'),
  withControl('cut', 'x'),
  withControl('paste', 'v'),
  withBoth('paste', 'v'),
  withControl('undo', 'z'),
  withControl('redo', 'y'),
  withBoth('redo', 'z'),
  withControl('all', 'a'),
  withControl('words', ...MOVES, 'Backspace', 'Delete'),
  withBoth('mark', ...MOVES),
  withControl('larger', '+', '='),
  withBoth('larger', '+', '='),
  withControl('smaller', '-'),
  withBoth('smaller', '-'),
  withControl('usual', '0'),
]

/** Whether a key is the one for the help. */
export const isHelpKey = (pressed: PressedKey): boolean => purposeOf(pressed) === 'help'

/** What a pressed key is there for, if it is in the table. */
function purposeOf({ key, ctrlKey, altKey, metaKey, shiftKey }: PressedKey): ShortcutUse | null {
  if (altKey) return null
  const named = key.length === 1 ? key.toLowerCase() : key
  const found = SHORTCUTS.find(
    ({ control, shift, keys }) =>
      control === (ctrlKey || metaKey) && shift === shiftKey && keys.includes(named),
  )
  return found?.use ?? null
}

/** Held by themselves, they do nothing yet. */
const MODIFIERS: readonly string[] = ['Control', 'Shift', 'Alt', 'AltGraph', 'Meta', 'CapsLock']

/** Whether a key is the window's own. Every other one goes no further. */
export function isOwnKey(pressed: PressedKey): boolean {
  const { key, ctrlKey, altKey, metaKey, shiftKey } = pressed
  if (MODIFIERS.includes(key)) return true
  // Signs of the third level come with Ctrl and Alt held on some systems; letters of no layout do.
  if (pressed.getModifierState('AltGraph') && [...key].length === 1) return true
  // F1 to F24: search, reload, the menu, the developer's tools. The window has none of them but the first.
  if (/^F\d+$/.test(key)) return isHelpKey(pressed)
  // With Option, a Mac types signs and accents; a letter would be a menu's.
  if (altKey) return !ctrlKey && !metaKey && (key === 'Dead' || /^[^a-z\d ]$/iu.test(key))
  if (ctrlKey || metaKey) {
    return !(ctrlKey && metaKey) && purposeOf(pressed) !== null
  }
  // The task manager of the browser.
  if (key === 'Escape' && shiftKey) return false
  return !SYSTEM_KEYS.test(key)
}

/** Keys with which a browser is told to do something: back, reload, search, print, mail. */
const SYSTEM_KEYS =
  /^(Browser|Launch|Media|Audio|Mail|Print|Find|Help|Open|Close|New|Save|Zoom|ContextMenu)/
