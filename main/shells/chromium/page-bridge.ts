/**
 * `window.keyclave` in the page of the Chromium shell: the same two functions as Electron's preload
 * script. The driver sends this function's text to every page before any of the page's own code.
 */

/** The binding behind `call`, and the DOM event that carries events. The function repeats them. */
export const CALL_BINDING = '__keyclaveCall'
export const EVENT_NAME = 'keyclave:event'

/** What the function uses of a browser; main/ has no DOM types. */
interface Page {
  __keyclaveCall: (name: string, input: string) => Promise<string>
  onbeforeunload: (event: PageEvent) => void
  readonly navigator: { readonly userActivation: { readonly hasBeenActive: boolean } }
  addEventListener: (name: string, listener: (event: PageEvent) => void, capture?: boolean) => void
  removeEventListener: (name: string, listener: (event: PageEvent) => void) => void
}
interface PageEvent {
  readonly detail?: { readonly name: string; readonly payload: unknown }
  readonly key?: string
  readonly ctrlKey?: boolean
  readonly shiftKey?: boolean
  readonly defaultPrevented?: boolean
  readonly dataTransfer?: { dropEffect: string } | null
  readonly preventDefault: () => void
}

/** Runs in the page. Nothing of this module but its own text is there. */
export function installBridge(): void {
  const page = globalThis as unknown as Page
  const send = page.__keyclaveCall
  const bridge = {
    // As JSON text both ways: the driver's own encoding would let richer values in, and takes a third of
    // a second for a long listing.
    call: async (name: string, input: unknown): Promise<unknown> =>
      JSON.parse(await send(String(name), JSON.stringify(input) ?? '')),
    onEvent: (name: string, listener: (payload: unknown) => void) => {
      const relay = ({ detail }: PageEvent): void => {
        if (detail?.name === name) listener(detail.payload)
      }
      page.addEventListener('keyclave:event', relay)
      return () => page.removeEventListener('keyclave:event', relay)
    },
  }
  Object.defineProperty(page, 'keyclave', { value: Object.freeze(bridge) })

  // Where nothing takes it, a dropped file would be opened in the page's place.
  page.addEventListener('dragover', event => {
    if (event.defaultPrevented) return
    event.preventDefault()
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'none'
  })

  // Before the window closes, the shell is asked: it answers the browser's question at once. Chromium asks
  // nothing for a page that nobody has touched, and says so as a warning.
  page.onbeforeunload = event => {
    if (page.navigator.userActivation.hasBeenActive) event.preventDefault()
  }

  // Chromium cannot switch DevTools off without losing the pipe as well. This keeps them from being
  // opened by mistake; whoever sits at the keyboard is trusted with what the screen shows anyway.
  page.addEventListener('contextmenu', event => event.preventDefault(), true)
  page.addEventListener(
    'keydown',
    event => {
      const tools = event.ctrlKey && event.shiftKey && /^[ijc]$/i.test(event.key ?? '')
      const source = event.ctrlKey && /^[us]$/i.test(event.key ?? '')
      // Nothing is lost by a reload, but the shell cannot tell it from closing.
      const reload = event.key === 'F5' || (event.ctrlKey && /^r$/i.test(event.key ?? ''))
      if (event.key === 'F12' || tools || source || reload) event.preventDefault()
    },
    true,
  )
}
