/**
 * All of the main side that the page can see: `window.keyclave.call` and `.onEvent`. It never grows;
 * new calls are lines of shared/contract.ts. It runs in a sandbox, so it is CommonJS and imports
 * nothing but Electron.
 *
 * One thing it does unseen: a page is not told where a dropped file lies, so this script asks, and tells
 * the main side by a channel of its own.
 */
const { contextBridge, ipcRenderer, webUtils } = require('electron') as typeof import('electron')

// The names stand in main/shells/electron/shell.ts too; a test compares them.
const CALL_CHANNEL = 'keyclave:call'
const EVENT_CHANNEL = 'keyclave:event'
const DROP_CHANNEL = 'keyclave:drop'

contextBridge.exposeInMainWorld('keyclave', {
  call: (name: string, input: unknown): Promise<unknown> =>
    ipcRenderer.invoke(CALL_CHANNEL, name, input),

  onEvent: (name: string, listener: (payload: unknown) => void): (() => void) => {
    // Electron's event object stays here: it would give the page the sender.
    const relay = (_event: unknown, eventName: string, payload: unknown): void => {
      if (eventName === name) listener(payload)
    }
    ipcRenderer.on(EVENT_CHANNEL, relay)
    return () => void ipcRenderer.off(EVENT_CHANNEL, relay)
  },
})

interface DropEvent {
  /** False for an event that the page made up. */
  readonly isTrusted: boolean
  readonly dataTransfer: { readonly files: Iterable<File> } | null
}
type World = Record<
  'addEventListener',
  (type: string, listener: (event: DropEvent) => void, capture: boolean) => void
>
const tellDropped = ({ isTrusted, dataTransfer }: DropEvent): void => {
  if (!isTrusted) return
  // A file that a page made has no path.
  const paths = [...(dataTransfer?.files ?? [])]
    .map(file => webUtils.getPathForFile(file))
    .filter(path => path !== '')
  // By a channel that the page does not have: it cannot say that something was dropped.
  void ipcRenderer.invoke(DROP_CHANNEL, paths)
}
const world = globalThis as unknown as World
if (process.isMainFrame) world.addEventListener('drop', tellDropped, true)
