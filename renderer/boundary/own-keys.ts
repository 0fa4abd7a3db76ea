import { isHelpKey, isOwnKey } from '../../shared/shortcuts.ts'

/**
 * Keeps every key that is not the window's own from the browser underneath, and its menu from the right
 * button: a page with a share on it is printed by nobody but Keyclave. The shells switch off what they can
 * as well (main/shells/chromium/preferences.ts); this holds where they cannot.
 */
export function keepKeys(target: Window): void {
  const stop = (event: Event): void => {
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  const capture = true
  target.addEventListener('keydown', event => !isOwnKey(event) && stop(event), { capture })
  // The browser has a help of its own, on the network.
  target.addEventListener('keydown', event => isHelpKey(event) && event.preventDefault(), {
    capture,
  })
  target.addEventListener('contextmenu', event => !isTextField(event.target) && stop(event), {
    capture,
  })
}

/** There its menu is the way to copy and paste by hand. */
const isTextField = (target: EventTarget | null): boolean =>
  target instanceof HTMLTextAreaElement ||
  (target instanceof HTMLInputElement && target.type !== 'password')
