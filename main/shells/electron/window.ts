import type { BrowserWindowConstructorOptions, Session } from 'electron'
import { ELECTRON_ORIGIN, ELECTRON_PICKER, isHomePage, isPickerPage } from '../navigation.ts'
import type { Contents, Runtime, Window, WindowSession } from './runtime.ts'

export interface WindowOptions {
  readonly session: WindowSession
  /** The built preload script, an absolute path. */
  readonly preload: string
  readonly development: boolean
}

/** Everything stated, defaults included, so that a changed default changes nothing. */
export const windowOptions = (options: WindowOptions): BrowserWindowConstructorOptions => ({
  title: 'Keyclave',
  width: 1180,
  height: 800,
  minWidth: 800,
  minHeight: 600,
  show: false,
  autoHideMenuBar: true,
  webPreferences: {
    session: options.session as Session,
    preload: options.preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    // Gives the picker's frame its bridge; Node is in no frame (`nodeIntegration`, `sandbox`).
    nodeIntegrationInSubFrames: true,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    plugins: false,
    navigateOnDragDrop: false,
    enableWebSQL: false,
    spellcheck: false,
    safeDialogs: true,
    devTools: options.development,
  },
})

/** Makes the one window. It has loaded nothing yet, and shows itself when it has. */
export function createWindow(runtime: Runtime, options: WindowOptions): Window {
  const window = new runtime.BrowserWindow(windowOptions(options))
  window.setContentProtection(true)
  window.webContents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
  window.once('ready-to-show', () => window.show())
  return window
}

/** For every web contents that ever comes to be, ours or not: it goes nowhere and opens nothing. */
export function guardContents(contents: Contents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-frame-navigate', details => {
    const goesHome = details.isMainFrame
      ? isHomePage(ELECTRON_ORIGIN, details.url)
      : isPickerPage(ELECTRON_PICKER, details.url)
    if (!goesHome) details.preventDefault()
  })
  contents.on('will-redirect', details => details.preventDefault())
  contents.on('will-attach-webview', event => event.preventDefault())
}
