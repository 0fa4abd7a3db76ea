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

interface Shortcut {
  readonly key: string
  readonly shift: boolean
}

const plain = (...keys: readonly string[]): readonly Shortcut[] =>
  keys.map(key => ({ key, shift: false }))
const shifted = (...keys: readonly string[]): readonly Shortcut[] =>
  keys.map(key => ({ key, shift: true }))

const MOVES = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'] as const

/** With Ctrl, on a Mac with Command. */
const WITH_CONTROL: readonly Shortcut[] = [
  // Clipboard and undo, in fields.
  ...plain('a', 'c', 'v', 'x', 'y', 'z'),
  ...shifted('v', 'z'),
  // By words, to the ends, and marking on the way.
  ...plain(...MOVES, 'Backspace', 'Delete'),
  ...shifted(...MOVES),
  // How large everything is. A plus is shifted on some keyboards and not on others.
  ...plain('+', '-', '=', '0'),
  ...shifted('+', '-', '='),
]

/** Held by themselves, they do nothing yet. */
const MODIFIERS: readonly string[] = ['Control', 'Shift', 'Alt', 'AltGraph', 'Meta', 'CapsLock']

/** Whether a key is the window's own. Every other one goes no further. */
export function isOwnKey(pressed: PressedKey): boolean {
  const { key, ctrlKey, altKey, metaKey, shiftKey } = pressed
  if (MODIFIERS.includes(key)) return true
  // Signs of the third level come with Ctrl and Alt held on some systems; letters of no layout do.
  if (pressed.getModifierState('AltGraph') && [...key].length === 1) return true
  // F1 to F24: search, reload, the menu, the developer's tools. The window has none of them.
  if (/^F\d+$/.test(key)) return false
  // With Option, a Mac types signs and accents; a letter would be a menu's.
  if (altKey) return !ctrlKey && !metaKey && (key === 'Dead' || /^[^a-z\d ]$/iu.test(key))
  if (ctrlKey || metaKey) {
    if (ctrlKey && metaKey) return false
    const named = key.length === 1 ? key.toLowerCase() : key
    return WITH_CONTROL.some(own => own.key === named && own.shift === shiftKey)
  }
  // The task manager of the browser.
  if (key === 'Escape' && shiftKey) return false
  return !SYSTEM_KEYS.test(key)
}

/** Keys with which a browser is told to do something: back, reload, search, print, mail. */
const SYSTEM_KEYS =
  /^(Browser|Launch|Media|Audio|Mail|Print|Find|Help|Open|Close|New|Save|Zoom|ContextMenu)/
