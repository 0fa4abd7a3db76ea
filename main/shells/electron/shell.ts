/** The product's shell: one window of Electron around the router. */
import { KeyclaveError } from '../../../shared/errors.ts'
import { createCamera } from '../camera.ts'
import { loadContent } from '../content.ts'
import { createDesktop, type Desktop, type MakeServices } from '../desktop.ts'
import { lastWords } from '../last-words.ts'
import { ELECTRON_ORIGIN, ELECTRON_PICKER } from '../navigation.ts'
import type { Contents, Runtime, Window } from './runtime.ts'
import { openSession, registerScheme } from './session.ts'
import { OWN_SWITCHES, refuseSwitches } from './switches.ts'
import { createWindow, guardContents } from './window.ts'

/** Channels of the preload script, which cannot import them. */
export const CALL_CHANNEL = 'keyclave:call'
export const EVENT_CHANNEL = 'keyclave:event'
export const DROP_CHANNEL = 'keyclave:drop'

export interface ElectronSurroundings {
  readonly argv: readonly string[]
  readonly platform: NodeJS.Platform
  readonly version: string
  readonly makeServices: MakeServices
  /** The built window, and the built preload script. */
  readonly contentFolder: string
  readonly preload: string
  /** Whether a new window takes the place of the one in which something with secrets has ended. */
  readonly renews: boolean
  /** Makes the folder for what the engine writes, and what removes it. */
  readonly makeProfile: () => { readonly folder: string; readonly remove: () => void }
  /** What a person types for the command line, which the window's program is not. */
  readonly commandLine: string
  /** Writes on standard error. */
  readonly say: (text: string) => void
}

/**
 * Starts the shell. Ends the process with a sentence when an argument was given, and silently when
 * Keyclave is already open: that window comes to the front.
 */
export async function startElectronShell(
  runtime: Runtime,
  surroundings: ElectronSurroundings,
): Promise<void> {
  const { app } = runtime
  try {
    refuseSwitches(surroundings.argv, app.isPackaged, `${surroundings.commandLine} --help`)
    // The lock stands in Electron's default folder: every start must find the same one.
    if (!app.requestSingleInstanceLock()) return app.exit(0)
    keepNothing(runtime, surroundings.makeProfile())
    app.enableSandbox()
    for (const [name, value] of OWN_SWITCHES) app.commandLine.appendSwitch(name, value)
    registerScheme(runtime)
    app.on('web-contents-created', (_event, contents) => guardContents(contents))
    const open = whenOpen(runtime, surroundings)
    app.on('window-all-closed', () => void putAway(open).finally(() => app.quit()))
    app.on('second-instance', () => void open.then(({ window }) => bringToFront(window())))
    await open
  } catch (error) {
    const { text, sentence, exitCode } = lastWords(error)
    surroundings.say(text)
    if (app.isPackaged) {
      if (error instanceof KeyclaveError && error.code === 'SANDBOX_OFF') {
        await untilBoxesShow(runtime, surroundings)
      }
      runtime.dialog.showErrorBox('Keyclave did not start', sentence)
    }
    app.exit(exitCode)
  }
}

/**
 * Linux shows no box before Electron is ready, and whoever clicked on an AppImage sees no terminal. Only
 * for an engine without other switches than its own refused one: it loads no page, and ends.
 */
async function untilBoxesShow(runtime: Runtime, surroundings: ElectronSurroundings): Promise<void> {
  keepNothing(runtime, surroundings.makeProfile())
  for (const [name, value] of OWN_SWITCHES) runtime.app.commandLine.appendSwitch(name, value)
  await runtime.app.whenReady()
}

/** Everything the engine writes goes into a folder that is removed at exit. */
function keepNothing(
  { app }: Runtime,
  profile: { readonly folder: string; readonly remove: () => void },
): void {
  for (const name of ['userData', 'sessionData', 'crashDumps', 'logs']) {
    app.setPath(name, profile.folder)
  }
  app.on('quit', () => profile.remove())
}

interface Open {
  /** The window as it is now. */
  readonly window: () => Window
  readonly desktop: Desktop
}

/** The window has closed: nothing that was under way goes on. */
async function putAway(open: Promise<Open>): Promise<void> {
  await (await open).desktop.end()
}

async function whenOpen(runtime: Runtime, surroundings: ElectronSurroundings): Promise<Open> {
  await runtime.app.whenReady()
  runtime.Menu.setApplicationMenu(null)
  const development = !runtime.app.isPackaged
  const camera = createCamera()
  const content = loadContent(surroundings.contentFolder)
  const session = openSession(runtime, { content, cameraIsOpen: camera.isOpen, development })
  const options = { session, preload: surroundings.preload, development }
  let window = createWindow(runtime, options)
  /** More than one for a moment: the old one shows until the new one does. */
  const ours = new Set([window])
  const desktop = createDesktop({
    shell: 'electron',
    origins: { window: ELECTRON_ORIGIN, picker: ELECTRON_PICKER },
    version: surroundings.version,
    platform: surroundings.platform,
    content,
    camera,
    makeServices: surroundings.makeServices,
    send: (name, payload) => window.webContents.send(EVENT_CHANNEL, name, payload),
    // Not `close`, which would ask again.
    close: () => window.destroy(),
    renew: surroundings.renews ? renew : null,
  })
  /** The page of the old window has a process of its own, which ends with it. */
  async function renew(): Promise<void> {
    const [old, next] = [window, createWindow(runtime, options)]
    ours.add(next)
    try {
      await load(next)
      window = next
    } finally {
      const done = window === next ? old : next
      ours.delete(done)
      done.destroy()
    }
  }
  async function load(into: Window): Promise<void> {
    askBeforeClosing(into, desktop)
    await into.loadURL(`${ELECTRON_ORIGIN}/`)
  }
  serveCalls(runtime, desktop, contents => [...ours].some(one => one.webContents === contents))
  await load(window)
  return { window: () => window, desktop }
}

/**
 * The window's own button, Alt+F4, and Quit: all of them come by here. A page that is gone can ask
 * nobody, and must not keep its window open.
 */
function askBeforeClosing(window: Window, desktop: Desktop): void {
  let gone = false
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    gone = true
    if (reason !== 'clean-exit') void desktop.crashed()
  })
  window.on('close', event => {
    if (!gone && !desktop.mayClose()) event.preventDefault()
  })
}

/** The sender is what Electron says of the frame; a frame that is gone has no origin. */
function serveCalls(
  { ipcMain }: Runtime,
  desktop: Desktop,
  isOurs: (contents: Contents) => boolean,
): void {
  ipcMain.handle(CALL_CHANNEL, (event, name: unknown, payload: unknown) => {
    const frame = event.senderFrame
    const own = frame !== null && isOurs(event.sender)
    const sender = {
      origin: frame?.origin ?? 'null',
      mainFrame: own && frame.parent === null,
      innerFrame: own && frame.parent !== null && frame.parent.parent === null,
    }
    return desktop.dispatch(sender, name, payload)
  })
  ipcMain.handle(DROP_CHANNEL, async (event, paths: unknown) => {
    const frame = event.senderFrame
    const isWindow = frame?.parent === null && frame.origin === ELECTRON_ORIGIN
    if (isWindow && isOurs(event.sender) && isTexts(paths)) await desktop.drop(paths)
  })
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every(one => typeof one === 'string')

function bringToFront(window: Window): void {
  if (window.isMinimized()) window.restore()
  window.focus()
}
