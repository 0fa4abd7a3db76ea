/**
 * All of the main side that the page can see: `window.keyclave.call` and `.onEvent`. It never grows;
 * new calls are lines of shared/contract.ts. It runs in a sandbox, so it is CommonJS and imports
 * nothing but Electron.
 */
const { contextBridge, ipcRenderer } = require('electron') as typeof import('electron')

// The names stand in main/shells/electron/shell.ts too; a test compares them.
const CALL_CHANNEL = 'keyclave:call'
const EVENT_CHANNEL = 'keyclave:event'

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
